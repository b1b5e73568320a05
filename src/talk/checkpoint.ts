/**
 * A talk as it was folded so far, as text, so that a start need not fold it again (rule L9). What is long is in chunks
 * that are parsed when they are needed. A field of the state that is not named here does not compile. Pure.
 */
import type { ChannelValue } from "./channels.ts";
import {
  asItIs,
  type Codec,
  type Codecs,
  lazy,
  listOf,
  mapOf,
  optional,
  orderedMapOf,
  plain,
  record,
  setOf,
} from "./codec.ts";
import { type Chunk, LazyMap } from "./lazy-map.ts";
import type { Mark } from "./mute.ts";
import type { Person } from "./people.ts";
import type { PollAnswer } from "./polls.ts";
import type { Post } from "./posts.ts";
import { type Receipts, receiptsCodec } from "./receipts.ts";
import type { Recent } from "./recent-events.ts";
import type { Score } from "./score.ts";
import type { Hand, PollState, State } from "./state.ts";

/** What a server has folded: the state, and what it can still tell those who resume. */
export type Folded = { readonly state: State; readonly recent: Recent };

export type Frozen = {
  /** JSON. */
  readonly state: string;
  /** JSON. */
  readonly recent: string;
  readonly posts: readonly Chunk<number>[];
  readonly people: readonly Chunk<string>[];
  readonly accepted: readonly Chunk<string>[];
};

type Long = { readonly posts: Codec<Post>; readonly people: Codec<Person>; readonly accepted: Codec<Receipts> };

const pollState: Codec<PollState> = record({
  poll: plain<PollState["poll"]>(),
  phase: plain<PollState["phase"]>(),
  closesAt: plain<number | null>(),
  revealed: plain<boolean | null>(),
  answers: lazy(orderedMapOf(plain<PollAnswer>())),
  counts: mapOf(plain<number>()),
  openedAt: plain<number>(),
  answeredAt: lazy(mapOf(plain<number>())),
});

const post: Codec<Post> = record({
  id: plain<number>(),
  kind: plain<Post["kind"]>(),
  at: plain<number>(),
  shownBy: plain<number>(),
  author: plain<string>(),
  name: plain<string>(),
  anonymous: plain<boolean>(),
  text: plain<string>(),
  replyTo: plain<number | null>(),
  edited: plain<boolean>(),
  status: plain<Post["status"]>(),
  pinned: plain<boolean>(),
  answered: plain<boolean>(),
  answer: plain<string>(),
});

const person: Codec<Person> = record({
  name: optional<string>(),
  clientName: plain<string>(),
  muted: plain<boolean>(),
  wroteAt: plain<number>(),
  upvotes: setOf<number>(),
  answers: mapOf(plain<PollAnswer>()),
  handUp: plain<boolean>(),
  pace: optional<NonNullable<Person["pace"]>>(),
  written: listOf<number>(),
});

const long: Long = { posts: post, people: person, accepted: receiptsCodec };

const fields: Codecs<Omit<State, keyof Long>> = {
  seq: plain<number>(),
  at: plain<number>(),
  position: plain<State["position"]>(),
  paused: plain<boolean>(),
  shown: mapOf(plain<number>()),
  browsing: plain<State["browsing"]>(),
  joinCode: plain<boolean>(),
  screen: plain<State["screen"]>(),
  deck: plain<State["deck"]>(),
  channels: plain<State["channels"]>(),
  values: mapOf(asItIs<ChannelValue>()),
  timer: plain<State["timer"]>(),
  plannedMinutes: plain<number | null>(),
  features: plain<State["features"]>(),
  deckFeatures: plain<State["deckFeatures"]>(),
  chat: listOf<number>(),
  questions: listOf<number>(),
  upvotes: mapOf(plain<number>()),
  waiting: listOf<number>(),
  spotlight: plain<number | null>(),
  polls: orderedMapOf(pollState),
  scores: mapOf(plain<Score>()),
  leaderboard: plain<boolean>(),
  muted: orderedMapOf(plain<Mark>()),
  hands: listOf<Hand>(),
  pace: plain<State["pace"]>(),
};

const short = record(fields);

export function freeze({ state, recent }: Folded): Frozen {
  return {
    state: JSON.stringify(short.freeze(state)),
    recent: JSON.stringify(recent),
    posts: state.posts.freeze(long.posts),
    people: state.people.freeze(long.people),
    accepted: state.accepted.freeze(long.accepted),
  };
}

export function thaw(frozen: Frozen): Folded {
  const state = {
    ...short.thaw(JSON.parse(frozen.state)),
    posts: LazyMap.thaw(frozen.posts, long.posts),
    people: LazyMap.thaw(frozen.people, long.people),
    accepted: LazyMap.thaw(frozen.accepted, long.accepted),
  };
  return { state, recent: JSON.parse(frozen.recent) as Recent };
}
