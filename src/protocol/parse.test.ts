import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errors } from "../errors.ts";
import { maxIndex } from "../talk/commands.ts";
import { clientMessages } from "./messages.ts";
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

  it("[D6] [B4] data of a channel may be nested 100 deep, not 101", () => {
    const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    for (const event of ["send", "set"]) {
      const said = (depth: number) =>
        parseClientMessage(JSON.stringify({ event, id: 3, channel: "a", data: nested(depth) }));
      expect(said(100).ok).toBe(true);
      expect(said(101)).toMatchObject({ ok: false, code: "bad-message" });
    }
    expect(
      parseClientMessage(`{"event":"set","id":3,"channel":"a","data":${"[".repeat(101)}${"]".repeat(101)}}`),
    ).toMatchObject({ id: 3 });
  });

  it("[W8] near-valid messages never make it throw either", () => {
    const names = Object.keys(clientMessages);
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(1e308, -0, 2 ** 53, "\ud800", "x".repeat(5000)),
      fc.integer({ min: 1, max: 30_000 }).map((depth) => JSON.parse("[".repeat(depth) + "]".repeat(depth))),
    );
    const field = fc.constantFrom(
      "id",
      "to",
      "data",
      "chat",
      "channels",
      "channel",
      "poll",
      "at",
      "who",
      "__proto__",
      "v",
    );
    const message = fc.tuple(fc.constantFrom(...names), fc.array(fc.tuple(field, value), { maxLength: 6 }));
    fc.assert(
      fc.property(message, ([event, fields]) => {
        // Written by hand, since an object keeps neither a field that comes twice nor __proto__.
        const written = fields.flatMap(([name, one]) => {
          try {
            return [`,${JSON.stringify(name)}:${JSON.stringify(one)}`];
          } catch {
            return [`,${JSON.stringify(name)}:${"[".repeat(30_000)}${"]".repeat(30_000)}`];
          }
        });
        const parsed = parseClientMessage(`{"event":"${event}"${written.join("")}}`);
        if (!parsed.ok) expect(errors).toHaveProperty(parsed.code);
      }),
    );
    expect(Object.hasOwn(Object.prototype, "data")).toBe(false);
  });

  it("[W7] sendmessage needs no id", () => {
    const parsed = parseClientMessage('{"event":"sendmessage","chat":"hi"}');
    expect(parsed.ok && parsed.message.event === "sendmessage" && toCommand(parsed.message)).toEqual({
      type: "chat",
      text: "hi",
    });
  });
});
