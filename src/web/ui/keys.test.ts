import { expect, it } from "vitest";
import { meaningOf } from "./keys.ts";

const press = (key: string, held: { shiftKey?: boolean; ctrlKey?: boolean } = {}) =>
  meaningOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

it("[F1] keys step as in reveal.js, clickers included", () => {
  expect(["ArrowRight", "PageDown", "PageUp", " ", "n", "P", "Home", "End"].map((key) => press(key))).toEqual(
    ["right", "next", "prev", "next", "next", "prev", "first", "last"].map((step) => ({ type: "step", step })),
  );
  expect(press(" ", { shiftKey: true })).toEqual({ type: "step", step: "prev" });
});

it("[F1] b and the clicker's . black out; g, f, l, ? and Escape belong to the page", () => {
  expect(["b", "B", ".", "g", "f", "l", "?", "Escape"].map((key) => press(key)?.type)).toEqual([
    "blackout",
    "blackout",
    "blackout",
    "goto",
    "fullscreen",
    "browsing",
    "help",
    "close",
  ]);
});

it("[F1] the browser's own shortcuts and other keys mean nothing here", () => {
  expect(press("f", { ctrlKey: true })).toBeUndefined();
  expect(press("q")).toBeUndefined();
  expect(press("constructor")).toBeUndefined();
});
