/**
 * What quizzes are worth (rule P5): the points of everybody, and their order. The sum is kept as quizzes close and open
 * again, so that a close costs as much as the quiz had answers; it equals a recount of the polls.
 */
import type { Map as PersistentMap } from "immutable";
import { type Author, guestName, type Role } from "./commands.ts";
import { personIn } from "./people.ts";
import type { Poll, PollAnswer } from "./polls.ts";
import type { PollState, State } from "./state.ts";
import { markOf } from "./who.ts";

/** Points, and the number of quizzes they answered. */
export type Score = { readonly points: number; readonly quizzes: number };
export type Scores = PersistentMap<string, Score>;

/** People with the same points share a rank; the next one counts them all. */
export type Ranked = { readonly participant: string; readonly rank: number; readonly points: number };

/** `name` is null for who gave none; `players` are all who answered a quiz that counts. */
export type Leaderboard = {
  readonly players: number;
  readonly top: readonly (Ranked & { readonly name: string | null })[];
};

/** How many of the best are told. */
export const leaderboardSize = { moderators: 50, audience: 10 } as const;

/** A quiz counts as long as its right answers may be known. */
export function counts({ poll, phase, revealed }: PollState): boolean {
  return isQuiz(poll) && phase === "closed" && revealed !== false;
}

export function isQuiz(poll: Poll): poll is Poll & { kind: "choice" } {
  return poll.kind === "choice" && poll.right.length > 0 && poll.points > 0;
}

/**
 * The points of an answer given `after` milliseconds: all of them for exactly the right options, and where there is a
 * time to answer in, down to half of them when it is over.
 */
export function pointsOf(poll: Poll & { kind: "choice" }, answer: PollAnswer, after: number): number {
  if (!isSameSet(answer, poll.right)) return 0;
  if (poll.time === null) return poll.points;
  const timeMs = poll.time * 1000;
  return Math.round((poll.points * (2 * timeMs - Math.min(Math.max(after, 0), timeMs))) / (2 * timeMs));
}

/** When the answers to a quiz were given, after this one. Moderators know what is right and play no part. */
export function answeredAtAfter(
  { poll, answers, answeredAt }: PollState,
  { participant, role }: Author,
  answer: PollAnswer | null,
  at: number,
): PollState["answeredAt"] {
  if (!isQuiz(poll)) return answeredAt;
  if (answer === null || role !== "audience") return answeredAt.remove(participant);
  const before = answers.get(participant);
  const isRepeated = before !== undefined && answeredAt.has(participant) && isSameSet(before, answer);
  return isRepeated ? answeredAt : answeredAt.set(participant, at);
}

/** The scores when a poll becomes another one. */
export function rescored(scores: Scores, before: PollState | undefined, after: PollState): Scores {
  const [old, now] = [before, after].map((poll) => (poll !== undefined && counts(poll) ? poll : undefined));
  if (old?.answeredAt === now?.answeredAt) return scores;
  return scores.withMutations((sum) => {
    for (const [participant, points] of old === undefined ? [] : pointsIn(old)) add(sum, participant, -points, -1);
    for (const [participant, points] of now === undefined ? [] : pointsIn(now)) add(sum, participant, points, 1);
  });
}

/** The best, as this role may see them; null while there is nothing to see. */
export function leaderboardOf(state: State, role: Role): Leaderboard | null {
  const { rows } = rankingOf(state);
  if (rows.length === 0 || (role === "audience" && !state.leaderboard)) return null;
  const size = role === "audience" ? leaderboardSize.audience : leaderboardSize.moderators;
  return {
    players: rows.length,
    top: rows.slice(0, size).map((row) => ({ ...row, name: nameIn(state, row.participant) })),
  };
}

/** One participant's place; null for who answered no quiz that counts. */
export function placeOf(state: State, participant: string): (Omit<Ranked, "participant"> & { players: number }) | null {
  const { rows, byParticipant } = rankingOf(state);
  const row = byParticipant.get(participant);
  return row === undefined ? null : { rank: row.rank, points: row.points, players: rows.length };
}

/** What each participant's answer is worth. */
function* pointsIn({ poll, answers, answeredAt, openedAt }: PollState): Generator<[string, number]> {
  if (!isQuiz(poll)) return;
  for (const [participant, at] of answeredAt) {
    const answer = answers.get(participant);
    if (answer !== undefined) yield [participant, pointsOf(poll, answer, at - openedAt)];
  }
}

function add(sum: Scores, participant: string, points: number, quizzes: 1 | -1): void {
  const before = sum.get(participant) ?? { points: 0, quizzes: 0 };
  const after = { points: before.points + points, quizzes: before.quizzes + quizzes };
  if (after.quizzes === 0) sum.remove(participant);
  else sum.set(participant, after);
}

type Ranking = { readonly rows: readonly Ranked[]; readonly byParticipant: ReadonlyMap<string, Ranked> };

/** Everybody's place is asked for at once, so the order is made once for each state of the scores. */
const rankings = new WeakMap<Scores, { readonly muted: State["muted"]; readonly ranking: Ranking }>();

function rankingOf({ scores, muted }: State): Ranking {
  const known = rankings.get(scores);
  if (known?.muted === muted) return known.ranking;
  const ranking = rank(scores, muted);
  rankings.set(scores, { muted, ranking });
  return ranking;
}

/** Without those muted by name. Who was muted by a post without one stays: leaving would say whose post it was. */
function rank(scores: Scores, muted: State["muted"]): Ranking {
  const players = [...scores].filter(([participant]) => !muted.has(markOf({ participant })));
  players.sort(([a, one], [b, other]) => other.points - one.points || (a < b ? -1 : 1));
  const rows: Ranked[] = [];
  for (const [index, [participant, { points }]] of players.entries()) {
    const above = rows.at(-1);
    rows.push({ participant, rank: above?.points === points ? above.rank : index + 1, points });
  }
  return { rows, byParticipant: new Map(rows.map((row) => [row.participant, row])) };
}

function nameIn({ people }: State, participant: string): string | null {
  const { name, clientName } = personIn(people, participant);
  const known = name ?? clientName;
  return known === guestName ? null : known;
}

function isSameSet(one: PollAnswer, other: PollAnswer): boolean {
  return one.length === other.length && one.every((value) => (other as readonly unknown[]).includes(value));
}
