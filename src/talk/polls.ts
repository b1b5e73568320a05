/** Polls: shapes, limits, and the arithmetic of a tally. What may happen to them when is in `vote.ts`. */

type PollBase = {
  readonly id: string;
  readonly question: string;
  /** Seconds to answer in; null: until it is closed. */
  readonly time: number | null;
  /** When the audience sees results: at once, after it is closed, or each after their own vote. */
  readonly reveal: "live" | "close" | "vote";
};

/** A poll as it stands in the log, right answers included: only moderators are given it as it is. */
export type Poll = PollBase &
  (
    | {
        readonly kind: "choice";
        readonly options: readonly string[];
        /** 1: one of them. */
        readonly maxChoices: number;
        /** Indices of the right options; empty: there is no right and wrong. */
        readonly right: readonly number[];
        /** For a right answer; 0: none are given. */
        readonly points: number;
      }
    | { readonly kind: "ranking"; readonly options: readonly string[] }
    | {
        readonly kind: "scale";
        /** What is rated; a single empty one rates the question itself. */
        readonly statements: readonly string[];
        readonly min: number;
        readonly max: number;
        /** Words for the two ends. */
        readonly labels: readonly [string, string];
      }
    | {
        readonly kind: "number";
        readonly min: number | null;
        readonly max: number | null;
        readonly unit: string;
        readonly right: number | null;
      }
    | { readonly kind: "cloud"; readonly words: number }
    | { readonly kind: "text" }
  );

export type PollKind = Poll["kind"];

/**
 * - `choice` indices of the chosen options
 * - `ranking` all option indices, the best first
 * - `scale` one value for each statement
 * - `number` one number
 * - `cloud` words; `text` one text
 */
export type PollAnswer = readonly number[] | readonly string[];

export type PollPhase = "open" | "closed";

/**
 * What was answered. `counts` by option index (`choice`; `ranking`: points, the best gets as many as there are
 * options), `statement:value` (`scale`), number (`number`) or word (`cloud`). `texts` are the newest of `text`.
 */
export type Tally = {
  readonly voters: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly texts: readonly string[];
};

/** A poll as people see it: `right` only where it may be known. */
export type PollView = {
  readonly poll: Poll;
  readonly phase: PollPhase;
  /** Server time at which it closes by itself; null without a limit. */
  readonly closesAt: number | null;
  /** Whether the audience is shown results and right answers whatever `reveal` says; null: as `reveal` says. */
  readonly revealed: boolean | null;
};

export const pollLimits = {
  question: 300,
  option: 120,
  options: 12,
  statements: 8,
  /** Steps of a scale. */
  steps: 11,
  words: 10,
  wordLength: 40,
  textLength: 500,
  seconds: 3600,
  /** Polls a talk may open. */
  polls: 200,
  /** Different words in a cloud. */
  distinct: 2000,
  /** Newest texts a tally shows. */
  texts: 200,
} as const;

/** Whether results are for the audience now; `hasVoted` is about the one who looks. */
export function showsResults({ poll, phase, revealed }: PollView, hasVoted: boolean): boolean {
  if (revealed !== null) return revealed;
  if (phase === "closed") return true;
  return poll.reveal === "live" || (poll.reveal === "vote" && hasVoted);
}

/** The poll without what only moderators may know (rule A2): right answers stay until it is closed and not held back. */
export function pollForAudience(view: PollView): PollView {
  const { poll, phase, revealed } = view;
  if (phase === "closed" && revealed !== false) return view;
  if (poll.kind === "choice") return { ...view, poll: { ...poll, right: [] } };
  return poll.kind === "number" ? { ...view, poll: { ...poll, right: null } } : view;
}

/** What is wrong with an answer to this poll, in words; undefined when it may be counted. */
export function answerProblem(poll: Poll, answer: PollAnswer): string | undefined {
  switch (poll.kind) {
    case "choice":
      if (!areIndices(answer, poll.options.length)) return "an option that is not there";
      return answer.length >= 1 && answer.length <= poll.maxChoices
        ? undefined
        : `between 1 and ${poll.maxChoices} options`;
    case "ranking":
      return areIndices(answer, poll.options.length) && answer.length === poll.options.length
        ? undefined
        : "every option once";
    case "scale":
      return answer.length === poll.statements.length &&
        answer.every((value) => isWithin(value, poll.min, poll.max, true))
        ? undefined
        : `whole numbers from ${poll.min} to ${poll.max}`;
    case "number":
      return answer.length === 1 && isWithin(answer[0], poll.min, poll.max, false)
        ? undefined
        : "one number in the range";
    case "cloud":
      return areTexts(answer, pollLimits.wordLength) && answer.length >= 1 && answer.length <= poll.words
        ? undefined
        : `1 to ${poll.words} words of at most ${pollLimits.wordLength} characters`;
    case "text":
      return areTexts(answer, pollLimits.textLength) && answer.length === 1
        ? undefined
        : `a text of at most ${pollLimits.textLength} characters`;
  }
}

/** What one answer adds to the counts. */
export function contributions(poll: Poll, answer: PollAnswer): readonly (readonly [key: string, amount: number])[] {
  switch (poll.kind) {
    case "choice":
    case "number":
      return answer.map((value) => [String(value), 1]);
    case "ranking":
      return answer.map((option, place) => [String(option), answer.length - place]);
    case "scale":
      return answer.map((value, statement) => [`${statement}:${value}`, 1]);
    case "cloud":
      return [...new Set(answer.map((word) => sameWord(String(word))))].map((word) => [word, 1]);
    case "text":
      return [];
  }
}

/** Words that people take for the same one. Language-independent, so that every fold agrees. */
function sameWord(word: string): string {
  return word.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}

function areIndices(answer: PollAnswer, length: number): boolean {
  return (
    new Set<unknown>(answer).size === answer.length && answer.every((value) => isWithin(value, 0, length - 1, true))
  );
}

function isWithin(value: unknown, min: number | null, max: number | null, isWhole: boolean): boolean {
  if (typeof value !== "number" || !Number.isFinite(value) || (isWhole && !Number.isInteger(value))) return false;
  return value >= (min ?? -Number.MAX_SAFE_INTEGER) && value <= (max ?? Number.MAX_SAFE_INTEGER);
}

/** How many code points one character as people see it may have, on average; a family emoji has seven. */
const codePointsEach = 16;

/** Length in code points: what a character is to people may change with time, and the fold may not. */
function areTexts(answer: PollAnswer, length: number): boolean {
  return answer.every(
    (text) => typeof text === "string" && text.trim() !== "" && [...text].length <= length * codePointsEach,
  );
}
