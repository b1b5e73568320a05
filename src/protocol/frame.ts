/**
 * The words between a page of Lectern and the sandboxed frame a deck runs in (rule A3), sent with `postMessage`.
 * Every message is an object with `lectern: 1`. The frame's origin is opaque, so both sides compare `event.source`.
 */
import type { Position, Role } from "../talk/commands.ts";
import type { PollView, Tally } from "../talk/polls.ts";

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
  /** Are you alive? Answered by `pong`. */
  | { readonly lectern: 1; readonly type: "ping" }
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
  /** The page was enlarged with two fingers, which a frame cannot know by itself. */
  | { readonly lectern: 1; readonly type: "zoom"; readonly view: ZoomView }
  /** Who looks at this frame, over what link; sent before anything on a channel, and whenever it changes. */
  | {
      readonly lectern: 1;
      readonly type: "person";
      readonly role: Role;
      readonly id: string;
      /** The server's clock minus this machine's, ms. */
      readonly clock: number;
      readonly link: LinkState;
    }
  /** The last value of a channel. */
  | { readonly lectern: 1; readonly type: "value"; readonly channel: string; readonly said: Said }
  /** Messages on a channel, oldest first. */
  | { readonly lectern: 1; readonly type: "messages"; readonly channel: string; readonly list: readonly Said[] }
  /** Something this frame said on a channel was refused. */
  | { readonly lectern: 1; readonly type: "refused"; readonly channel: string; readonly problem: string }
  /** How many people look at the slide this frame shows. */
  | { readonly lectern: 1; readonly type: "peers"; readonly count: number }
  /** What passed on the page's connection, oldest first. */
  | { readonly lectern: 1; readonly type: "passed"; readonly frames: readonly ConnectionFrame[] }
  | { readonly lectern: 1; readonly type: "opened"; readonly at: number }
  | {
      readonly lectern: 1;
      readonly type: "closed";
      readonly at: number;
      readonly code: number;
      readonly reason: string;
    }
  /** The talk's polls by id, for those that stand on a slide. */
  | { readonly lectern: 1; readonly type: "polls"; readonly polls: Readonly<Record<string, ShownPoll>> }
  /** The answer to `handshake`: what is known, or why it is not. */
  | { readonly lectern: 1; readonly type: "handshake"; readonly handshake: Handshake | string };

/** By how much the page is enlarged, and the part of the frame that is seen then, in CSS pixels of the frame. */
export type ZoomView = {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** A poll as a slide shows it: `state` in words; `tally` where results may be seen by everybody. */
export type ShownPoll = PollView & { readonly state: string; readonly tally: Tally | undefined };

/** This screen's link to the talk. */
export type LinkState = {
  /** `preview`: there is no talk, the deck stands alone. */
  readonly status: "connecting" | "live" | "reconnecting" | "closed" | "preview";
  /** The shortest round trip measured on this link, in milliseconds; undefined before the first. */
  readonly roundTrip: number | undefined;
  /** Address of the talk's WebSocket as this screen reaches it, `ws://…/ws` or `wss://…/ws`; empty in a preview. */
  readonly url: string;
};

/** One message of this screen's own connection, as a WebSocket frame. */
export type ConnectionFrame = {
  readonly direction: "in" | "out";
  /** When it passed here; server clock, Unix milliseconds. */
  readonly at: number;
  /** Bytes on the wire, the frame's own header (2 to 14 bytes) included; TCP and TLS are not counted. */
  readonly bytes: number;
  /** The message's `event`. */
  readonly event: string;
  /** Its place in the talk's log, where it has one. */
  readonly seq?: number | undefined;
  /** The message, its first 2,000 characters. Keys are masked. */
  readonly text: string;
};

/** The opening handshake of this connection as the server saw it; secrets and addresses are masked. */
export type Handshake = {
  /** Request line, then one header a line, in the order they came. */
  readonly request: readonly string[];
  /** Status line, then one header a line. */
  readonly response: readonly string[];
};

/** Something said on a channel: by whom, when (server clock, Unix milliseconds), and what (any JSON). */
export type Said = {
  readonly from: { readonly id: string; readonly name: string; readonly role: Role };
  readonly at: number;
  readonly data: unknown;
};

/** What the window of a new version is called, which loads behind the one that is shown. */
export const comingName = "lectern-coming";

/**
 * Where a frame finds a version of the deck, without the place to start at (`#/h/v/f`).
 *
 * reveal.js takes its options from the address too, also where a deck starts it in a module that nobody else can reach:
 * so a page's own reveal.js can be driven by its postMessage API, and is what everybody follows, not a scrolling page.
 */
export function deckAddress(base: string, version: string): string {
  return `${base}?v=${encodeURIComponent(version)}&${optionsQuery(followedOptions)}`;
}

/** Options as reveal.js takes them from an address. */
export function optionsQuery(options: Readonly<Record<string, string | number | boolean | null>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** What following depends on. */
export const followedOptions = {
  postMessage: true,
  postMessageEvents: true,
  fragmentInURL: true,
  hash: false,
  history: false,
  respondToHashChanges: false,
  view: null,
  scrollActivationWidth: 0,
  shuffle: false,
  pause: true,
  help: false,
  jumpToSlide: false,
  showNotes: false,
  minScale: 0.05,
} as const;

/** `insecure`: the slides are at an http address and the talk at an https one, and browsers do not mix them. */
export type MuteReason = "unanswered" | "insecure";

/** One slide as the running deck knows it. `steps` is the number of fragment steps. */
export type OutlineSlide = { readonly h: number; readonly v: number; readonly title: string; readonly steps: number };

export type FromFrame =
  /** The deck is on screen and listens. */
  | { readonly lectern: 1; readonly type: "ready"; readonly version: string; readonly outline: readonly OutlineSlide[] }
  | { readonly lectern: 1; readonly type: "pong" }
  /** The slides are on another site and do not come to be followed: they do not answer, or the browser refuses them. */
  | { readonly lectern: 1; readonly type: "mute"; readonly reason: MuteReason }
  /** The person in front of the frame moved the deck (never sent for a `show`). */
  | { readonly lectern: 1; readonly type: "moved"; readonly to: Position }
  /** Where the deck stands after a `show`; `end` when a peek found no further step. */
  | { readonly lectern: 1; readonly type: "shown"; readonly at: Position; readonly end: boolean }
  /** All that the deck's programs want to hear of; replaces what they wanted before. */
  | {
      readonly lectern: 1;
      readonly type: "wants";
      /** Channels whose values they want … */
      readonly values: readonly string[];
      /** … and those whose messages. */
      readonly messages: readonly string[];
      readonly peers: boolean;
      readonly frames: boolean;
    }
  | { readonly lectern: 1; readonly type: "send"; readonly channel: string; readonly data: unknown }
  | { readonly lectern: 1; readonly type: "set"; readonly channel: string; readonly data: unknown }
  /** Which handshake opened the page's connection? */
  | { readonly lectern: 1; readonly type: "handshake" }
  /** Cut the page's connection, and come back after `milliseconds`. */
  | { readonly lectern: 1; readonly type: "cut"; readonly milliseconds: number }
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
