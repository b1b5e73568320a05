/** The polls as one person meets them: which are open, what they answered, and how the room stands. */
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Own, Tallies } from "../../../client/client.ts";
import type { PollAnswer, PollView } from "../../../talk/polls.ts";
import { refusalText } from "../../ui/i18n/text.ts";
import type { Talk } from "../../ui/talk.ts";

export type Ballot = {
  /** Newest first: what is open, and what was closed while this page had it open. */
  readonly polls: ReadonlySignal<readonly PollView[]>;
  /** How many open polls this person has not answered. */
  readonly unanswered: ReadonlySignal<number>;
  readonly tallies: ReadonlySignal<Tallies>;
  readonly connected: ReadonlySignal<boolean>;
  /** Whether the speaker takes answers at all. */
  readonly isOn: ReadonlySignal<boolean>;
  /** As the person sees it: what they sent last, told back or not. */
  answerTo(poll: string): PollAnswer | undefined;
  /** Whether the server has that answer, as far as is known. */
  isCounted(poll: string): boolean;
  /** How often their answer was taken from them, by a reset or another poll in its place. */
  resetsOf(poll: string): number;
  /** Why the last answer was refused, in words; empty when it was not. */
  problemWith(poll: string): string;
  vote(poll: string, answer: PollAnswer | null): void;
  /** The server's time, Unix milliseconds. */
  now(): number;
};

type Sent = { readonly answer: PollAnswer | null; readonly accepted: boolean };

/** `raise` is called once for each poll that opens and waits for this person. */
export function createBallot(talk: Talk, raise: () => void): Ballot {
  const { client, view, status } = talk;
  const own = signal<Own | undefined>(client.own);
  const tallies = signal<Tallies>(client.tallies);
  /** What was voted here and not yet told back; shown at once. */
  const sent = signal<Readonly<Record<string, Sent>>>({});
  const resets = signal<Readonly<Record<string, number>>>({});
  const problems = signal<Readonly<Record<string, string>>>({});
  const met = signal<readonly string[]>([]);

  client.on((happening) => {
    if (happening.type === "tallies") tallies.value = happening.tallies;
    if (happening.type !== "own") return;
    const { answers } = happening.own;
    const lost = Object.keys({ ...own.peek()?.answers, ...sent.peek() }).filter(
      (id) => answers[id] === undefined && wasCounted(id),
    );
    batch(() => {
      own.value = happening.own;
      for (const id of lost) resets.value = { ...resets.peek(), [id]: (resets.peek()[id] ?? 0) + 1 };
      // What is still on its way is newer than what is told.
      sent.value = only(sent.peek(), (one, id) => !one.accepted && !isSame(one.answer, answers[id]));
    });
  });

  /** Whether the server had an answer, and was not asked for another or none since. */
  function wasCounted(poll: string): boolean {
    const last = sent.peek()[poll];
    return last === undefined ? own.peek()?.answers[poll] !== undefined : last.accepted && last.answer !== null;
  }

  const settle = (poll: string, one: Sent, problem?: string): void => {
    if (sent.peek()[poll] !== one) return;
    const isTold = problem !== undefined || isSame(one.answer, own.peek()?.answers[poll]);
    batch(() => {
      const others = only(sent.peek(), (_, id) => id !== poll);
      // Accepted, and told with the next aggregate: until then the one before would come back for a moment.
      sent.value = isTold ? others : { ...others, [poll]: { ...one, accepted: true } };
      if (problem !== undefined) problems.value = { ...problems.peek(), [poll]: problem };
    });
  };

  const open = computed(() => {
    const { polls, features } = view.value;
    return features.polls.on ? Object.values(polls).filter(({ phase }) => phase === "open") : [];
  });
  effect(() => {
    const fresh = open.value.map(({ poll }) => poll.id).filter((id) => !met.peek().includes(id));
    // Until it is known what they answered, a reload would raise the sheet for nothing.
    if (fresh.length === 0 || own.value === undefined) return;
    met.value = [...met.peek(), ...fresh];
    const isNew = fresh.some((id) => own.peek()?.answers[id] === undefined);
    // Once for each poll, and never over something that is being written.
    if (isNew && !isTyping()) raise();
  });

  const answerTo = (poll: string): PollAnswer | undefined => {
    const here = sent.value[poll];
    return here === undefined ? own.value?.answers[poll] : (here.answer ?? undefined);
  };
  return {
    polls: computed(() => {
      const { polls } = view.value;
      return met.value.flatMap((id) => polls[id] ?? []).reverse();
    }),
    unanswered: computed(() => open.value.filter(({ poll }) => answerTo(poll.id) === undefined).length),
    tallies,
    connected: computed(() => status.value === "live"),
    isOn: computed(() => view.value.features.polls.on),
    answerTo,
    isCounted: (poll) => sent.value[poll]?.accepted ?? own.value?.answers[poll] !== undefined,
    resetsOf: (poll) => resets.value[poll] ?? 0,
    problemWith: (poll) => problems.value[poll] ?? "",
    vote(poll, answer) {
      const one: Sent = { answer, accepted: false };
      batch(() => {
        sent.value = { ...sent.peek(), [poll]: one };
        problems.value = only(problems.peek(), (_, id) => id !== poll);
      });
      client.send({ event: "vote", poll, answer }).then(
        () => settle(poll, one),
        (error) => settle(poll, one, refusalText(error)),
      );
    },
    now: () => client.now(),
  };
}

/** A radio button keeps the focus after a tap, and is no text. */
function isTyping(): boolean {
  return document.activeElement?.matches("textarea, input:not([type=radio], [type=checkbox])") === true;
}

function only<T>(all: Readonly<Record<string, T>>, keep: (one: T, id: string) => boolean): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(all).filter(([id, one]) => keep(one, id)));
}

function isSame(one: PollAnswer | null, other: PollAnswer | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other ?? null);
}
