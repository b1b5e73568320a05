/** What the speaker's pages say about steps. */
import type { NextStep } from "./deck-steps.ts";
import { t } from "./i18n/text.ts";

/** For example `Next: Frames`, `Next: step 2 of 3`, `End of the deck`. */
export function nextWords(next: NextStep): string {
  switch (next.kind) {
    case "step":
      return t("drive.nextStep", { n: next.step, of: next.of });
    case "slide":
      return next.slide.title === "" ? t("drive.nextUntitled") : t("drive.nextTitle", { title: next.slide.title });
    case "end":
      return t("drive.end");
  }
}

/** What becomes of steps made without a link. */
export function keptWords(unsent: number): string {
  return unsent === 0 ? t("drive.kept") : t("drive.keptUnsent", { n: unsent });
}
