import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, fold } from "./apply.ts";
import { history } from "./arbitraries.test-helper.ts";
import type { Author, Command, Entry } from "./commands.ts";
import { maxSlowSeconds } from "./features.ts";
import { changeableMs, chatWindow, maxPostLength, maxQuestions } from "./posts.ts";
import { asOfNow, projectHistory, projectOwn, projectState, projectTallies } from "./project.ts";
import { emptyState, type State } from "./state.ts";
import { projectEvent } from "./view.ts";

const person = (participant: string, role: Author["role"] = "audience"): Author => {
  return { participant, client: "tab", role, name: participant };
};
const [ada, grace, moderator] = [person("ada"), person("grace"), person("mo", "moderator")];

function run(state: State, author: Author, command: Command, waitMs = 1000) {
  return apply(state, { seq: state.seq + 1, at: state.at + waitMs, author, id: null, command });
}

function does(state: State, author: Author, command: Command, waitMs = 1000): State {
  const outcome = run(state, author, command, waitMs);
  if (outcome.kind !== "accepted") throw new Error(JSON.stringify(outcome));
  return outcome.state;
}

const chat = (text: string, more = {}): Command => ({ type: "chat", text, ...more });
const ask = (text: string, more = {}): Command => ({ type: "ask", text, ...more });
const shownTo = (state: State, role: Author["role"]) => JSON.stringify(projectState(state, role as "audience"));

