import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareOf } from "./share.ts";

describe("the reactions that are drawn", () => {
  it("[H3] are all of a few", () => {
    expect(shareOf({ "👏": 2, "❤️": 1 }, 8)).toEqual(["👏", "👏", "❤️"]);
    expect(shareOf({}, 8)).toEqual([]);
  });

  it("[H3] are in proportion where there are many, and the rare ones are among them", () => {
    const drawn = shareOf({ "👏": 1500, "❤️": 499, "😂": 1 }, 8);
    expect(drawn.filter((emoji) => emoji === "👏")).toHaveLength(6);
    expect(drawn.filter((emoji) => emoji === "❤️")).toHaveLength(1);
    expect(drawn).toContain("😂");
  });

  it("[H3] are never more than there is room, nor an emoji that nobody sent", () => {
    const counts = fc.dictionary(fc.constantFrom("👏", "❤️", "😂", "🤔"), fc.nat(3000));
    fc.assert(
      fc.property(counts, fc.nat(30), (sent, room) => {
        const drawn = shareOf(sent, room);
        expect(drawn.length).toBeLessThanOrEqual(room);
        for (const emoji of drawn) expect(sent[emoji]).toBeGreaterThan(0);
      }),
    );
  });
});
