/**
 * Snapshots: what each role may see of the state, and what is a participant's own (rules A2, W3). Apart from
 * `view.ts`, which clients use too, since the state's collections stay on the server.
 */
import type { Pace, Role } from "./commands.ts";
import type { TalkEvent } from "./events.ts";
import { personIn } from "./people.ts";
import { type PollAnswer, pollForAudience, showsResults, type Tally } from "./polls.ts";
import {
  type ChatMessage,
  chatForAudience,
  chatMessageOf,
  chatWindow,
  type Post,
  type Question,
  questionForAudience,
  questionOf,
  type WaitingPost,
  waitingPostOf,
} from "./posts.ts";
import { type Leaderboard, leaderboardOf, placeOf, type Ranked } from "./score.ts";
import { paceOf } from "./signal.ts";
import type { PollState, State } from "./state.ts";
import type { View } from "./view.ts";
import { pollViewOf, tallyOf } from "./vote.ts";

export function projectState(state: State, role: Role): View {
  const { position, paused, browsing, joinCode, screen, deck, timer, plannedMinutes, features, spotlight } = state;
  const lit = spotlight === null ? undefined : state.posts.get(spotlight);
  const everyone = {
    position,
    paused,
    shown: state.shown.toObject(),
    browsing,
    joinCode,
    screen,
    deck,
    features,
    chat: chatOf(state, role, state.chat.takeLast(chatWindow)),
    questions: questionsOf(state, role),
    spotlight,
    spotlit: lit?.kind === "chat" ? chatMessageOf(lit) : null,
    polls: Object.fromEntries(
      [...state.polls].map(([id, poll]) => {
        const view = pollViewOf(poll);
        return [id, role === "audience" ? pollForAudience(view) : view];
      }),
    ),
    leaderboard: state.leaderboard,
    values: state.values.toObject(),
  };
  if (role === "audience") return everyone;
  const waiting = postsOf(state, state.waiting).map(waitingPostOf);
  const muted = [...state.muted.values()].map(({ who, name }) => ({ who, name }));
  const moderators = { ...everyone, waiting, muted };
  return role === "speaker" ? { ...moderators, timing: { timer, plannedMinutes } } : moderators;
}

/** Older messages: the newest `chatWindow` of those shown before message `before`. */
export function projectHistory(state: State, role: Role, before: number): readonly ChatMessage[] {
  const end = state.chat.lastIndexOf(before);
  return end <= 0 ? [] : chatOf(state, role, state.chat.slice(Math.max(0, end - chatWindow), end));
}

/** What one participant alone is shown: their own words, votes and standing. */
export type Own = {
  /** What they called themselves; null: the name their client came with. */
  readonly name: string | null;
  readonly muted: boolean;
  /** Ids of their newest posts, anonymous ones too. */
  readonly written: readonly number[];
  readonly waiting: readonly WaitingPost[];
  readonly upvotes: readonly number[];
  readonly answers: Readonly<Record<string, PollAnswer>>;
  readonly handUp: boolean;
  readonly pace: Pace | null;
  /** Their place among those who answered quizzes that count; null: they are not among them. */
  readonly score: (Omit<Ranked, "participant"> & { readonly players: number }) | null;
};

export function projectOwn(state: State, participant: string): Own {
  const person = personIn(state.people, participant);
  const { name, muted, written, upvotes, answers, handUp } = person;
  const newest = written.takeLast(chatWindow);
  const waiting = postsOf(state, newest).filter(({ status }) => status === "waiting");
  return {
    name: name ?? null,
    muted,
    written: newest.toArray(),
    waiting: waiting.map(waitingPostOf),
    // In an order of its own, not in that of the set, which depends on how it came about.
    upvotes: upvotes.toArray().sort((a, b) => a - b),
    answers: answers.toObject(),
    handUp,
    pace: paceOf(state, person) ?? null,
    score: placeOf(state, participant),
  };
}

/** Numbers that change with every vote: told as aggregates, without a seq (rule B3). */
export type Tallies = {
  /** Question → how many want it answered. */
  readonly upvotes: Readonly<Record<string, number>>;
  readonly polls: Readonly<Record<string, Tally>>;
  /** Who is best at the quizzes, to the audience while it is shown; null: there is nothing to see. */
  readonly leaderboard?: Leaderboard | null | undefined;
  /** Moderators only: whose hands are up, in order, and how the pace is. */
  readonly signals?:
    | {
        readonly hands: readonly { readonly participant: string; readonly name: string; readonly at: number }[];
        readonly pace: Readonly<Record<Pace, number>>;
      }
    | undefined;
};

/** The tallies this participant may see: all, or with `since` those that are others than in that state. */
export function projectTallies(state: State, role: Role, participant: string, since?: State): Tallies {
  const isNew = (id: string): boolean => since === undefined || since.polls.get(id) !== state.polls.get(id);
  const maySee = (poll: PollState): boolean =>
    role !== "audience" || showsResults(pollViewOf(poll), poll.answers.has(participant));
  const polls = [...state.polls].filter(([id, poll]) => isNew(id) && maySee(poll));
  const upvotes = [...state.upvotes].filter(
    ([id, count]) =>
      (since === undefined || since.upvotes.get(id) !== count) &&
      (role !== "audience" || state.posts.get(id)?.status === "shown"),
  );
  const leaderboard = leaderboardOf(state, role);
  const hasBoard = since === undefined || JSON.stringify(leaderboard) !== JSON.stringify(leaderboardOf(since, role));
  const { hands, pace } = state;
  const hasSignals = role !== "audience" && (since === undefined || since.hands !== hands || since.pace !== pace);
  return {
    ...(hasSignals && { signals: { hands: hands.toArray(), pace: pace.counts } }),
    upvotes: Object.fromEntries(upvotes),
    polls: Object.fromEntries(polls.map(([id, poll]) => [id, tallyOf(poll)])),
    ...(hasBoard && { leaderboard }),
  };
}

/**
 * An event of the past as it may be told now: what was shown then and is hidden or deleted since is told as gone, so
 * that nobody who was away is given it (rule A2).
 */
export function asOfNow(event: TalkEvent, state: State): TalkEvent {
  if (event.event === "chat") {
    const post = state.posts.get(event.id);
    return post === undefined ? event : { event: "chat", ...chatMessageOf(post), seq: event.seq };
  }
  if (event.event === "chatchange") {
    const post = state.posts.get(event.message.id);
    return post === undefined ? event : { ...event, message: chatMessageOf(post) };
  }
  if (event.event === "spotlight" && event.message !== null) {
    const post = state.posts.get(event.message.id);
    return post === undefined ? event : { ...event, message: chatMessageOf(post) };
  }
  if (event.event !== "question") return event;
  const post = state.posts.get(event.id);
  return post === undefined ? event : { ...event, question: questionOf(post) };
}

function chatOf(state: State, role: Role, ids: Iterable<number>): ChatMessage[] {
  return postsOf(state, ids).map((post) => {
    const message = chatMessageOf(post);
    return role === "audience" ? chatForAudience(message) : message;
  });
}

function questionsOf(state: State, role: Role): Record<string, Question> {
  const questions = postsOf(state, state.questions).flatMap((post) => {
    const question = role === "audience" ? questionForAudience(questionOf(post)) : questionOf(post);
    return question === null ? [] : [[String(post.id), question] as const];
  });
  return Object.fromEntries(questions);
}

function postsOf(state: State, ids: Iterable<number>): Post[] {
  return [...ids].flatMap((id) => state.posts.get(id) ?? []);
}
