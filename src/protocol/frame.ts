/**
 * The words between a page of Lectern and the sandboxed frame a deck runs in (rule A3), sent with `postMessage`.
 * Every message is an object with `lectern: 1`. The frame's origin is opaque, so both sides compare `event.source`.
 */
import type { Position, Role } from "../talk/commands.ts";

/**
 * Who moves the deck in this frame:
 * - `drive`  the person in front of it; each step is reported as `moved` (speaker, remote)
 * - `follow` the person may leave the live position; each step is reported as `moved` (audience, browsing allowed)
 * - `locked` nobody in front of it (screen, next-slide preview, audience while browsing is locked)
 */
export type FrameMode = "drive" | "follow" | "locked";

export type Step = "next" | "prev" | "left" | "right" | "up" | "down" | "first" | "last";

export type ToFrame =
  /** Are you ready? Answered by `ready`, now or when the deck is up. */
  | { readonly lectern: 1; readonly type: "hello" }
  | { readonly lectern: 1; readonly type: "mode"; readonly mode: FrameMode; readonly muted: boolean }
  /** Show `to`; `peek` then takes one step on, to preview what comes next. */
  | {
      readonly lectern: 1;
      readonly type: "show";
      readonly to: Position;
      readonly paused: boolean;
      readonly peek: boolean;
    }
  | { readonly lectern: 1; readonly type: "step"; readonly step: Step }
  /** Who looks at this frame, and the server's clock minus this machine's in ms; sent before anything on a channel. */
  | { readonly lectern: 1; readonly type: "person"; readonly role: Role; readonly id: string; readonly clock: number }
  /** The last value of a channel. */
  | { readonly lectern: 1; readonly type: "value"; readonly channel: string; readonly said: Said }
  /** Messages on a channel, oldest first. */
  | { readonly lectern: 1; readonly type: "messages"; readonly channel: string; readonly list: readonly Said[] }
  /** Something this frame said on a channel was refused. */
  | { readonly lectern: 1; readonly type: "refused"; readonly channel: string; readonly problem: string };

/** Something said on a channel: by whom, when (server clock, Unix milliseconds), and what (any JSON). */
export type Said = {
  readonly from: { readonly id: string; readonly name: string; readonly role: Role };
  readonly at: number;
  readonly data: unknown;
};

/** One slide as the running deck knows it. `steps` is the number of fragment steps. */
export type OutlineSlide = { readonly h: number; readonly v: number; readonly title: string; readonly steps: number };

export type FromFrame =
  /** The deck is on screen and listens. */
  | { readonly lectern: 1; readonly type: "ready"; readonly version: string; readonly outline: readonly OutlineSlide[] }
  /** The person in front of the frame moved the deck (never sent for a `show`). */
  | { readonly lectern: 1; readonly type: "moved"; readonly to: Position }
  /** Where the deck stands after a `show`; `end` when a peek found no further step. */
  | { readonly lectern: 1; readonly type: "shown"; readonly at: Position; readonly end: boolean }
  /** The deck uses these channels, and listens to them. */
  | { readonly lectern: 1; readonly type: "listen"; readonly channels: readonly string[] }
  | { readonly lectern: 1; readonly type: "send"; readonly channel: string; readonly data: unknown }
  | { readonly lectern: 1; readonly type: "set"; readonly channel: string; readonly data: unknown }
  /** Somebody touched the slide or clicked on it. */
  | { readonly lectern: 1; readonly type: "touched" }
  /** A key that belongs to the page rather than the deck (b, g, ?, f …). */
  | { readonly lectern: 1; readonly type: "key"; readonly key: string };

export type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Reads a message that may come from anybody; undefined when it is not one of ours. */
export function asFrameMessage<T extends ToFrame | FromFrame>(data: unknown): T | undefined {
  return typeof data === "object" && data !== null && (data as { lectern?: unknown }).lectern === 1
    ? (data as T)
    : undefined;
}
