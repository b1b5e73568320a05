import { describe, expect, it } from "vitest";
import type { Entry } from "../../src/talk/commands.ts";
import { check } from "./check.ts";
import { Witness } from "./witness.ts";

const author = { participant: "p1", client: "tab", role: "audience", name: "Ada" } as const;

function chat(seq: number, id = seq): Entry {
  return { seq, at: 1000 + seq, author, id, command: { type: "chat", text: `words ${id}` } };
}

const say = (id: number) => JSON.stringify({ event: "sendmessage", id, chat: `words ${id}` });
const ack = (id: number, seq = id) => JSON.stringify({ event: "ack", id, seq });
const told = (seq: number, words = seq) =>
  JSON.stringify({
    event: "chat",
    id: seq,
    seq,
    at: 1000 + seq,
    from: { id: "p1", name: "Ada" },
    chat: `words ${words}`,
  });

/** A client that was welcomed to an empty talk, before anything is said. */
function witness(participant = "p1", client = "tab"): Witness {
  const one = new Witness("ada", "bare", "audience", () => {});
  one.opened();
  one.saying(JSON.stringify({ event: "hello", v: 1, client }));
  const welcome = { event: "welcome", participant: { id: participant }, seq: 0, resumed: false, own: {}, tallies: {} };
  one.hearing(JSON.stringify(welcome));
  return one;
}

/** What is wrong besides the welcome, which is no whole one here. */
const judge = (log: readonly Entry[], ...witnesses: readonly Witness[]) =>
  check(log, witnesses).filter((problem) => !problem.includes("'s welcome at"));

function said(...ids: readonly number[]): Witness {
  const one = witness();
  for (const id of ids) one.saying(say(id));
  return one;
}

describe("the judge of histories", () => {
  it("[L3] [L4] finds nothing wrong where nothing is", () => {
    const one = said(1, 2);
    for (const text of [told(1), ack(1), ack(1), told(2)]) one.hearing(text);
    expect(judge([chat(1), chat(2)], one)).toEqual([]);
  });

  it("[L1] finds a gap, and a clock that goes back", () => {
    const one = said(1, 2);
    expect(judge([chat(1), { ...chat(3, 2), at: 0 }], one)).toEqual(
      expect.arrayContaining(["entry 2 of the log has seq 3", "the clock goes back at 3"]),
    );
  });

  it("[L3] finds what was acknowledged and is lost, or is elsewhere", () => {
    const one = said(1, 2);
    for (const text of [ack(1), ack(2)]) one.hearing(text);
    expect(judge([chat(1)], one)).toEqual([expect.stringContaining("command 2 of ada was acknowledged")]);
    expect(judge([chat(1, 2), chat(2, 1)], one)).toHaveLength(2);
  });

  it("[L4] finds what is there twice, was never said, or says something else", () => {
    const one = said(1);
    expect(judge([chat(1), chat(2, 1)], one)).toContain("command 1 of ada is at 1 and again at 2");
    expect(judge([chat(1), chat(2)], one)).toEqual(["entry 2 was said by nobody"]);
    const other: Entry = { ...chat(1), command: { type: "chat", text: "words of another" } };
    expect(judge([other], one)).toEqual(["entry 1 is not what ada said"]);
  });

  it("[L1] finds an order that is not the client's, nor real time's", () => {
    const one = said(1, 2);
    for (const text of [ack(1, 2), ack(2, 1)]) one.hearing(text);
    expect(judge([chat(1, 2), chat(2, 1)], one)).toEqual(["command 2 of ada stands at 1, before an earlier one"]);
    const [early, late] = [said(1), witness("p2", "tab")];
    early.hearing(ack(1, 2));
    late.saying(say(1));
    late.hearing(ack(1, 1));
    const log = [{ ...chat(1), author: { ...author, participant: "p2" } }, chat(2, 1)];
    expect(judge(log, early, late)).toEqual(["command 1 of ada stands at 1; 2 was acknowledged before it was said"]);
  });

  it("[L3] [W4] finds what was told and is not in the log, is told again, or left out", () => {
    const hears = (...texts: readonly string[]) => {
      const one = said(1, 2);
      for (const text of texts) one.hearing(text);
      return judge([chat(1), chat(2)], one);
    };
    expect(hears(told(1), told(2), told(3))).toEqual(["ada was told of 3, which is not in the log"]);
    expect(hears(told(1, 7))).toEqual([expect.stringContaining("ada was told at 1 what the log does not say")]);
    expect(hears(told(1), told(1))).toContain("ada was told 1 after 1 on one line");
    expect(hears(told(2))).toEqual(["ada was told 2, but not 1"]);
  });
});
