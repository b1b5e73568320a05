/** What the speaker's pages say about steps. Pure. */
import type { NextStep } from "./deck-steps.ts";

/** For example `Next: Frames`, `Next: step 2 of 3`, `End of the deck`. */
export function nextWords(next: NextStep): string {
  switch (next.kind) {
    case "step":
      return `Next: step ${next.step} of ${next.of}`;
    case "slide":
      return `Next: ${next.slide.title || "untitled slide"}`;
    case "end":
      return "End of the deck";
  }
}

/** What becomes of steps made without a link. */
export function keptWords(unsent: number): string {
  return unsent === 0 ? "Your steps are kept" : `Your steps are kept: ${unsent} to send`;
}
