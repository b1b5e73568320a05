import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, fold } from "./apply.ts";
import { history } from "./arbitraries.test-helper.ts";
import { maxChannelData, maxChannels } from "./channels.ts";
import type { Author, Command, Entry } from "./commands.ts";
import { chatWindow, maxPostLength } from "./posts.ts";
import { projectState } from "./project.ts";
import { emptyState, type State } from "./state.ts";

const speaker: Author = { participant: "ada", client: "laptop", role: "speaker", name: "Ada" };
const audience: Author = { participant: "grace", client: "phone", role: "audience", name: "Grace" };

function entry(state: State, command: Command, author: Author = speaker, id: number | null = null): Entry {
  return { seq: state.seq + 1, at: state.at + 1000, author, id, command };
}

function accept(state: State, command: Command, author: Author = speaker, id: number | null = null) {
  const outcome = apply(state, entry(state, command, author, id));
  if (outcome.kind !== "accepted") throw new Error(`not accepted: ${JSON.stringify(outcome)}`);
  return outcome;
}

describe("moving", () => {
  it("[W5] [F1] a move changes the live position and says so to everybody", () => {
    const { state, events } = accept(emptyState, { type: "move", to: { h: 2, v: 1, f: 0 } });
    expect(state.position).toEqual({ h: 2, v: 1, f: 0 });
    expect(events[0]).toEqual({ event: "slide", seq: 1, at: 1000, to: { h: 2, v: 1, f: 0 }, paused: false });
  });

  it("[F1] black-out keeps the position, and a move keeps the black-out unless it says otherwise", () => {
    const moved = accept(emptyState, { type: "move", to: { h: 1, v: 0, f: -1 } }).state;
    const dark = accept(moved, { type: "pause", paused: true }).state;
    expect(dark).toMatchObject({ position: { h: 1, v: 0, f: -1 }, paused: true });
    const further = accept(dark, { type: "move", to: { h: 2, v: 0, f: -1 } }).state;
    expect(further.paused).toBe(true);
    expect(accept(further, { type: "move", to: { h: 3, v: 0, f: -1 }, paused: false }).state.paused).toBe(false);
  });

  it("[F5] the last of several devices' moves wins", () => {
    const remote: Author = { ...speaker, client: "phone" };
    const one = accept(emptyState, { type: "move", to: { h: 1, v: 0, f: -1 } }, speaker, 1).state;
    const two = accept(one, { type: "move", to: { h: 5, v: 0, f: -1 } }, remote, 1).state;
    expect(two.position.h).toBe(5);
  });

  it("[F3] remembers the furthest fragment shown on each slide", () => {
    const path = [
      { h: 0, v: 0, f: 2 },
      { h: 1, v: 0, f: -1 },
      { h: 0, v: 0, f: 0 },
    ];
    const state = path.reduce((before, to) => accept(before, { type: "move", to }).state, emptyState);
    expect(state.shown.toObject()).toEqual({ "0/0": 2, "1/0": -1 });
  });
});

describe("who may do what", () => {
  const driving: readonly Command[] = [
    { type: "move", to: { h: 1, v: 0, f: -1 } },
    { type: "pause", paused: true },
    { type: "browsing", mode: "locked" },
    { type: "joincode", shown: true },
    { type: "timer", action: "start" },
    { type: "plan", minutes: 5 },
  ];
  it.each(driving)("[F4] [A1] only the speaker may $type", (command) => {
    for (const role of ["audience", "moderator"] as const) {
      const outcome = apply(emptyState, entry(emptyState, command, { ...audience, role }));
      expect(outcome).toMatchObject({ kind: "refused", code: "not-allowed" });
    }
    expect(apply(emptyState, entry(emptyState, command)).kind).toBe("accepted");
  });

  it("[A1] not even the speaker may speak for the server", () => {
    const outcome = apply(emptyState, entry(emptyState, { type: "deck", version: "1", title: "x" }));
    expect(outcome).toMatchObject({ kind: "refused", code: "not-allowed" });
  });
});

describe("chat", () => {
  it("[W6] everybody may chat; the message carries who, when and what", () => {
    const { events } = accept(emptyState, { type: "chat", text: "hi <b>" }, audience);
    expect(events).toEqual([
      { event: "chat", id: 1, seq: 1, at: 1000, from: { id: "grace", name: "Grace" }, chat: "hi <b>" },
    ]);
  });

  it("[W8] [B4] a message at the limit passes, one past it and an empty one are refused", () => {
    accept(emptyState, { type: "chat", text: "x".repeat(maxPostLength) }, audience);
    const long = apply(emptyState, entry(emptyState, { type: "chat", text: "x".repeat(maxPostLength + 1) }, audience));
    expect(long).toMatchObject({ kind: "refused", code: "too-long" });
    const empty = apply(emptyState, entry(emptyState, { type: "chat", text: " \n" }, audience));
    expect(empty).toMatchObject({ kind: "refused", code: "empty" });
  });

  it("[L1] the snapshot keeps a window of the newest messages", () => {
    let state = emptyState;
    for (let n = 1; n <= chatWindow + 5; n++) state = accept(state, { type: "chat", text: `${n}` }, audience).state;
    const { chat } = projectState(state, "audience");
    expect(chat).toHaveLength(chatWindow);
    expect(chat[0]?.chat).toBe("6");
  });
});

