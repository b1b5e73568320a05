/** What the bridge needs of a deck that runs in this frame, whatever shows its slides. */
import type { OutlineSlide, Step, ZoomView } from "../protocol/frame.ts";
import type { Position } from "../talk/commands.ts";

export type { ZoomView } from "../protocol/frame.ts";

export type DeckDriver = {
  read(): Position;
  /** Goes there, black or not; the overview is left. */
  show(to: Position, paused: boolean): void;
  step(step: Step): void;
  outline(): readonly OutlineSlide[];
  configure(behaviour: DeckBehaviour): void;
  /** Something in a slide has changed its size. */
  layout(): void;
  /** The page around the frame was enlarged with two fingers, or what is seen of it was moved. */
  zoom?(view: ZoomView): void;
  /** Calls `listener` after every change of place. */
  onMove(listener: () => void): void;
};

/** What the person in front of a deck may do with it, and it by itself. */
export type DeckBehaviour = {
  /** By keys, touch and the overview. */
  readonly moves: boolean;
  /** Only the speaker's deck may walk by itself, else every follower would. */
  readonly drives: boolean;
  readonly muted: boolean;
};
