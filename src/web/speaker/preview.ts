/** The step after the current one, as it will look: a second frame that takes one step on, silent and untouchable. */
import { effect } from "@preact/signals";
import type { Cockpit } from "../ui/cockpit.ts";
import { createDeckFrame, type DeckFrame } from "../ui/deck-frame.ts";
import { t } from "../ui/i18n/text.ts";

export function mountPreview(host: HTMLElement, { boot, talk, driver }: Cockpit): DeckFrame {
  const frame = createDeckFrame({
    host,
    boot,
    title: t("speaker.nextStep"),
    mode: "locked",
    muted: true,
    peek: true,
  });
  effect(() => frame.show(driver.at.value, false));
  effect(() => frame.load(talk.view.value.deck.version, driver.at.peek()));
  return frame;
}
