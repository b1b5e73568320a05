/** What a program in a slide may use, as the global `lectern`. Published as `lectern/deck` for editors. */

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
};

export type Channel = {
  readonly name: string;
  /** The data of the last `set`; undefined when there was none. */
  readonly value: unknown;
  /** To everybody who has this slide deck open now. By default everybody may. Not kept: who is away misses it. */
  send(data: unknown): void;
  /** The channel's value from now on, kept with the talk. By default only the speaker may. */
  set(data: unknown): void;
  /** Returns how to stop listening. */
  on(event: keyof ChannelEvents, listener: (said: ChannelSaid) => void): () => void;
};

export type Lectern = {
  /** What the person who looks at this screen may be. */
  readonly role: "speaker" | "moderator" | "audience";
  /** Their id, as in `from.id`. Empty until the talk is connected. */
  readonly participant: string;
  /** The server's time now, Unix milliseconds: the same on every screen, give or take half a round trip. */
  now(): number;
  /** The same channel for the same name. Up to 40 letters, digits, dots, dashes and underscores. */
  channel(name: string): Channel;
};

declare global {
  const lectern: Lectern;
}
