import { describe, expect, it } from "vitest";
import { fold } from "./apply.ts";
import type { Author, Command } from "./commands.ts";
import { defaultFeatures, type FeatureChanges } from "./features.ts";
import { projectState } from "./project.ts";

const server: Author = { participant: "server", client: "", role: "server", name: "Lectern" };
const moderator: Author = { participant: "mo", client: "", role: "moderator", name: "Mo" };

function featuresAfter(...steps: readonly (readonly [Author, Command])[]) {
  const entries = steps.map(([author, command], index) => ({ seq: index + 1, at: index, author, id: null, command }));
  return projectState(fold(entries), "audience").features;
}
const deck = (features?: FeatureChanges) => [server, { type: "deck", version: "1", title: "t", features }] as const;
const slow = [moderator, { type: "feature", feature: "chat", slowSeconds: 30, on: true }] as const;

describe("what a deck says about features", () => {
  it("[K6] is how the talk starts", () => {
    expect(featuresAfter(deck())).toEqual(defaultFeatures);
    const given = featuresAfter(deck({ chat: { on: false }, reactions: { emoji: ["🎈"] } }));
    expect(given).toMatchObject({ chat: { on: false, approve: false }, reactions: { on: true, emoji: ["🎈"] } });
  });

  it("[K6] does not take back what was changed in the talk, but for the options it says anew", () => {
    const off = { chat: { on: false } };
    expect(featuresAfter(deck(off), slow, deck(off)).chat).toMatchObject({ on: true, slowSeconds: 30 });
    const approved = featuresAfter(deck(off), slow, deck({ chat: { on: false, approve: true } })).chat;
    expect(approved).toMatchObject({ on: true, approve: true, slowSeconds: 30 });
    const silent = featuresAfter(deck({ chat: { approve: true } }), slow, deck()).chat;
    expect(silent).toMatchObject({ approve: false, slowSeconds: 30 });
  });
});
