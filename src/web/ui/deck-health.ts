/**
 * Notices a deck that does not come up, or that has stopped answering: its programs may loop for ever, have used up
 * their memory, or wait for something the room's network does not give. The page around it goes on (rule A3), says so,
 * and loads the slides again when asked.
 */
import { effect, signal } from "@preact/signals";
import type { MuteReason } from "../../protocol/frame.ts";
import { t } from "./i18n/text.ts";

export type DeckHealth = {
  /** A frame is loading. */
  loading(): void;
  /** The deck has answered. */
  heard(): void;
  /** The deck is on another site, and its frame says that it does not come. */
  mute(reason: MuteReason): void;
};

type Trouble = "absent" | "silent" | MuteReason;

const pingMs = 4000;
/** A slide that computes for a while is not dead yet. */
const silentMs = 12_000;
/** A phone on a bad network may need long for a deck with much in it. */
const absentMs = 30_000;

export type WatchOptions = {
  readonly host: HTMLElement;
  /** The site the slides are loaded from, when it is not the server. */
  readonly site: string | null;
  readonly ping: () => void;
  readonly reload: () => void;
};

export function watchDeck({ host, site, ping, reload }: WatchOptions): DeckHealth {
  const trouble = signal<Trouble | undefined>(undefined);
  let deadline = 0;
  let isUp = false;
  let unanswered = 0;

  setInterval(() => {
    // A tab that nobody sees is slowed down by the browser.
    if (deadline === 0 || document.visibilityState !== "visible") {
      unanswered = 0;
      return;
    }
    if (isUp) {
      if (unanswered * pingMs >= silentMs) trouble.value ??= "silent";
      unanswered += 1;
      ping();
    } else if (Date.now() > deadline) trouble.value ??= "absent";
  }, pingMs);

  let notice: HTMLElement | undefined;
  effect(() => {
    notice?.remove();
    if (trouble.value === undefined) return;
    notice = noticeOf(wordsFor(trouble.value, site ?? ""), reload);
    host.append(notice);
  });

  return {
    loading() {
      deadline = Date.now() + absentMs;
      isUp = false;
      trouble.value = undefined;
    },
    heard() {
      isUp = true;
      unanswered = 0;
      trouble.value = undefined;
    },
    mute(reason) {
      trouble.value = reason;
    },
  };
}

function wordsFor(trouble: Trouble, site: string): string {
  switch (trouble) {
    case "silent":
      return t("shared.slidesSilent");
    case "absent":
      return t("shared.slidesAbsent");
    case "unanswered":
      return t("shared.hostedUnanswered", { site });
    case "insecure":
      return t("shared.hostedInsecure", { site });
  }
}

function noticeOf(text: string, reload: () => void): HTMLElement {
  const notice = document.createElement("div");
  notice.className = "deck-trouble";
  notice.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button main";
  button.textContent = t("shared.slidesAgain");
  button.addEventListener("click", reload);
  notice.append(words, button);
  return notice;
}
