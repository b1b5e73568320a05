/** The next step in words. Pure. */
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
