import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, retryHintMs } from "./backoff.ts";
import { ServerClock } from "./clock.ts";
import { CommandRefused, PendingCommands } from "./pending.ts";

describe("coming back", () => {
  it("[F6] waits at random below a bound that doubles and stays under eight seconds", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const wait = backoffMs(attempt, random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(8000, 400 * 2 ** Math.min(attempt, 10)));
      }),
    );
  });

  it("[B5] follows a draining server's hint, and no other reason", () => {
    expect(retryHintMs("retry-after-ms=1200")).toBe(1200);
    for (const reason of ["", "too-slow", "retry-after-ms=", "retry-after-ms=12345678"]) {
      expect(retryHintMs(reason)).toBeUndefined();
    }
  });
});

describe("commands on their way", () => {
  it("[L4] are numbered 1, 2, 3, kept until answered, and sent again in order", async () => {
    const pending = new PendingCommands();
    const [one, two, three] = ["a", "b", "c"].map((chat) => pending.add({ event: "sendmessage", chat }));
    expect(pending.messages().map(({ id }) => id)).toEqual([1, 2, 3]);
    pending.accepted(2, 17);
    pending.refused(1, new CommandRefused("empty", "no"));
    expect(pending.messages()).toEqual([{ event: "sendmessage", chat: "c", id: 3 }]);
    expect(await two?.answer).toBe(17);
    await expect(one?.answer).rejects.toMatchObject({ code: "empty" });
    pending.refuseAll(new CommandRefused("closed", "over"));
    await expect(three?.answer).rejects.toMatchObject({ code: "closed" });
  });
});

describe("the server's clock", () => {
  it("[F8] is read from the shortest round trip", () => {
    const clock = new ServerClock();
    clock.sample(1000, 5100, 1400);
    expect(clock.at(0)).toBe(3900);
    clock.sample(2000, 6020, 2020);
    expect(clock.at(0)).toBe(4010);
    clock.sample(3000, 9999, 3500);
    expect(clock.at(0)).toBe(4010);
  });
});
