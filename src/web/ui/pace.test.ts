import { describe, expect, it } from "vitest";
import { pace } from "./pace.ts";
import { formatElapsed, formatPlanned } from "./time.ts";

const minute = 60_000;

describe("pace", () => {
  const at = (minutes: number, index: number) => pace(minutes * minute, 30, index, 10);

  it("[F5] inside the current slide's share of the time the talk is on time", () => {
    expect(at(6, 2).words).toBe("On time");
    expect(at(9, 2).words).toBe("On time");
    expect(at(9.4, 2).words).toBe("On time");
    expect(at(0, 0)).toMatchObject({ words: "On time", timeUsed: 0, slidesDone: 0, minutesAhead: 0 });
  });

  it("[F5] before or after it the distance is said in whole minutes", () => {
    expect(at(4, 2).words).toBe("2 min ahead");
    expect(at(12, 2).words).toBe("3 min behind");
    expect(at(12, 2)).toMatchObject({ timeUsed: 0.4, slidesDone: 0.2, minutesAhead: -3 });
  });

  it("[F5] the last tenth is near the end, of a long talk the last five minutes", () => {
    expect(at(26.9, 8).nearEnd).toBe(false);
    expect(at(27, 8).nearEnd).toBe(true);
    expect(pace(114 * minute, 120, 5, 10).nearEnd).toBe(false);
    expect(pace(115 * minute, 120, 5, 10).nearEnd).toBe(true);
  });

  it("[F5] past the end it says by how much", () => {
    expect(at(30, 9).words).toBe("Planned time is up");
    expect(at(33.5, 9)).toMatchObject({ words: "3 min over", timeUsed: 1, over: true });
  });
});

describe("times", () => {
  it("[F5] are minutes and seconds, with hours when there are any", () => {
    expect([-5, 0, 59_999, 760_000, 3_599_000, 3_600_000, 4_025_000].map(formatElapsed)).toEqual([
      "0:00",
      "0:00",
      "0:59",
      "12:40",
      "59:59",
      "1:00:00",
      "1:07:05",
    ]);
    expect(formatPlanned(30)).toBe("30:00");
  });
});
