/** Thousands of short talks in which everything fails, each from one seed: `npm run sim` for more of them. */
import { describe, expect, it } from "vitest";
import { simulate } from "./simulation.ts";

const seeds = 2000;
const parts = 4;

describe("a talk whose network, server, disk and clock fail", () => {
  for (let part = 0; part < parts; part++) {
    const from = 1 + (part * seeds) / parts;
    const to = from + seeds / parts - 1;
    it(`[L3] [L4] [L8] [W3] [W9] [W12] [A2] [B2] [B5] [F6] [M3] [T1] [T2] nothing is lost, doubled or shown wrongly: seeds ${from} to ${to}`, async () => {
      let acks = 0;
      for (let seed = from; seed <= to; seed++) {
        const report = await simulate(seed);
        expect(report.problems, `npm run sim -- --seed ${seed} --trace`).toEqual([]);
        acks += report.acks;
      }
      // It was not silence that was judged.
      expect(acks).toBeGreaterThan(seeds);
    }, 300_000);
  }

  it.each([
    [264, "a POST whose line dies without a word, while the stream beside it goes on"],
    [36, "somebody who polls and goes without a word"],
    [38, "somebody who goes without a word while the server's clock jumps back"],
    [199, "the last answer to somebody who has gone, which nobody takes"],
  ])("[W9] [T2] [B2] seed %i: %s", async (seed) => {
    expect((await simulate(seed)).problems).toEqual([]);
  });

  it("the same seed is the same history, moment by moment", async () => {
    for (const seed of [3, 14, 1592, 65_358]) {
      const { digest } = await simulate(seed);
      expect((await simulate(seed)).digest).toBe(digest);
      expect((await simulate(seed + 1)).digest).not.toBe(digest);
    }
  });
});
