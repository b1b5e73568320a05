/**
 * The state of a talk: the fold of its log and nothing else (rule L1).
 *
 * Collections that grow with the audience are persistent (Immutable.js), so a batch can be judged against a
 * speculative state and dropped without a copy of everything.
 */
import { List, Map as PersistentMap } from "immutable";
import type { ChannelPolicies, ChannelValue } from "./channels.ts";
import type { Browsing, Position } from "./commands.ts";
import { start } from "./position.ts";

/** The talk's clock. All times in milliseconds; `since` is a server time, `elapsed` a duration. */
export type Timer =
  | { readonly phase: "idle" }
  | { readonly phase: "running"; readonly since: number; readonly elapsed: number }
  | { readonly phase: "stopped"; readonly elapsed: number };

export type ChatMessage = {
  readonly seq: number;
  readonly at: number;
  readonly from: { readonly id: string; readonly name: string };
  readonly chat: string;
};

export type State = {
  readonly seq: number;
  readonly at: number;
  readonly position: Position;
  readonly paused: boolean;
  /** Slides shown so far: `h/v` → the furthest fragment shown there. */
  readonly shown: PersistentMap<string, number>;
  readonly browsing: Browsing;
  /** Whether the screens show how to join. */
  readonly joinCode: boolean;
  readonly deck: { readonly version: string; readonly title: string };
  /** What the deck says about its channels. */
  readonly channels: ChannelPolicies;
  /** Channel → its last value. */
  readonly values: PersistentMap<string, ChannelValue>;
  readonly timer: Timer;
  readonly plannedMinutes: number | null;
  /** The newest messages, oldest first; older ones are in the log. */
  readonly chat: List<ChatMessage>;
  /** Accepted commands: client → the client's command id → seq (rule L4). */
  readonly accepted: PersistentMap<string, PersistentMap<number, number>>;
};

export const emptyState: State = {
  seq: 0,
  at: 0,
  position: start,
  paused: false,
  shown: PersistentMap({ "0/0": -1 }),
  browsing: "free",
  joinCode: false,
  deck: { version: "", title: "" },
  channels: {},
  values: PersistentMap(),
  timer: { phase: "idle" },
  plannedMinutes: null,
  chat: List(),
  accepted: PersistentMap(),
};
