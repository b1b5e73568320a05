import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFromFrame } from "./from-frame.ts";

const said = (message: object): unknown => ({ lectern: 1, ...message });

describe("what a deck's frame says", () => {
  it("[A3] comes through where it is whole, without what else was in it", () => {
    const to = { h: 1, v: 0, f: -1 };
    expect(readFromFrame(said({ type: "moved", to: { ...to, x: 1 }, y: 2 }))).toEqual({
      lectern: 1,
      type: "moved",
      to,
    });
    const outline = [{ h: 0, v: 0, title: "x".repeat(1000), steps: 2 }];
    expect(readFromFrame(said({ type: "ready", version: "a", outline: [...outline, null, { h: -1 }] }))).toEqual({
      lectern: 1,
      type: "ready",
      version: "a",
      outline: [{ h: 0, v: 0, title: "x".repeat(200), steps: 2 }],
    });
    expect(readFromFrame(said({ type: "pong" }))).toEqual({ lectern: 1, type: "pong" });
  });

  it.each([
    { type: "moved" },
    { type: "moved", to: { h: "<b>", v: null } },
    { type: "moved", to: { h: 0.5, v: 0, f: -1 } },
    { type: "shown", at: { h: 0, v: 0, f: -2 } },
    { type: "ready", version: "x", outline: "none" },
    { type: "wants" },
    { type: "wants", values: [1], messages: [] },
    { type: "send", channel: {} },
    { type: "cut", milliseconds: Number.POSITIVE_INFINITY },
    { type: "key", key: { toString: null } },
    { type: "person", role: "speaker" },
    { type: "constructor" },
    { type: "__proto__" },
    {},
  ])("[A3] is left out where it is not: %j", (message) => {
    expect(readFromFrame(said(message))).toBeUndefined();
  });

  it("[A3] never throws, whatever it is", () => {
    const types = fc.constantFrom("ready", "moved", "shown", "wants", "send", "set", "cut", "key", "toString");
    const message = fc.tuple(types, fc.object()).map(([type, rest]) => ({ ...rest, lectern: 1, type }));
    fc.assert(fc.property(fc.oneof(fc.anything(), message), (data) => void readFromFrame(data)));
  });
});
