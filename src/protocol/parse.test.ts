import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errors } from "../errors.ts";
import { maxIndex } from "../talk/commands.ts";
import { parseClientMessage, toCommand } from "./parse.ts";

describe("reading what a client said", () => {
  it("[W8] no text whatever makes it throw, and every refusal has a code of the table", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({ event: fc.constantFrom("hello", "move", "sendmessage", "nope"), id: fc.anything() }).map((value) => {
        try {
          return JSON.stringify(value) ?? "";
        } catch {
          return "";
        }
      }),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseClientMessage(text);
        if (!parsed.ok) expect(Object.keys(errors)).toContain(parsed.code);
      }),
    );
  });

  it("[W8] names what is wrong, and repeats the id of the message it is about", () => {
    const parsed = parseClientMessage('{"event":"move","id":4,"to":{"h":-1,"v":0,"f":0}}');
    expect(parsed).toMatchObject({ ok: false, code: "bad-message", id: 4 });
    expect(!parsed.ok && parsed.details.problem).toContain("move.to.h");
    expect(parseClientMessage('{"event":"dance","id":5}')).toMatchObject({ code: "unknown-event", id: 5 });
    for (const text of ["", "null", "[]", "3", "{", '{"event":3}', "{}"]) {
      expect(parseClientMessage(text)).toMatchObject({ ok: false, code: "bad-message" });
    }
    for (const name of ["__proto__", "constructor", "toString"]) {
      expect(parseClientMessage(JSON.stringify({ event: name }))).toMatchObject({ code: "unknown-event" });
    }
  });

  it("[W4] [B4] ids are positive integers, indices stop at their limit", () => {
    const move = (id: unknown, h: number) =>
      parseClientMessage(JSON.stringify({ event: "move", id, to: { h, v: 0, f: -1 } })).ok;
    expect([move(1, 0), move(1, maxIndex)]).toEqual([true, true]);
    expect([move(0, 0), move(-1, 0), move(1.5, 0), move("1", 0), move(undefined, 0)]).toEqual(Array(5).fill(false));
    expect(move(1, maxIndex + 1)).toBe(false);
  });

  it("[W7] sendmessage needs no id", () => {
    const parsed = parseClientMessage('{"event":"sendmessage","chat":"hi"}');
    expect(parsed.ok && parsed.message.event === "sendmessage" && toCommand(parsed.message)).toEqual({
      type: "chat",
      text: "hi",
    });
  });
});
