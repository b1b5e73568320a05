import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { View } from "../talk/view.ts";
import { type Follow, following, stepped, talkChanged, target } from "./follow.ts";

const live = { h: 3, v: 0, f: 1 };
const earlier = { h: 1, v: 0, f: -1 };
const later = { h: 5, v: 0, f: -1 };

function view(browsing: View["browsing"], position = live): View {
  const deck = { version: "1", title: "t" };
  return { position, paused: false, shown: { "1/0": -1, "3/0": 1 }, browsing, joinCode: false, deck, chat: [] };
}

describe("free browsing", () => {
  it("[F3] a step away browses; live moves do not pull the screen", () => {
    const { state } = stepped(following, earlier, view("free"));
    expect(state).toEqual({ kind: "browsing", at: earlier });
    expect(target(talkChanged(state, view("free", later)), view("free", later))).toEqual(earlier);
  });

  it("[F3] stepping back onto the live position follows again", () => {
    expect(stepped({ kind: "browsing", at: earlier }, live, view("free")).state).toEqual(following);
    expect(talkChanged({ kind: "browsing", at: later }, view("free", later))).toEqual(following);
  });
});

describe("limits set by the speaker", () => {
  it("[F3] locking brings everybody back", () => {
    expect(talkChanged({ kind: "browsing", at: earlier }, view("locked"))).toEqual(following);
    expect(stepped(following, earlier, view("locked"))).toEqual({ state: following, undone: true });
  });

  it("[F3] only what was shown: a step ahead is undone, a step back is free", () => {
    const browsing: Follow = { kind: "browsing", at: earlier };
    expect(stepped(browsing, later, view("shown"))).toEqual({ state: browsing, undone: true });
    expect(stepped(following, earlier, view("shown")).undone).toBe(false);
  });
});

it("[F4] whatever the speaker does, a follower shows the live position", () => {
  const positions = fc.record({ h: fc.nat(9), v: fc.nat(3), f: fc.integer({ min: -1, max: 3 }) });
  const modes = fc.constantFrom<View["browsing"]>("free", "shown", "locked");
  fc.assert(
    fc.property(fc.array(fc.tuple(positions, modes)), (moves) => {
      let state: Follow = following;
      for (const [to, mode] of moves) {
        const now = view(mode, to);
        state = talkChanged(state, now);
        expect(target(state, now)).toEqual(to);
      }
    }),
  );
});
