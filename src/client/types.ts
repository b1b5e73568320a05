/** What a client of a talk is told, and what it is started with. */
import type { CommandMessage, ServerMessage, Transports, Trouble, Welcome } from "../protocol/messages.ts";
import type { Transport } from "../protocol/transports.ts";
import type { TalkEvent } from "../talk/events.ts";
import type { View } from "../talk/view.ts";
import type { CommandRefused } from "./pending.ts";

/**
 * - `connecting` for the first time
 * - `live` the view is current
 * - `reconnecting` the link is down; the view is the last one known
 * - `refused` the server said no for good (wrong key, wrong version, removed); `refusal` says why
 * - `closed` by `close()`
 */
export type Status = "connecting" | "live" | "reconnecting" | "refused" | "closed";

export type Happening =
  | { readonly type: "status"; readonly status: Status }
  /** The view is a new one: after a snapshot (`event` absent) or an event. */
  | { readonly type: "view"; readonly view: View }
  | { readonly type: "event"; readonly event: TalkEvent }
  /** `transports`: how the audience's screens are connected; for speakers and moderators. */
  | { readonly type: "here"; readonly here: number; readonly transports?: Transports | undefined }
  /** The link stands in this way: another one than before, or the first. */
  | { readonly type: "transport"; readonly transport: Transport }
  /** What was sent on a channel this client listens to, in the server's order. */
  | { readonly type: "messages"; readonly channel: string; readonly list: readonly ChannelMessage[] }
  /** Something sent on a channel was refused, and not delivered. */
  | { readonly type: "refused"; readonly channel: string; readonly error: CommandRefused }
  | { readonly type: "participant"; readonly key: string }
  /** The server's clock is known, or known better: see `now()`. */
  | { readonly type: "clock" }
  /** The talk cannot be saved, or (null) can be again; for speakers and moderators. */
  | { readonly type: "trouble"; readonly trouble: Trouble | null }
  /** What is this participant's own has changed. */
  | { readonly type: "own"; readonly own: Own }
  /** Tallies have changed; these are all of them. */
  | { readonly type: "tallies"; readonly tallies: Tallies }
  /** Reactions of the room since the last ones. */
  | { readonly type: "reactions"; readonly counts: Readonly<Record<string, number>> }
  /** How many people look at which slide; for those who asked with `listen`. */
  | ({ readonly type: "peers" } & Peers)
  /** Other commands wait for an answer now. A client that ends loses none: what is kept can be sent by another. */
  | { readonly type: "backlog"; readonly backlog: Backlog }
  /** A link stands; what was missed comes next. */
  | { readonly type: "opened" }
  /** The link is gone; code 1006 without a goodbye. */
  | { readonly type: "lost"; readonly code: number; readonly reason: string }
  /** A message passed on the link. It may hold keys. */
  | { readonly type: "passed"; readonly direction: "in" | "out"; readonly text: string };

/** Commands that are not answered yet, and the name of the client that numbered them (rule L4). */
export type Backlog = { readonly client: string; readonly commands: readonly CommandMessage[] };

export type ChannelMessage = Extract<ServerMessage, { event: "messages" }>["list"][number];

/** People at the live slide, and at the slides most looked at besides. */
export type Peers = Pick<Extract<ServerMessage, { event: "peers" }>, "live" | "elsewhere">;

/** What one participant alone is shown: their name, standing, posts, votes. */
export type Own = Welcome["own"];
/** Upvotes by question, and polls' results as far as they may be seen. */
export type Tallies = Welcome["tallies"];
export type ChatMessage = View["chat"][number];

/** The opening handshake of the present link, as the server saw it. */
export type Handshake = Pick<Extract<ServerMessage, { event: "handshake" }>, "request" | "response">;

export type Place = { readonly h: number; readonly v: number };

/** A view and where it stands in the log: what the server puts into a page's HTML. */
export type Snapshot = { readonly epoch: string; readonly seq: number; readonly view: View; readonly here: number };

export type ConnectOptions = {
  /** The talk's WebSocket address, `ws://…/ws` or `wss://…/ws`. */
  readonly url: string;
  /** The speaker's or moderator's key. */
  readonly key?: string | undefined;
  /** The participant's key from an earlier `participant` happening: come back as the same person. */
  readonly participant?: string | undefined;
  readonly name?: string | undefined;
  readonly as?: "screen" | undefined;
  /** Start from this snapshot and ask only for what came after it. */
  readonly snapshot?: Snapshot | undefined;
  /** What an earlier client of this participant has left unanswered: sent under its name, so accepted once. */
  readonly backlog?: Backlog | undefined;
  /** What the lines are opened with; the platform's own where nothing is said. */
  readonly WebSocket?: typeof WebSocket;
  readonly fetch?: typeof fetch;
  /** The transports to use, the best first; all of them where nothing is said. */
  readonly transports?: readonly Transport[] | undefined;
  /** The transport to begin with: what worked the last time. */
  readonly transport?: Transport | undefined;
  /** How long to stay on another transport before WebSocket is tried again, in ms; doubled up to ten minutes. */
  readonly returnMs?: number | undefined;
  readonly random?: () => number;
};
