/** Polls in a talk: opened, answered, closed. One answer a participant, which may change until it is closed. Pure. */
import { List, OrderedMap, Map as PersistentMap } from "immutable";
import type { Command, Entry } from "./commands.ts";
import type { PollEvent } from "./events.ts";
import { type Decision, effect, refuse } from "./outcome.ts";
import { changed, personIn } from "./people.ts";
import { answerProblem, contributions, type PollAnswer, type PollView, pollLimits, type Tally } from "./polls.ts";
import { answeredAtAfter, rescored } from "./score.ts";
import type { PollState, State } from "./state.ts";

type Of<Type extends Command["type"]> = Extract<Command, { type: Type }>;

/** Opens a poll, or the same one again with the answers it has. Another text under the same id is another poll. */
export function openPoll(state: State, entry: Entry, { poll }: Of<"openpoll">): Decision {
  const before = state.polls.get(poll.id);
  if (before === undefined && state.polls.size >= pollLimits.polls)
    return refuse("too-many-polls", { limit: pollLimits.polls });
  const isSame = before !== undefined && JSON.stringify(before.poll) === JSON.stringify(poll);
  const start = isSame ? before : emptyPoll(poll);
  const openedAt = start.answers.isEmpty() ? entry.at : start.openedAt;
  const closesAt = poll.time === null ? null : entry.at + poll.time * 1000;
  const opened: PollState = { ...start, phase: "open", openedAt, closesAt, revealed: null };
  return told(isSame ? state : forgotten(state, poll.id), entry, opened);
}

export function closePoll(state: State, entry: Entry, { poll: id }: Of<"closepoll">): Decision {
  const poll = state.polls.get(id);
  if (poll === undefined) return refuse("no-poll");
  return poll.phase === "closed" ? effect({}) : told(state, entry, { ...poll, phase: "closed", closesAt: null });
}

export function resetPoll(state: State, entry: Entry, { poll: id }: Of<"resetpoll">): Decision {
  const poll = state.polls.get(id);
  if (poll === undefined) return refuse("no-poll");
  return told(forgotten(state, id), entry, { ...poll, ...noAnswers });
}

export function revealPoll(state: State, entry: Entry, { poll: id, revealed }: Of<"revealpoll">): Decision {
  const poll = state.polls.get(id);
  return poll === undefined ? refuse("no-poll") : told(state, entry, { ...poll, revealed });
}

/** No event: tallies are told as aggregates (rule B3), one's own answer to oneself. */
export function vote(state: State, { at, author }: Entry, { poll: id, answer }: Of<"vote">): Decision {
  const poll = state.polls.get(id);
  if (poll === undefined) return refuse("no-poll");
  if (!state.features.polls.on) return refuse("feature-off", { what: "Polls are" });
  if (poll.phase === "closed" || (poll.closesAt !== null && at > poll.closesAt)) return refuse("poll-closed");
  const person = personIn(state.people, author.participant);
  const tidy = answer === null ? null : tidied(answer);
  const problem = tidy === null ? undefined : answerProblem(poll.poll, tidy);
  if (problem !== undefined) return refuse("bad-answer", { expected: problem });
  const before = poll.answers.get(author.participant);
  const counts = add(add(poll.counts, poll, before, -1), poll, tidy ?? undefined, 1);
  if (counts.size > Math.max(pollLimits.distinct, poll.counts.size))
    return refuse("too-many-answers", { limit: pollLimits.distinct });
  const answers = tidy === null ? poll.answers.remove(author.participant) : poll.answers.set(author.participant, tidy);
  const own = tidy === null ? person.answers.remove(id) : person.answers.set(id, tidy);
  const answeredAt = answeredAtAfter(poll, author, tidy, at);
  return effect({
    polls: state.polls.set(id, { ...poll, answers, counts, answeredAt }),
    people: changed(state.people, author.participant, { answers: own, clientName: author.name }),
  });
}

export function pollViewOf({ poll, phase, closesAt, revealed }: PollState): PollView {
  return { poll, phase, closesAt, revealed };
}

export function tallyOf({ poll, answers, counts }: PollState): Tally {
  const texts =
    poll.kind === "text"
      ? List(answers.values())
          .takeLast(pollLimits.texts)
          .map(([text]) => String(text))
      : List<string>();
  return { voters: answers.size, counts: inOrder(counts), texts: texts.toArray() };
}

/** Which of two words with as many votes comes first is the same for all, however the talk came to be where it is. */
function inOrder(counts: PollState["counts"]): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

const noAnswers: Pick<PollState, "answers" | "counts" | "answeredAt"> = {
  answers: OrderedMap(),
  counts: PersistentMap(),
  answeredAt: PersistentMap(),
};

function emptyPoll(poll: PollState["poll"]): PollState {
  return { poll, phase: "open", openedAt: 0, closesAt: null, revealed: null, ...noAnswers };
}

function told(state: State, { seq, at }: Entry, poll: PollState): Decision {
  const event: PollEvent = { event: "poll", seq, at, ...pollViewOf(poll) };
  const { id } = poll.poll;
  const scores = rescored(state.scores, state.polls.get(id), poll);
  return effect({ polls: state.polls.set(id, poll), people: state.people, scores }, event);
}

/** The state without anybody's answer to this poll. */
function forgotten(state: State, id: string): State {
  const answered = state.polls.get(id)?.answers.keys() ?? [];
  const people = [...answered].reduce(
    (all, participant) => changed(all, participant, { answers: personIn(all, participant).answers.remove(id) }),
    state.people,
  );
  return { ...state, people };
}

function add(
  counts: PollState["counts"],
  { poll }: PollState,
  answer: PollAnswer | undefined,
  sign: 1 | -1,
): PollState["counts"] {
  if (answer === undefined) return counts;
  return contributions(poll, answer).reduce((sum, [key, amount]) => {
    const count = sum.get(key, 0) + sign * amount;
    return count === 0 ? sum.remove(key) : sum.set(key, count);
  }, counts);
}

function tidied(answer: PollAnswer): PollAnswer {
  return answer.map((value) => (typeof value === "string" ? value.trim() : value)) as PollAnswer;
}
