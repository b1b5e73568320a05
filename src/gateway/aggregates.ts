/**
 * Numbers and standings that change with every vote: told as aggregates at a bounded rate, as they are then (rule B3).
 * Tallies go to everybody who may see them; what is somebody's own goes to that participant's connections.
 */
import { encode } from "../protocol/encode.ts";
import type { Role } from "../talk/commands.ts";
import { personIn } from "../talk/people.ts";
import { projectOwn, projectTallies } from "../talk/project.ts";
import { placeOf } from "../talk/score.ts";
import { paceOf } from "../talk/signal.ts";
import type { PollState, State } from "../talk/state.ts";
import { Batch } from "./batch.ts";
import type { Beat } from "./beat.ts";

export interface Member {
  /** Says something whose last value counts. */
  fact(batch: Batch): void;
  /** Says something that passes. */
  message(batch: Batch): void;
  readonly role: Role;
  readonly participant: string;
}

/** What of the state is told here. */
const told = ["people", "polls", "upvotes", "hands", "pace", "scores", "muted", "leaderboard"] as const;

export class Aggregates {
  readonly #beat: Beat;
  readonly #everyMs: number;
  readonly #now: () => number;
  readonly #state: () => State;
  readonly #members: () => Iterable<Member>;
  #told: State;
  /** Participants whose welcome was newer than what was told last: between the two a number may have come back. */
  readonly #ahead = new Set<string>();
  #isDue = false;

  constructor(beat: Beat, everyMs: number, now: () => number, state: () => State, members: () => Iterable<Member>) {
    this.#beat = beat;
    this.#everyMs = everyMs;
    this.#now = now;
    this.#state = state;
    this.#members = members;
    this.#told = state();
  }

  /** The talk's state is another one: what changed is told at the next tick. */
  changed(): void {
    const state = this.#state();
    if (told.every((name) => state[name] === this.#told[name])) return;
    if (this.#isDue) return;
    this.#isDue = true;
    this.#beat.after(this.#everyMs, () => this.#tell());
  }

  /** This participant was just told everything as it is now. */
  welcomed(participant: string): void {
    if (this.#isDue) this.#ahead.add(participant);
  }

  #tell(): void {
    this.#isDue = false;
    const [before, state] = [this.#told, this.#state()];
    this.#told = state;
    const batches = new Map<string, Batch | null>();
    const afterVote = pollsShownAfterVote(state);
    // What is the same for the whole room is found out once: after a move this is all there is to do for most.
    const mayBeElsewhere = before.scores !== state.scores || before.muted !== state.muted;
    const mayHaveChanged = before.people !== state.people || this.#ahead.size > 0;
    for (const member of this.#members()) {
      const { role, participant } = member;
      const hasChanged = mayHaveChanged && this.#hasChanged(before, state, participant);
      const isNewPlace = mayBeElsewhere && isElsewhere(before, state, participant);
      if (hasChanged || isNewPlace || isOnNewSlide(before, state, participant))
        member.fact(new Batch([encode({ event: "own", own: projectOwn(state, participant) })]));
      // Whoever voted just now may see what they could not before.
      const since = hasChanged ? undefined : before;
      const seen = role === "audience" ? votedOn(afterVote, participant) : role;
      const batch = this.#tallies(batches, seen, state, member, since);
      if (batch !== null) member.fact(batch);
    }
    this.#ahead.clear();
  }

  #hasChanged(before: State, state: State, participant: string): boolean {
    return this.#ahead.has(participant) || before.people.get(participant) !== state.people.get(participant);
  }

  /** Encoded and framed once for all who may see the same (rule B1); null when there is nothing to tell. */
  #tallies(
    batches: Map<string, Batch | null>,
    seen: string,
    state: State,
    { role, participant }: Member,
    since: State | undefined,
  ): Batch | null {
    const key = `${since === undefined} ${seen}`;
    const known = batches.get(key);
    if (known !== undefined) return known;
    const tallies = projectTallies(state, role, participant, since);
    const isEmpty =
      tallies.signals === undefined &&
      tallies.leaderboard === undefined &&
      Object.keys(tallies.upvotes).length + Object.keys(tallies.polls).length === 0;
    const batch = isEmpty ? null : new Batch([encode({ event: "tallies", at: this.#now(), tallies })]);
    batches.set(key, batch);
    return batch;
  }
}

/** Whether others have moved them on the leaderboard. */
function isElsewhere(before: State, state: State, participant: string): boolean {
  const [was, is] = [placeOf(before, participant), placeOf(state, participant)];
  return was?.rank !== is?.rank || was?.points !== is?.points || was?.players !== is?.players;
}

/** Whether what they said about the pace is over (rule H2). */
function isOnNewSlide(before: State, state: State, participant: string): boolean {
  if (before.pace.since === state.pace.since) return false;
  return paceOf(before, personIn(before.people, participant)) !== undefined;
}

function pollsShownAfterVote(state: State): readonly (readonly [string, PollState])[] {
  return [...state.polls].filter(([, { poll }]) => poll.reveal === "vote");
}

/** Which of the polls whose results are seen after one's own vote this participant sees, as one name for them. */
function votedOn(polls: readonly (readonly [string, PollState])[], participant: string): string {
  return polls
    .filter(([, { answers }]) => answers.has(participant))
    .map(([id]) => id)
    .join(" ");
}