describe("chat and questions", () => {
  it("[C1] one's own post may be changed and taken back for two minutes, by nobody else", () => {
    const said = does(emptyState, ada, chat("helo"));
    const mended = does(said, ada, { type: "edit", post: 1, text: "hello" }, changeableMs);
    expect(projectState(mended, "audience").chat).toMatchObject([{ id: 1, chat: "hello", edited: true }]);
    for (const command of [{ type: "edit", post: 1, text: "x" } as const, { type: "delete", post: 1 } as const]) {
      expect(run(said, grace, command)).toMatchObject({ kind: "refused", code: "not-allowed" });
      expect(run(said, ada, command, changeableMs + 1)).toMatchObject({ kind: "refused", code: "too-late" });
    }
    const gone = does(said, ada, { type: "delete", post: 1 });
    expect(projectState(gone, "moderator").chat).toEqual([
      { id: 1, seq: 1, at: 1000, from: { id: "", name: "" }, chat: "", gone: true },
    ]);
    expect(run(gone, ada, { type: "edit", post: 1, text: "x" })).toMatchObject({ code: "post-gone" });
    expect(JSON.stringify(gone.posts)).not.toContain("helo");
  });

  it("[C1] a reply names the message it answers; a name may be left out, and nobody is told whose it is", () => {
    const said = does(emptyState, ada, chat("who am I", { anonymous: true }));
    const answered = does(said, grace, chat("nobody", { replyTo: 1 }));
    expect(projectState(answered, "speaker").chat).toMatchObject([
      { from: { id: "", name: "" } },
      { from: { id: "grace", name: "grace" }, replyTo: 1 },
    ]);
    expect(shownTo(answered, "speaker")).not.toContain("ada");
    expect(projectOwn(answered, "ada").written).toEqual([1]);
    const named = does(answered, moderator, { type: "feature", feature: "chat", anonymous: false });
    expect(projectState(does(named, ada, chat("hi", { anonymous: true })), "audience").chat.at(-1)).toMatchObject({
      from: { name: "ada" },
    });
  });

  it("[C1] older messages are there for who asks", () => {
    let state = emptyState;
    for (let n = 1; n <= chatWindow + 30; n++) state = does(state, ada, chat(`m${n}`));
    const [first] = projectState(state, "audience").chat;
    expect(first?.chat).toBe("m31");
    const older = projectHistory(state, "audience", first?.id ?? 0);
    expect(older.map(({ chat }) => chat)).toEqual(Array.from({ length: 30 }, (_, n) => `m${n + 1}`));
    expect(projectHistory(state, "audience", 1)).toEqual([]);
    expect(projectHistory(state, "audience", 9999)).toEqual([]);
  });

  it("[Q1] a question is upvoted once each, and the vote may be taken back", () => {
    let state = does(emptyState, ada, ask("why?"));
    for (const up of [true, true]) state = does(state, grace, { type: "upvote", question: 1, up });
    expect(projectTallies(state, "audience", "ada").upvotes).toEqual({ "1": 1 });
    state = does(state, ada, { type: "upvote", question: 1, up: true });
    expect(projectTallies(state, "audience", "ada").upvotes).toEqual({ "1": 2 });
    expect(projectOwn(state, "grace").upvotes).toEqual([1]);
    for (const up of [false, false]) state = does(state, grace, { type: "upvote", question: 1, up });
    expect(projectTallies(state, "audience", "ada").upvotes).toEqual({ "1": 1 });
    expect(run(state, grace, { type: "upvote", question: 99, up: true })).toMatchObject({ code: "post-gone" });
  });

  it("[M1] what is approved first is seen by its author and moderators only, until it is approved", () => {
    let state = does(emptyState, moderator, { type: "feature", feature: "chat", approve: true });
    state = does(state, moderator, { type: "feature", feature: "questions", approve: true });
    state = does(state, ada, chat("SECRET-chat"));
    state = does(state, ada, ask("SECRET-question"));
    expect(shownTo(state, "audience")).not.toContain("SECRET");
    expect(projectState(state, "moderator").waiting).toMatchObject([
      { id: 3, kind: "chat" },
      { id: 4, kind: "question" },
    ]);
    expect(projectOwn(state, "ada").waiting.map(({ text }) => text)).toEqual(["SECRET-chat", "SECRET-question"]);
    expect(projectOwn(state, "grace").waiting).toEqual([]);
    expect(run(state, ada, { type: "edit", post: 3, text: "worse" })).toMatchObject({ code: "edit-approved" });
    const refused = does(state, moderator, { type: "hide", post: 4, hidden: true });
    expect(run(refused, moderator, { type: "hide", post: 4, hidden: false })).toMatchObject({ code: "post-gone" });
    const approved = does(refused, moderator, { type: "approve", post: 3 });
    expect(projectState(approved, "audience").chat).toMatchObject([{ id: 3, seq: 6, chat: "SECRET-chat" }]);
    expect(projectState(approved, "moderator").waiting).toEqual([]);
    expect(shownTo(approved, "audience")).not.toContain("SECRET-question");
    // Moderators need nobody's approval.
    expect(projectState(does(state, moderator, chat("welcome")), "audience").chat).toMatchObject([{ chat: "welcome" }]);
  });

  it("[Q1] a question approved late is newer than one asked after it", () => {
    let state = does(emptyState, moderator, { type: "feature", feature: "questions", approve: true });
    state = does(does(state, ada, ask("first?")), moderator, ask("second?"));
    const outcome = run(state, moderator, { type: "approve", post: 2 });
    if (outcome.kind !== "accepted") throw new Error("refused");
    expect(outcome.events).toMatchObject([{ event: "question", seq: 4, id: 2, question: { seq: 4 } }]);
    const questions = Object.values(projectState(outcome.state, "audience").questions);
    expect(questions.map(({ id, seq }) => [id, seq])).toEqual([
      [2, 4],
      [3, 3],
    ]);
  });

  it("[M1] what the word list holds waits, also where nothing else does", () => {
    const state = does(emptyState, ada, chat("darn", { held: true }));
    expect(projectState(state, "audience").chat).toEqual([]);
    expect(projectState(state, "moderator").waiting).toMatchObject([{ text: "darn" }]);
    const said = does(emptyState, ada, chat("nice"));
    expect(run(said, ada, { type: "edit", post: 1, text: "darn", held: true })).toMatchObject({
      code: "edit-approved",
    });
  });

  it("[M1] hidden is gone for the audience, in snapshots, events and what is told again, and may come back", () => {
    const said = does(emptyState, ada, chat("SECRET"));
    const lit = does(said, moderator, { type: "spotlight", post: 1 });
    const outcome = run(lit, moderator, { type: "hide", post: 1, hidden: true });
    if (outcome.kind !== "accepted") throw new Error("refused");
    const { state, events } = outcome;
    expect(JSON.stringify(events.map((event) => projectEvent(event, "audience")))).not.toContain("SECRET");
    expect(shownTo(state, "audience")).not.toContain("SECRET");
    expect(shownTo(state, "moderator")).toContain("SECRET");
    expect(state.spotlight).toBeNull();
    const first = run(emptyState, ada, chat("SECRET"));
    if (first.kind !== "accepted" || first.events[0] === undefined) throw new Error("refused");
    const told = projectEvent(asOfNow(first.events[0], state), "audience");
    expect(told).toMatchObject({ event: "chat", seq: 1, gone: true, chat: "" });
    const back = does(state, moderator, { type: "hide", post: 1, hidden: false });
    expect(projectState(back, "audience").chat).toMatchObject([{ chat: "SECRET" }]);
  });

  it("[M2] a muted participant stays muted, also who wrote without a name; unmuting lets them speak", () => {
    const said = does(emptyState, ada, chat("spam", { anonymous: true }));
    const muted = does(said, moderator, { type: "mute", who: { post: 1 }, muted: true });
    expect(projectOwn(muted, "ada").muted).toBe(true);
    for (const command of [chat("again"), ask("again")])
      expect(run(muted, ada, command)).toMatchObject({ code: "muted" });
    expect(run(muted, { ...ada, client: "another tab" }, chat("x"))).toMatchObject({ code: "muted" });
    expect(run(muted, grace, chat("fine")).kind).toBe("accepted");
    does(does(muted, moderator, { type: "mute", who: { post: 1 }, muted: false }), ada, chat("sorry"));
  });

  it("[M2] slow mode spaces one person's messages, and says how long; moderators are free", () => {
    const slow = does(emptyState, moderator, { type: "feature", feature: "chat", slowSeconds: 30 });
    const said = does(slow, ada, chat("one"));
    expect(run(said, ada, chat("two"), 29_999)).toMatchObject({ code: "slow-mode", details: { seconds: 1 } });
    expect(run(said, ada, chat("two"), 30_000).kind).toBe("accepted");
    expect(run(said, grace, chat("mine")).kind).toBe("accepted");
    does(does(slow, moderator, chat("a")), moderator, chat("b"));
    const wrong = { type: "feature", feature: "chat", slowSeconds: maxSlowSeconds + 1 } as const;
    expect(run(emptyState, moderator, wrong)).toMatchObject({ kind: "refused" });
  });

  it("[M2] what is turned off is refused in words, for the audience only", () => {
    let state = does(emptyState, ada, ask("why?"));
    for (const feature of ["chat", "questions", "polls"] as const) {
      state = does(state, moderator, { type: "feature", feature, on: false });
    }
    for (const command of [chat("x"), ask("x"), { type: "upvote", question: 1, up: true } as const]) {
      expect(run(state, grace, command)).toMatchObject({ kind: "refused", code: "feature-off" });
    }
    expect(run(state, moderator, chat("x")).kind).toBe("accepted");
    expect(state.features.questions).not.toHaveProperty("slowSeconds");
  });

  it("[M2] pinned, answered, on the big screen; clearing the chat leaves the questions", () => {
    let state = does(does(emptyState, ada, chat("hello")), grace, ask("why?"));
    state = does(state, moderator, { type: "pin", post: 1, pinned: true });
    state = does(state, moderator, { type: "answer", question: 2, answered: true, text: "because" });
    state = does(state, moderator, { type: "spotlight", post: 2 });
    expect(projectState(state, "audience")).toMatchObject({
      chat: [{ pinned: true }],
      questions: { "2": { answered: true, answer: "because" } },
      spotlight: 2,
    });
    const cleared = does(state, moderator, { type: "clearchat" });
    expect(projectState(cleared, "audience")).toMatchObject({ chat: [], questions: { "2": {} }, spotlight: 2 });
    expect(run(state, moderator, { type: "spotlight", post: 99 })).toMatchObject({ code: "post-gone" });
  });

  it("[C1] a name one gave oneself stands on what is written from then on", () => {
    let state = does(emptyState, ada, { type: "rename", name: "  Ada L.  " });
    state = does(state, ada, chat("hi"));
    state = does(state, ada, { type: "rename", name: "" });
    state = does(state, ada, chat("hi again"));
    expect(projectState(state, "audience").chat.map(({ from }) => from.name)).toEqual(["Ada L.", "ada"]);
    expect(run(state, ada, { type: "rename", name: "x".repeat(81) })).toMatchObject({ code: "too-long" });
  });

  it("[S1] the screens' results and reactions are shown and hidden each by itself, by moderators", () => {
    expect(projectState(emptyState, "audience").screen).toEqual({ poll: true, reactions: true });
    const outcome = run(emptyState, moderator, { type: "screen", show: { poll: false } });
    if (outcome.kind !== "accepted") throw new Error("refused");
    expect(outcome.events).toMatchObject([{ event: "screen", show: { poll: false, reactions: true } }]);
    const both = does(outcome.state, moderator, { type: "screen", show: { reactions: false } });
    expect(projectState(both, "audience").screen).toEqual({ poll: false, reactions: false });
    expect(run(emptyState, ada, { type: "screen", show: {} })).toMatchObject({ code: "not-allowed" });
  });

  it("[M4] a message on the big screen is in snapshots however old it is, as it is now", () => {
    let state = does(emptyState, ada, chat("old"));
    for (let n = 0; n < chatWindow; n++) state = does(state, grace, chat(`m${n}`), 10);
    const outcome = run(state, moderator, { type: "spotlight", post: 1 });
    if (outcome.kind !== "accepted") throw new Error("refused");
    expect(outcome.events).toMatchObject([{ post: 1, message: { id: 1, chat: "old" } }]);
    state = does(outcome.state, ada, { type: "edit", post: 1, text: "older" }, 10);
    const { chat: newest, spotlit } = projectState(state, "audience");
    expect([newest[0]?.chat, spotlit?.chat]).toEqual(["m0", "older"]);
    state = does(state, moderator, { type: "hide", post: 1, hidden: true });
    expect(projectState(state, "audience")).toMatchObject({ spotlight: null, spotlit: null });
    // Who was away then is not given what is hidden now.
    const told = outcome.events.map((event) => projectEvent(asOfNow(event, state), "audience"));
    expect(told).toMatchObject([{ post: 1, message: { gone: true, chat: "" } }]);
  });

  it("[C1] [Q1] [B4] lengths and numbers stop at their limits", () => {
    does(emptyState, ada, ask("x".repeat(maxPostLength)));
    expect(run(emptyState, ada, ask("x".repeat(maxPostLength + 1)))).toMatchObject({ code: "too-long" });
    expect(run(emptyState, ada, ask(" "))).toMatchObject({ code: "empty" });
    let state = emptyState;
    for (let n = 0; n < maxQuestions; n++) state = does(state, ada, ask(`${n}?`));
    expect(run(state, ada, ask("one more?"))).toMatchObject({ code: "too-many-questions" });
  });
});