describe("exactly once", () => {
  it("[L4] a command that was accepted is acknowledged again with the same seq, and changes nothing", () => {
    const first = accept(emptyState, { type: "chat", text: "once" }, audience, 7).state;
    const later = accept(first, { type: "chat", text: "other" }, audience, 8).state;
    const again = apply(later, entry(later, { type: "chat", text: "once" }, audience, 7));
    expect(again).toEqual({ kind: "duplicate", seq: 1 });
  });

  it("[L4] numbers belong to one client of one participant", () => {
    const first = accept(emptyState, { type: "chat", text: "a" }, audience, 1).state;
    const tab = accept(first, { type: "chat", text: "b" }, { ...audience, client: "laptop" }, 1).state;
    expect(accept(tab, { type: "chat", text: "c" }, { ...audience, participant: "ada" }, 1).state.seq).toBe(3);
  });

  it("[L4] a refused command may be sent again under its number", () => {
    const refused = apply(emptyState, entry(emptyState, { type: "chat", text: "" }, audience, 1));
    expect(refused.kind).toBe("refused");
    accept(emptyState, { type: "chat", text: "better" }, audience, 1);
  });
});

describe("the fold", () => {
  it("[L2] the same history gives the same state, whole or in parts", () => {
    fc.assert(
      fc.property(history, fc.nat(60), (entries, cut) => {
        const whole = fold(entries);
        const parts = fold(entries.slice(cut), fold(entries.slice(0, cut)));
        expect(JSON.stringify(parts)).toBe(JSON.stringify(whole));
      }),
    );
  });

  it("[L2] judging changes no state", () => {
    fc.assert(
      fc.property(history, (entries) => {
        const state = fold(entries);
        const before = JSON.stringify(state);
        for (const one of entries) apply(state, { ...one, seq: state.seq + 1 });
        expect(JSON.stringify(state)).toBe(before);
      }),
    );
  });

  it("[L4] in any history no client's number is accepted twice", () => {
    fc.assert(
      fc.property(history, (entries) => {
        const seen = new Set<string>();
        let state = emptyState;
        for (const one of entries) {
          const outcome = apply(state, one);
          const name = `${one.author.participant}/${one.author.client}/${one.id}`;
          if (outcome.kind === "accepted" && one.id !== null) {
            expect(seen.has(name)).toBe(false);
            seen.add(name);
          }
          if (outcome.kind === "accepted") state = outcome.state;
        }
      }),
    );
  });
});

describe("channels", () => {
  const set = (channel: string, data: unknown = 1): Command => ({ type: "set", channel, data });
  const open = accept(
    emptyState,
    { type: "deck", version: "1", title: "t", channels: { counter: { set: "everyone" } } },
    { participant: "server", client: "", role: "server", name: "Lectern" },
  ).state;

  it("[D2] the speaker sets by default, everybody where the deck says so; the last value counts", () => {
    expect(apply(open, entry(open, set("colour"), audience))).toMatchObject({ kind: "refused", code: "not-allowed" });
    const first = accept(open, set("colour", "amber"));
    expect(first.events).toMatchObject([
      { event: "value", seq: 2, channel: "colour", data: "amber", from: { role: "speaker" } },
    ]);
    const second = accept(first.state, set("counter", { n: 1 }), audience).state;
    expect(accept(second, set("counter", { n: 2 }), audience).state.values.get("counter")).toMatchObject({
      data: { n: 2 },
      from: { id: "grace", name: "Grace", role: "audience" },
    });
  });

  it("[D2] [B4] names, sizes and numbers stop at their limits", () => {
    const text = "x".repeat(maxChannelData - 2);
    accept(open, set("a".repeat(40), text));
    const refusals = [set("a".repeat(41)), set("two words"), set("__proto__"), set("")].map((command) =>
      apply(open, entry(open, command)),
    );
    expect(refusals).toEqual(Array(4).fill(expect.objectContaining({ kind: "refused", code: "channel-name" })));
    expect(apply(open, entry(open, set("a", `${text}x`)))).toMatchObject({ kind: "refused", code: "too-long" });
    let state = open;
    for (let n = 0; n < maxChannels; n++) state = accept(state, set(`channel-${n}`)).state;
    expect(apply(state, entry(state, set("one-more")))).toMatchObject({ code: "too-many-channels" });
    accept(state, set("channel-0", "again"));
  });
});
