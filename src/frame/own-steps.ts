/**
 * Which steps of a deck are somebody's own (rule F4): it is known where the deck was last put, and only a place that
 * differs from it is a step. What was asked for is never taken for one.
 */
import type { Position } from "../talk/commands.ts";
import { samePosition } from "../talk/position.ts";
import type { DeckDriver } from "./driver.ts";

export type OwnSteps = {
  /** Where the deck was last put, or has last stepped to. */
  readonly at: Position;
  /** Puts the deck somewhere: what moves in `action` is nobody's step. */
  put(action: () => void): void;
};

export function ownSteps(deck: DeckDriver, report: (to: Position) => void): OwnSteps {
  let known = deck.read();
  let isReporting = false;
  // One step may fire several events; the place it ends at is what counts.
  deck.onMove(() => {
    if (isReporting) return;
    isReporting = true;
    queueMicrotask(() => {
      isReporting = false;
      const now = deck.read();
      if (samePosition(now, known)) return;
      known = now;
      report(now);
    });
  });
  return {
    get at() {
      return known;
    },
    put(action) {
      action();
      known = deck.read();
    },
  };
}