describe("any history", () => {
  it("[A2] [M1] no text that is not shown is in anything the audience gets", () => {
    fc.assert(
      fc.property(history, (entries) => {
        const marked = entries.map((entry): Entry => {
          const { command, seq } = entry;
          return command.type === "chat" || command.type === "ask" || command.type === "edit"
            ? { ...entry, command: { ...command, text: `<text of ${seq}>` } }
            : entry;
        });
        let state = emptyState;
        for (const entry of marked) {
          const outcome = apply(state, entry);
          if (outcome.kind !== "accepted") continue;
          state = outcome.state;
          const seen = JSON.stringify([
            projectState(state, "audience"),
            projectTallies(state, "audience", "nobody"),
            outcome.events.map((event) => projectEvent(event, "audience")),
          ]);
          for (const { status, text } of state.posts.values()) {
            if (status !== "shown" && text !== "") expect(seen).not.toContain(text);
          }
        }
      }),
    );
  });

  it("[Q1] upvotes equal a naive recount", () => {
    fc.assert(
      fc.property(history, (entries) => {
        const state = fold(entries);
        const counts = new Map<number, number>();
        for (const { upvotes } of state.people.values()) {
          for (const question of upvotes) counts.set(question, (counts.get(question) ?? 0) + 1);
        }
        for (const [question, count] of state.upvotes) expect(count).toBe(counts.get(question) ?? 0);
      }),
    );
  });
});
