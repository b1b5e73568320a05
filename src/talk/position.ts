/** Places in a deck. Apart from the state, so that a browser can compare places without loading the rest. */
import type { Position } from "./commands.ts";

export const start: Position = { h: 0, v: 0, f: -1 };

export function samePosition(a: Position, b: Position): boolean {
  return a.h === b.h && a.v === b.v && a.f === b.f;
}

/** The key of a slide among those shown. */
export function slideKey(position: Pick<Position, "h" | "v">): string {
  return `${position.h}/${position.v}`;
}
