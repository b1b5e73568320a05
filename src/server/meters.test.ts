import { describe, expect, it } from "vitest";
import { defaultMeterLimits, Meters } from "./meters.ts";

function meters(limits = {}) {
  const clock = { now: 1_000_000 };
  return { clock, meters: new Meters({ ...defaultMeterLimits, ...limits }, () => clock.now) };
}

describe("meters", () => {
  it("[D8] add up one phone's exchanges, and those of the room", () => {
    const { clock, meters: all } = meters();
    expect(all.read("polling.a")).toEqual({
      own: { requests: 0, up: 0, down: 0 },
      room: { requests: 0, up: 0, down: 0, people: 0, since: 0 },
    });
    all.count("polling.a", 100, 20);
    clock.now += 1000;
    all.count("polling.a", 100, 30);
    all.count("polling.b", 50, 10);
    all.count("other.a", 1, 1);
    expect(all.read("polling.a")).toEqual({
      own: { requests: 2, up: 200, down: 50 },
      room: { requests: 3, up: 250, down: 60, people: 2, since: 1_000_000 },
    });
  });

  it("[D8] who stopped is not counted among the people any more; a quiet group starts anew", () => {
    const { clock, meters: all } = meters();
    all.count("polling.a", 100, 20);
    all.count("polling.b", 100, 20);
    clock.now += 10_000;
    expect(all.read("polling.a").room.people).toBe(2);
    clock.now += 1;
    expect(all.read("polling.a").room).toMatchObject({ people: 0, requests: 2 });
    clock.now += 20_000;
    all.count("polling.b", 7, 3);
    expect(all.read("polling.a")).toEqual({
      own: { requests: 0, up: 0, down: 0 },
      room: { requests: 1, up: 7, down: 3, people: 1, since: clock.now },
    });
  });

  it("[D8] [B4] let so many requests through, for one meter and for all", () => {
    const { clock, meters: all } = meters({ perMeter: 5, total: 20 });
    const passed = (name?: string) => Array.from({ length: 60 }, () => all.passes(name)).filter(Boolean).length;
    expect(passed("polling.a")).toBe(10);
    clock.now += 10_000;
    expect(passed()).toBe(40);
    expect(passed("polling.b")).toBe(0);
  });

  it("[D8] [B4] forget the oldest when there are too many", () => {
    const { meters: all } = meters({ groups: 2, metersPerGroup: 2 });
    for (const name of ["a.1", "a.2", "a.3"]) all.count(name, 1, 1);
    expect(["a.1", "a.2", "a.3"].map((name) => all.read(name).own.requests)).toEqual([0, 1, 1]);
    expect(all.read("a.1").room.requests).toBe(3);
    all.count("b.1", 1, 1);
    all.count("c.1", 1, 1);
    expect(all.read("a.2").room.requests).toBe(0);
  });
});
