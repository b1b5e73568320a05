/** Polls, answers and tallies as schemas; their meaning is in `talk/polls.ts`. */
import { z } from "zod";
import { pollLimits } from "../talk/polls.ts";
import { maxPostLength } from "../talk/posts.ts";
import { leaderboardSize } from "../talk/score.ts";

/** Too slow, too fast, or lost. */
export const pace = z.enum(["slow", "fast", "lost"]);

const base = {
  id: z.string().min(1).max(40),
  question: z.string().max(4000),
  time: z.int().min(1).max(pollLimits.seconds).nullable(),
  reveal: z.enum(["live", "close", "vote"]),
};
const options = z.array(z.string().max(2000)).min(2).max(pollLimits.options);

export const poll = z.discriminatedUnion("kind", [
  z.object({
    ...base,
    kind: z.literal("choice"),
    options,
    maxChoices: z.int().min(1).max(pollLimits.options),
    right: z
      .array(z.int().min(0))
      .max(pollLimits.options)
      .describe("Indices; empty where there is no right, or it is not told yet"),
    points: z.int().min(0).max(1000),
  }),
  z.object({ ...base, kind: z.literal("ranking"), options }),
  z.object({
    ...base,
    kind: z.literal("scale"),
    statements: z.array(z.string().max(2000)).min(1).max(pollLimits.statements),
    min: z.int(),
    max: z.int(),
    labels: z.tuple([z.string().max(1000), z.string().max(1000)]),
  }),
  z.object({
    ...base,
    kind: z.literal("number"),
    min: z.number().nullable(),
    max: z.number().nullable(),
    unit: z.string().max(500),
    right: z.number().nullable(),
  }),
  z.object({ ...base, kind: z.literal("cloud"), words: z.int().min(1).max(pollLimits.words) }),
  z.object({ ...base, kind: z.literal("text") }),
]);

export const pollAnswer = z
  .union([z.array(z.number()).max(pollLimits.options), z.array(z.string().max(maxPostLength)).max(pollLimits.words)])
  .describe("Indices, values, words or one text, as the poll's kind says");

const tally = z.object({
  voters: z.int(),
  counts: z.record(z.string(), z.number()),
  texts: z.array(z.string()),
});

const rank = z.int().positive().describe("People with the same points share it");
const points = z.int().nonnegative();
const leaderboard = z.object({
  players: z.int().describe("All who answered a quiz that counts"),
  top: z
    .array(z.object({ participant: z.string(), name: z.string().nullable().describe("null: gave none"), rank, points }))
    .max(leaderboardSize.moderators)
    .describe(`The best: up to ${leaderboardSize.moderators} to moderators, ${leaderboardSize.audience} to others`),
});

export const tallies = z.object({
  upvotes: z.record(z.string(), z.int()).describe("Question → how many want it answered"),
  polls: z.record(z.string(), tally),
  leaderboard: leaderboard
    .nullable()
    .optional()
    .describe("To the audience while it is shown; null: there is nothing to see; absent: as before"),
  signals: z
    .object({
      hands: z.array(z.object({ participant: z.string(), name: z.string(), at: z.int() })),
      pace: z.object({ slow: z.int(), fast: z.int(), lost: z.int() }),
    })
    .optional()
    .describe("Moderators only: whose hands are up, in order, and what is said about the pace"),
});

/** What is one participant's own. */
export function ownPosts<Waiting extends z.ZodType>(waiting: Waiting) {
  return z.object({
    name: z.string().nullable().describe("What they called themselves"),
    muted: z.boolean(),
    written: z.array(z.int()).describe("Ids of their newest posts"),
    waiting: z.array(waiting),
    upvotes: z.array(z.int()),
    answers: z.record(z.string(), pollAnswer),
    handUp: z.boolean(),
    pace: pace.nullable(),
    score: z
      .object({ rank, points, players: z.int() })
      .nullable()
      .describe("Their place among those who answered quizzes that count"),
  });
}
