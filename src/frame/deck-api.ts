/** What a program in a slide may use, as the global `lectern`. Published as `lectern/deck` for editors. */
import type { ConnectionFrame, Handshake, LinkState } from "../protocol/frame.ts";

export type { ConnectionFrame, Handshake } from "../protocol/frame.ts";

/** Something said on a channel. */
export type ChannelSaid = {
  readonly from: {
    /** The same for one person on all their screens, for the whole talk. */
    readonly id: string;
    readonly name: string;
    readonly role: "speaker" | "moderator" | "audience";
    /** Said by the person who looks at this screen. */
    readonly own: boolean;
  };
  /** Server clock, Unix milliseconds. */
  readonly at: number;
  /** What JSON can hold, up to 4,096 characters of it. */
  readonly data: unknown;
};

export type ChannelEvents = {
  /** Somebody called `send`; everybody hears it, the sender too, in one order. */
  readonly message: ChannelSaid;
  /** Somebody called `set`; late joiners and new listeners get the last one at once. */
  readonly value: ChannelSaid;
  /** How many people look at this slide has changed; a new listener gets the number at once. */
  readonly peers: number;
};

export type Channel = {
  readonly name: string;
  /** The data of the last `set`; undefined when there was none. */
  readonly value: unknown;
  /** How many people of the audience look at this slide now; 0 until it is known. */
  readonly peers: number;
  /** To everybody who has this slide deck open now. By default everybody may. Not kept: who is away misses it. */
  send(data: unknown): void;
  /** The channel's value from now on, kept with the talk. By default only the speaker may. */
  set(data: unknown): void;
  /** Returns how to stop listening. */
  on<Event extends keyof ChannelEvents>(event: Event, listener: (said: ChannelEvents[Event]) => void): () => void;
};

export type ConnectionEvents = {
  /** Role, address, status or round trip are known, or are others; a new listener is called at once. */
  readonly status: LinkState;
  /** The link stands; server clock, Unix milliseconds. */
  readonly open: { readonly at: number };
  /** The link is gone. Code 1006 when there was no goodbye. */
  readonly close: { readonly at: number; readonly code: number; readonly reason: string };
  /** A message passed; a new listener first gets the newest 50. */
  readonly frame: ConnectionFrame;
};

/** This screen's own connection to the talk. */
export type Connection = LinkState & {
  /** Returns how to stop listening. */
  on<Event extends keyof ConnectionEvents>(event: Event, listener: (what: ConnectionEvents[Event]) => void): () => void;
  /** Rejects when there is no connection. */
  handshake(): Promise<Handshake>;
  /**
   * Cuts this screen's connection; it comes back by itself after `milliseconds` (500 to 30,000; default 5,000).
   * Does nothing where a deck has kept this screen away for half of the time, and 30 s at once.
   */
  cut(milliseconds?: number): void;
};

export type Lectern = {
  /** What the person who looks at this screen may be. In a preview without a talk: the speaker. */
  readonly role: "speaker" | "moderator" | "audience";
  /** Their id, as in `from.id`. Empty until the talk is connected. */
  readonly participant: string;
  /** The server's time now, Unix milliseconds: the same on every screen, give or take half a round trip. */
  now(): number;
  /** The same channel for the same name. Up to 40 letters, digits, dots, dashes and underscores. */
  channel(name: string): Channel;
  /** This screen's own connection, for slides that show how it works. */
  readonly connection: Connection;
};

declare global {
  const lectern: Lectern;
}
