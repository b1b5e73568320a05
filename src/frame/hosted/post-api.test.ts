import fc from "fast-check";
import { expect, it } from "vitest";
import { readReveal, revealCall } from "./post-api.ts";

const state = { indexh: 2, indexv: 1, indexf: 0, paused: false, overview: false };
const said = (message: object): string => JSON.stringify({ namespace: "reveal", ...message });

it("[K14] reveal.js's callbacks and events are read, with the state after them", () => {
  const at = { h: 2, v: 1, f: 0 };
  expect(readReveal(said({ eventName: "callback", method: "isReady", result: true, state }))).toEqual({
    event: "callback",
    method: "isReady",
    result: true,
    state: { at, paused: false, overview: false },
  });
  const { indexf: _none, ...plain } = { ...state, paused: true };
  expect(readReveal(said({ eventName: "slidechanged", state: plain }))?.state).toEqual({
    at: { ...at, f: -1 },
    paused: true,
    overview: false,
  });
  expect(revealCall("slide", 1, 0, -1)).toBe('{"method":"slide","args":[1,0,-1]}');
});

it.each([
  undefined,
  { namespace: "reveal", eventName: "ready", state },
  "slide:start",
  "{",
  "{}",
  "[1]",
  said({ eventName: "ready" }),
  said({ eventName: 1, state }),
  said({ eventName: "ready", state: { ...state, indexh: -1 } }),
  said({ eventName: "ready", state: { ...state, indexv: "1" } }),
  said({ eventName: "ready", state: null }),
  JSON.stringify({ namespace: "other", eventName: "ready", state }),
])("[K14] [A3] what reveal.js does not say is nothing: %j", (data) => {
  expect(readReveal(data)).toBeUndefined();
});

it("[K14] [A3] nothing makes it throw", () => {
  fc.assert(fc.property(fc.oneof(fc.anything(), fc.json(), fc.object().map(said)), (data) => void readReveal(data)));
});
