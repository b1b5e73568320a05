import { describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import type { Author, Command } from "./commands.ts";
import { projectOwn, projectState } from "./project.ts";
import { emptyState, type State } from "./state.ts";
import { projectEvent } from "./view.ts";

const person = (participant: string, role: Author["role"] = "audience"): Author => {
  return { participant, client: "tab", role, name: participant };
};
const [ada, grace, moderator] = [person("ada"), person("grace"), person("mo", "moderator")];

function run(state: State, author: Author, command: Command) {
  return apply(state, { seq: state.seq + 1, at: state.at + 1000, author, id: null, command });
}

function does(state: State, author: Author, command: Command): State {
  const outcome = run(state, author, command);
  if (outcome.kind !== "accepted") throw new Error(JSON.stringify(outcome));
  return outcome.state;
}

const chat = (text: string, anonymous = false): Command => ({ type: "chat", text, anonymous });
const mutedFor = (state: State) => projectState(state, "moderator").muted;

describe("muting and removing", () => {
  it("[M3] moderators know who is muted, by name; nobody else is told", () => {
    const said = does(emptyState, ada, chat("spam"));
    const outcome = run(said, moderator, { type: "mute", who: { post: 1 }, muted: true });
    if (outcome.kind !== "accepted") throw new Error("refused");
    expect(mutedFor(outcome.state)).toEqual([{ who: { participant: "ada" }, name: "ada" }]);
    expect(projectState(outcome.state, "audience")).not.toHaveProperty("muted");
    expect(outcome.events.map((event) => projectEvent(event, "audience"))).toEqual([null]);
    const lifted = does(outcome.state, moderator, { type: "mute", who: { participant: "ada" }, muted: false });
    expect(mutedFor(lifted)).toEqual([]);
    expect(projectOwn(lifted, "ada").muted).toBe(false);
    expect(run(said, moderator, { type: "mute", who: { post: 9 }, muted: true })).toMatchObject({ code: "post-gone" });
  });

  it("[M3] muted by a post without a name, one is known by this post alone", () => {
    let state = does(does(does(emptyState, ada, chat("kind")), ada, chat("spam", true)), ada, chat("more", true));
    state = does(state, moderator, { type: "mute", who: { post: 2 }, muted: true });
    expect(mutedFor(state)).toEqual([{ who: { post: 2 }, name: "" }]);
    // Muting and unmuting the name neither shows nor lifts it.
    state = does(state, moderator, { type: "mute", who: { participant: "ada" }, muted: true });
    state = does(state, moderator, { type: "mute", who: { participant: "ada" }, muted: false });
    expect(mutedFor(state)).toEqual([{ who: { post: 2 }, name: "" }]);
    expect(run(state, ada, chat("again"))).toMatchObject({ code: "muted" });
    expect(mutedFor(does(state, moderator, { type: "mute", who: { post: 2 }, muted: false }))).toEqual([]);
  });

  it("[M3] who is removed is muted and their hand is down, but not where that would say whose post it was", () => {
    let state = does(does(emptyState, ada, chat("spam", true)), ada, { type: "hand", up: true });
    state = does(state, moderator, { type: "remove", who: { post: 1 } });
    expect(projectOwn(state, "ada")).toMatchObject({ muted: true, handUp: true });
    const outcome = run(state, moderator, { type: "remove", who: { participant: "ada" } });
    if (outcome.kind !== "accepted") throw new Error("refused");
    expect(outcome.events).toMatchObject([{ event: "mute", who: { participant: "ada" }, muted: true, removed: true }]);
    expect(projectOwn(outcome.state, "ada")).toMatchObject({ muted: true, handUp: false });
    expect(outcome.state.hands.size).toBe(0);
    expect(run(state, grace, { type: "remove", who: { participant: "ada" } })).toMatchObject({ code: "not-allowed" });
  });
});
