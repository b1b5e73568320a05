/** What a key means to a page with a deck on it: reveal.js's keys, so that nobody has to learn new ones. Pure. */
import type { Step } from "../../protocol/frame.ts";

export type KeyPress = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
};

export type Meaning =
  | { readonly type: "step"; readonly step: Step }
  | { readonly type: "blackout" | "goto" | "fullscreen" | "help" | "browsing" | "close" };

const steps = new Map<string, Step>([
  ["ArrowRight", "right"],
  ["ArrowLeft", "left"],
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
  ["PageDown", "next"],
  ["PageUp", "prev"],
  [" ", "next"],
  ["n", "next"],
  ["p", "prev"],
  ["Home", "first"],
  ["End", "last"],
]);

const shifted = new Map<string, Step>([
  [" ", "prev"],
  ["ArrowRight", "last"],
  ["ArrowLeft", "first"],
]);

const pageKeys = new Map<string, Exclude<Meaning["type"], "step">>([
  ["b", "blackout"],
  [".", "blackout"],
  ["g", "goto"],
  ["f", "fullscreen"],
  ["l", "browsing"],
  ["?", "help"],
  ["Escape", "close"],
]);

/** Undefined for keys that belong to the browser or to nobody. */
export function meaningOf(press: KeyPress): Meaning | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const step = (press.shiftKey ? shifted.get(key) : undefined) ?? steps.get(key);
  if (step !== undefined) return { type: "step", step };
  const type = pageKeys.get(key);
  return type === undefined ? undefined : { type };
}
