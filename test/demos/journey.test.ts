import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binNames, binOf, distribution, journeyOf } from "../../examples/websockets/demos/journey.js";

const times = fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 400 });

describe("the journey of one message", () => {
  it("[D3] has two legs, and the whole is what is shown of both", () => {
    expect(journeyOf(1000, 1007, 1019.6)).toEqual({ up: 7, down: 13, total: 20 });
  });

  it("[D3] no leg is shorter than nothing, however far the clocks are apart", () => {
    expect(journeyOf(1000, 998, 1005)).toEqual({ up: 0, down: 7, total: 7 });
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (pressed, stamped, arrived) => {
        const { up, down, total } = journeyOf(pressed, stamped, arrived);
        expect(Math.min(up, down)).toBeGreaterThanOrEqual(0);
        expect(total).toBe(up + down);
      }),
    );
  });
});

describe("the room's histogram", () => {
  it("[D3] puts each screen into the bin its name says", () => {
    expect([0, 4, 5, 9, 10, 49, 50, 199, 200, 499, 500, 60_000].map((total) => binNames[binOf(total)])).toEqual([
      "< 5",
      "< 5",
      "5–10",
      "5–10",
      "10–20",
      "20–50",
      "50–100",
      "100–200",
      "200–500",
      "200–500",
      "> 500",
      "> 500",
    ]);
  });

  it("[D3] counts every screen once, and half of them are no slower than the median", () => {
    fc.assert(
      fc.property(times, (totals) => {
        const { bins, median } = distribution(totals);
        expect(bins).toHaveLength(binNames.length);
        expect(bins.reduce((sum, count) => sum + count, 0)).toBe(totals.length);
        expect(totals.filter((total) => total <= median).length).toBeGreaterThanOrEqual(totals.length / 2);
        expect(totals.filter((total) => total >= median).length).toBeGreaterThanOrEqual(totals.length / 2);
      }),
    );
    expect(distribution([]).median).toBe(0);
  });
});
