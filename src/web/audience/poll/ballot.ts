/** The polls as one person meets them: which are open, what they answered, and how the room stands. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Own, Tallies } from "../../../client/client.ts";
import type { PollAnswer, PollView } from "../../../talk/polls.ts";
import type { Talk } from "../../ui/talk.ts";

export type Ballot = {
  /** Newest first: what is open, and what was closed while this page had it open. */
  readonly polls: ReadonlySignal<readonly PollView[]>;
  /** How many open polls this person has not answered. */
  readonly unanswered: ReadonlySignal<number>;
  readonly tallies: ReadonlySignal<Tallies>;
  readonly connected: ReadonlySignal<boolean>;
  answerTo(poll: string): PollAnswer | undefined;
  vote(poll: string, answer: PollAnswer | null): void;
  /** The server's time, Unix milliseconds. */
  now(): number;
};

/** `raise` is called once for each poll that opens and waits for this person. */
export function createBallot(talk: Talk, raise: () => void): Ballot {
  const { client, view, status, send } = talk;
  const own = signal<Own | undefined>(client.own);
  const tallies = signal<Tallies>(client.tallies);
  /** What was voted here and not yet told back; shown at once. */
  const sent = signal<Readonly<Record<string, PollAnswer | null>>>({});
  const met = signal<readonly string[]>([]);

  client.on((happening) => {
    if (happening.type === "tallies") tallies.value = happening.tallies;
    if (happening.type !== "own") return;
    own.value = happening.own;
    sent.value = {};
  });

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
    return here === undefined ? own.value?.answers[poll] : (here ?? undefined);
  };
  return {
    polls: computed(() => {
      const { polls } = view.value;
      return met.value.flatMap((id) => polls[id] ?? []).reverse();
    }),
    unanswered: computed(() => open.value.filter(({ poll }) => answerTo(poll.id) === undefined).length),
    tallies,
    connected: computed(() => status.value === "live"),
    answerTo,
    vote(poll, answer) {
      sent.value = { ...sent.peek(), [poll]: answer };
      send({ event: "vote", poll, answer });
    },
    now: () => client.now(),
  };
}

function isTyping(): boolean {
  return document.activeElement?.closest("input, textarea") !== null && document.activeElement !== null;
}
