/** What the moderator's page knows: the talk, its deck (which follows and is never moved here), and the desk. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { OutlineSlide } from "../../protocol/frame.ts";
import type { Boot } from "../ui/boot.ts";
import { createDeckFrame, type DeckFrame } from "../ui/deck-frame.ts";
import { placeIn, slideIndex } from "../ui/deck-steps.ts";
import { createRoomDesk, type RoomDesk } from "../ui/desk/room-desk.ts";
import { slidesName } from "../ui/frame-name.ts";
import { t } from "../ui/i18n/text.ts";
import { joinTalk, type Talk } from "../ui/talk.ts";

export type Moderator = {
  readonly boot: Boot;
  readonly talk: Talk;
  readonly room: RoomDesk;
  readonly slides: ReadonlySignal<readonly OutlineSlide[]>;
  /** Index of the live slide from 0; -1 until the slides are known. */
  readonly index: ReadonlySignal<number>;
  /** Puts the deck into `host`; once. */
  mount(host: HTMLElement): void;
};

export function createModerator(boot: Boot): Moderator {
  const talk = joinTalk(boot, { withKey: true });
  const slides = signal<readonly OutlineSlide[]>([]);
  let frame: DeckFrame | undefined;
  effect(() => {
    document.title = t("moderator.title", { talk: talk.view.value.deck.title });
  });
  return {
    boot,
    talk,
    room: createRoomDesk(talk, slides, "questions"),
    slides,
    index: computed(() => slideIndex(slides.value, placeIn(slides.value, talk.view.value.position))),
    mount(host) {
      if (frame !== undefined) return;
      const deck = createDeckFrame({
        host,
        boot,
        title: slidesName(boot),
        mode: "locked",
        muted: true,
        talk,
      });
      frame = deck;
      effect(() => deck.load(talk.view.value.deck.version, talk.view.peek().position));
      effect(() => deck.show(talk.view.value.position, talk.view.value.paused));
      effect(() => {
        slides.value = deck.outline.value;
      });
    },
  };
}
