import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, fold } from "./apply.ts";
import { history } from "./arbitraries.test-helper.ts";
import type { Author, Command } from "./commands.ts";
import { maxEmoji } from "./features.ts";
import { projectOwn, projectTallies } from "./project.ts";
import { paceOf } from "./signal.ts";
import { emptyState, type State } from "./state.ts";

const person = (participant: string, role: Author["role"] = "audience"): Author => {
  return { participant, client: "tab", role, name: participant };
};
const speaker = person("speaker", "speaker");

function run(state: State, author: Author, command: Command) {
  return apply(state, { seq: state.seq + 1, at: state.at + 1000, author, id: null, command });
}

function does(state: State, author: Author, command: Command): State {
  const outcome = run(state, author, command);
  if (outcome.kind !== "accepted") throw new Error(JSON.stringify(outcome));
  return outcome.state;
}

const signals = (state: State) => projectTallies(state, "moderator", "mo").signals;
const hands = (state: State) => signals(state)?.hands.map(({ name }) => name);

describe("raised hands", () => {
  it("[H1] stand in the order they were raised, once each, and come down by their owner or a moderator", () => {
    let state = emptyState;
    for (const name of ["ada", "grace", "ada"]) state = does(state, person(name), { type: "hand", up: true });
    expect(hands(state)).toEqual(["ada", "grace"]);
    expect(projectOwn(state, "ada").handUp).toBe(true);
    const taken = does(state, person("ada"), { type: "hand", up: false });
    expect(hands(taken)).toEqual(["grace"]);
    const lowered = does(taken, speaker, { type: "lowerhand", participant: "grace" });
    expect([hands(lowered), projectOwn(lowered, "grace").handUp]).toEqual([[], false]);
    expect(hands(does(state, speaker, { type: "lowerhand", participant: null }))).toEqual([]);
    expect(run(state, person("ada"), { type: "lowerhand", participant: "grace" })).toMatchObject({
      code: "not-allowed",
    });
  });

  it("[H1] [A2] are told to moderators only, and not taken from the muted or when turned off", () => {
    const state = does(emptyState, person("ada"), { type: "hand", up: true });
    expect(projectTallies(state, "audience", "ada")).not.toHaveProperty("signals");
    const muted = does(emptyState, speaker, { type: "mute", who: { participant: "ada" }, muted: true });
    expect(run(muted, person("ada"), { type: "hand", up: true })).toMatchObject({ code: "muted" });
    const off = does(state, speaker, { type: "feature", feature: "hands", on: false });
    expect(run(off, person("grace"), { type: "hand", up: true })).toMatchObject({ code: "feature-off" });
    expect(hands(does(off, person("ada"), { type: "hand", up: false }))).toEqual([]);
  });
});

describe("the pace", () => {
  it("[H2] counts each person once, as they say it now; the next slide begins anew", () => {
    let state = does(emptyState, person("ada"), { type: "pace", pace: "fast" });
    state = does(state, person("grace"), { type: "pace", pace: "lost" });
    state = does(state, person("ada"), { type: "pace", pace: "slow" });
    expect(signals(state)?.pace).toEqual({ slow: 1, fast: 0, lost: 1 });
    const down = does(state, speaker, { type: "move", to: { h: 0, v: 1, f: -1 } });
    expect(signals(down)?.pace).toEqual({ slow: 1, fast: 0, lost: 1 });
    const on = does(state, speaker, { type: "move", to: { h: 1, v: 0, f: -1 } });
    expect(signals(on)?.pace).toEqual({ slow: 0, fast: 0, lost: 0 });
    expect(projectOwn(on, "ada").pace).toBeNull();
    // Back on the slide, what was said there before is over too.
    const back = does(on, speaker, { type: "move", to: { h: 0, v: 0, f: -1 } });
    const lost = { slow: 0, fast: 0, lost: 1 };
    expect(signals(does(back, person("ada"), { type: "pace", pace: "lost" }))?.pace).toEqual(lost);
    const again = does(on, person("ada"), { type: "pace", pace: "lost" });
    expect(signals(does(again, person("ada"), { type: "pace", pace: null }))?.pace.lost).toBe(0);
    expect(projectTallies(again, "audience", "ada")).not.toHaveProperty("signals");
  });

  it("[H1] [H2] in any history equal a naive recount", () => {
    fc.assert(
      fc.property(history, (entries) => {
        const state = fold(entries);
        const counts = { slow: 0, fast: 0, lost: 0 };
        for (const one of state.people.values()) {
          const pace = paceOf(state, one);
          if (pace !== undefined) counts[pace] += 1;
        }
        expect(state.pace.counts).toEqual(counts);
        const up = [...state.people].filter(([, { handUp }]) => handUp).map(([name]) => name);
        expect(
          state.hands
            .map(({ participant }) => participant)
            .toArray()
            .sort(),
        ).toEqual(up.sort());
      }),
    );
  });
});

describe("reactions", () => {
  it("[H3] the speaker chooses a few", () => {
    const chosen = does(emptyState, speaker, { type: "feature", feature: "reactions", emoji: ["👍"] });
    expect(chosen.features.reactions).toEqual({ on: true, emoji: ["👍"] });
    for (const emoji of [Array(maxEmoji.count + 1).fill("👍"), [" "], ["x".repeat(maxEmoji.length + 1)]]) {
      expect(run(emptyState, speaker, { type: "feature", feature: "reactions", emoji })).toMatchObject({
        kind: "refused",
      });
    }
  });
});
