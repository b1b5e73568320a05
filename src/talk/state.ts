/**
 * The state of a talk: the fold of its log and nothing else (rule L1).
 *
 * Collections that grow with the audience are persistent (Immutable.js, and over it `LazyMap`), so a batch can be judged
 * against a speculative state and dropped without a copy of everything. What is added here is carried by checkpoints
 * (`checkpoint.ts`), or does not compile.
 */
import { List, OrderedMap, Map as PersistentMap } from "immutable";
import type { ChannelPolicies, ChannelValue } from "./channels.ts";
import type { Browsing, Pace, Position, ScreenParts } from "./commands.ts";
import { defaultFeatures, type FeatureChanges, type Features } from "./features.ts";
import { LazyMap } from "./lazy-map.ts";
import type { Marks } from "./mute.ts";
import { nobody, type People } from "./people.ts";
import type { Poll, PollAnswer, PollPhase } from "./polls.ts";
import { start } from "./position.ts";
import type { Post } from "./posts.ts";
import type { Receipts } from "./receipts.ts";
import type { Scores } from "./score.ts";

/** The talk's clock. All times in milliseconds; `since` is a server time, `elapsed` a duration. */
export type Timer =
  | { readonly phase: "idle" }
  | { readonly phase: "running"; readonly since: number; readonly elapsed: number }
  | { readonly phase: "stopped"; readonly elapsed: number };

/** One poll's life. `counts` is the sum of what every answer contributes (`polls.ts`). */
export type PollState = {
  readonly poll: Poll;
  readonly phase: PollPhase;
  readonly closesAt: number | null;
  readonly revealed: boolean | null;
  /** Participant → their answer, in the order of their first one. */
  readonly answers: OrderedMap<string, PollAnswer>;
  readonly counts: PersistentMap<string, number>;
  /** When it was opened; reopening with answers does not change it. Server clock, Unix milliseconds. */
  readonly openedAt: number;
  /** Quizzes: participant → when they gave the answer they have now. */
  readonly answeredAt: PersistentMap<string, number>;
};

/** A raised hand. */
export type Hand = { readonly participant: string; readonly name: string; readonly at: number };

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
  readonly screen: ScreenParts;
  readonly deck: { readonly version: string; readonly title: string };
  /** What the deck says about its channels. */
  readonly channels: ChannelPolicies;
  /** Channel → its last value. */
  readonly values: PersistentMap<string, ChannelValue>;
  readonly timer: Timer;
  readonly plannedMinutes: number | null;
  readonly features: Features;
  /** What the deck says about them. */
  readonly deckFeatures: FeatureChanges;
  /** Everything people wrote, by id. */
  readonly posts: LazyMap<number, Post>;
  /** Ids of the chat's messages in the order they were shown, hidden and deleted ones in their place. */
  readonly chat: List<number>;
  /** Ids of the questions that were shown, in that order. */
  readonly questions: List<number>;
  /** Question → how many want it answered. */
  readonly upvotes: PersistentMap<number, number>;
  /** Ids of what waits for approval, in order. */
  readonly waiting: List<number>;
  /** The post on the big screen. */
  readonly spotlight: number | null;
  /** Polls that were opened, in that order. */
  readonly polls: OrderedMap<string, PollState>;
  /** Participant → what their answers to quizzes are worth. */
  readonly scores: Scores;
  /** Whether the audience is shown the best. */
  readonly leaderboard: boolean;
  readonly people: People;
  /** Who may not write. */
  readonly muted: Marks;
  /** Whose hands are up, in the order they were raised. */
  readonly hands: List<Hand>;
  /** How many said what about the pace, since the move (its seq) that brought the talk to this slide. */
  readonly pace: { readonly since: number; readonly counts: Readonly<Record<Pace, number>> };
  /** Client → which of its commands were accepted (rule L4). */
  readonly accepted: LazyMap<string, Receipts>;
};

export const emptyState: State = {
  seq: 0,
  at: 0,
  position: start,
  paused: false,
  shown: PersistentMap({ "0/0": -1 }),
  browsing: "free",
  joinCode: false,
  screen: { poll: true, reactions: true },
  deck: { version: "", title: "" },
  channels: {},
  values: PersistentMap(),
  timer: { phase: "idle" },
  plannedMinutes: null,
  features: defaultFeatures,
  deckFeatures: {},
  posts: LazyMap.empty(),
  chat: List(),
  questions: List(),
  upvotes: PersistentMap(),
  waiting: List(),
  spotlight: null,
  polls: OrderedMap(),
  scores: PersistentMap(),
  leaderboard: false,
  people: nobody,
  muted: OrderedMap(),
  hands: List(),
  pace: { since: 0, counts: { slow: 0, fast: 0, lost: 0 } },
  accepted: LazyMap.empty(),
};
