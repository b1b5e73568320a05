import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ratioWords, roomWords, withReading } from "../../examples/websockets/demos/polling-words.js";

describe("what the polling slide says", () => {
  it("[D8] adds up the room, with a rate as soon as there are two readings", () => {
    const first = { at: 0, total: 10_000 };
    expect(roomWords(0, [], 0)).toBe("Nobody is polling yet.");
    expect(roomWords(1, [first], 1)).toBe("1 screen polling: 10.0 KB so far, for 1 message.");
    const two = [first, { at: 6000, total: 200_000 }];
    expect(roomWords(412, two, 3)).toBe("412 screens polling: 1.9 MB a minute, 200.0 KB so far, for 3 messages.");
    expect(roomWords(0, two, 3)).toBe("Nobody is polling now. 200.0 KB so far, for 3 messages.");
  });

  it("[D8] compares only what there is to compare", () => {
    expect(ratioWords(0, 300)).toMatch(/^Start/);
    expect(ratioWords(5000, 0)).toMatch(/has said nothing yet/);
    expect(ratioWords(460, 100)).toBe("Polling costs 4.6 times the bytes.");
    expect(ratioWords(4600, 100)).toBe("Polling costs 46 times the bytes.");
    expect(ratioWords(50, 100)).not.toMatch(/times/);
  });

  it("[D8] keeps ten seconds of readings, and none from before the count began anew", () => {
    const reading = fc.record({ at: fc.nat(60_000), total: fc.nat() });
    fc.assert(
      fc.property(fc.array(reading), (readings) => {
        const kept = readings
          .toSorted((a, b) => a.at - b.at)
          .reduce<ReturnType<typeof withReading>>((before, next) => withReading(before, next), []);
        const newest = kept.at(-1);
        for (const { at, total } of kept) {
          expect(total).toBeLessThanOrEqual(newest?.total ?? 0);
          expect((newest?.at ?? 0) - at).toBeLessThanOrEqual(10_500);
        }
      }),
    );
  });
});
