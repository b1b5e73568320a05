import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emptyState } from "../talk/state.ts";
import { Beat } from "./beat.ts";
import { defaultLimits } from "./limits.ts";
import { Reactions } from "./reactions.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

function room() {
  const told: { counts: Record<string, number> }[] = [];
  const clock = { now: 1000 };
  const reactions = new Reactions(
    new Beat(defaultLimits.tickMs),
    defaultLimits,
    () => clock.now,
    ({ texts }) => void told.push(...texts.map((text) => JSON.parse(text))),
  );
  const tick = (ms: number) => {
    clock.now += ms;
    vi.advanceTimersByTime(ms);
  };
  return { told, reactions, tick };
}

describe("reactions", () => {
  it("[H3] [B3] are told as counts, at most five times a second, whatever comes in", () => {
    const { told, reactions, tick } = room();
    for (let n = 0; n < 2000; n++) reactions.react(emptyState, `person-${n}`, n % 4 === 0 ? "😂" : "👏");
    expect(told).toEqual([]);
    tick(200);
    expect(told.map(({ counts }) => counts)).toEqual([{ "👏": 1500, "😂": 500 }]);
    tick(1000);
    expect(told).toHaveLength(1);
  });

  it("[H3] [B4] one participant at the limit passes, one past it is told so; others do not notice", () => {
    const { told, reactions, tick } = room();
    for (let n = 0; n < defaultLimits.reactionsPerSecond * 2; n++) reactions.react(emptyState, "ada", "👏");
    expect(() => reactions.react(emptyState, "ada", "👏")).toThrow(expect.objectContaining({ code: "reaction-rate" }));
    reactions.react(emptyState, "grace", "👏");
    tick(200);
    expect(told[0]?.counts).toEqual({ "👏": 11 });
    expect(() => reactions.react(emptyState, "ada", "👏")).not.toThrow();
  });

  it("[H3] only what the speaker offers, and only while reactions are on", () => {
    const { reactions } = room();
    expect(() => reactions.react(emptyState, "ada", "💣")).toThrow(expect.objectContaining({ code: "no-such-emoji" }));
    const off = { ...emptyState, features: { ...emptyState.features, reactions: { on: false, emoji: ["👏"] } } };
    expect(() => reactions.react(off, "ada", "👏")).toThrow(expect.objectContaining({ code: "feature-off" }));
  });
});
