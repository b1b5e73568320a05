import { describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import type { Author, Command } from "./commands.ts";
import { emptyState, type State } from "./state.ts";
import { elapsed } from "./timer.ts";

const speaker: Author = { participant: "ada", client: "laptop", role: "speaker", name: "Ada" };

function run(state: State, at: number, command: Command): State {
  const outcome = apply(state, { seq: state.seq + 1, at, author: speaker, id: null, command });
  if (outcome.kind !== "accepted") throw new Error("not accepted");
  return outcome.state;
}

describe("the talk's clock", () => {
  it("[F5] starts with the first move away from the start", () => {
    const still = run(emptyState, 1000, { type: "move", to: { h: 0, v: 0, f: -1 } });
    expect(still.timer.phase).toBe("idle");
    const moved = run(still, 2000, { type: "move", to: { h: 1, v: 0, f: -1 } });
    expect(elapsed(moved.timer, 5000)).toBe(3000);
  });

  it("[F5] stops, goes on and is reset by hand", () => {
    let state = run(emptyState, 1000, { type: "timer", action: "start" });
    state = run(state, 4000, { type: "timer", action: "pause" });
    expect(elapsed(state.timer, 9999)).toBe(3000);
    state = run(state, 10_000, { type: "move", to: { h: 1, v: 0, f: -1 } });
    expect(elapsed(state.timer, 20_000)).toBe(3000);
    state = run(state, 20_000, { type: "timer", action: "start" });
    expect(elapsed(state.timer, 21_000)).toBe(4000);
    state = run(state, 22_000, { type: "timer", action: "reset" });
    expect(elapsed(state.timer, 30_000)).toBe(0);
  });

  it("[F5] a clock that looks back shows no negative time", () => {
    expect(elapsed({ phase: "running", since: 5000, elapsed: 0 }, 4000)).toBe(0);
  });
});
