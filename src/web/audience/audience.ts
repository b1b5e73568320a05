/** The audience's screen: joins the follow machine to the talk and to the deck's frame. */
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type Follow, following, stepped, talkChanged, target } from "../../client/follow.ts";
import type { OutlineSlide, Step } from "../../protocol/frame.ts";
import type { Position } from "../../talk/commands.ts";
import { createDeckFrame } from "../ui/deck-frame.ts";
import { slidesName } from "../ui/frame-name.ts";
import type { Talk } from "../ui/talk.ts";

export type Audience = {
  readonly follow: ReadonlySignal<Follow>;
  /** Where this screen is. */
  readonly at: ReadonlySignal<Position>;
  readonly outline: ReadonlySignal<readonly OutlineSlide[]>;
  /** The slides are up. */
  readonly ready: ReadonlySignal<boolean>;
  /** Counts steps that the speaker does not allow yet, so that each can be answered with a hint. */
  readonly undone: ReadonlySignal<number>;
  /** Counts touches on the slide. */
  readonly touched: ReadonlySignal<number>;
  step(step: Step): void;
  backToLive(): void;
};

export function createAudience(talk: Talk, host: HTMLElement, onKey: (key: string) => void): Audience {
  const { view, boot } = talk;
  const follow = signal<Follow>(following);
  const undone = signal(0);
  const touched = signal(0);
  const at = computed(() => target(follow.value, view.value));
  const isLocked = computed(() => view.value.browsing === "locked");

  const frame = createDeckFrame({
    host,
    boot,
    get title() {
      return slidesName(boot);
    },
    mode: isLocked.value ? "locked" : "follow",
    onMoved: (to) => {
      const result = stepped(follow.value, to, view.value);
      batch(() => {
        follow.value = result.state;
        if (result.undone) undone.value += 1;
      });
      if (result.undone) frame.show(at.value, view.value.paused);
    },
    onKey,
    talk,
    onTouched: () => {
      touched.value += 1;
    },
  });

  effect(() => {
    const now = view.value;
    follow.value = talkChanged(follow.peek(), now);
  });
  effect(() => frame.setMode(isLocked.value ? "locked" : "follow"));
  effect(() => {
    const { deck } = view.value;
    frame.load(deck.version, at.peek());
  });
  // Whoever browses is not interrupted by a black-out either.
  effect(() => frame.show(at.value, view.value.paused && follow.value.kind === "following"));

  return {
    follow,
    at,
    outline: frame.outline,
    ready: frame.ready,
    undone,
    touched,
    step: (step) => {
      if (!isLocked.value) frame.step(step);
    },
    backToLive: () => {
      follow.value = following;
    },
  };
}
