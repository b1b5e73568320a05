/**
 * What the talk knows of one participant: what they called themselves, whether they are muted, and what they said to
 * questions and polls. Everything that is somebody's own is in one place, so that it is shown to them alone.
 */
import { List, Map as PersistentMap, Set as PersistentSet } from "immutable";
import { guestName, type Pace } from "./commands.ts";
import { LazyMap } from "./lazy-map.ts";
import type { PollAnswer } from "./polls.ts";

export type Person = {
  /** What they called themselves; undefined: the name their client came with. */
  readonly name: string | undefined;
  /** The name their client came with when they last wrote, voted or raised their hand. */
  readonly clientName: string;
  readonly muted: boolean;
  /** When they last wrote into the chat, server clock; 0: never. */
  readonly wroteAt: number;
  /** Questions they want answered. */
  readonly upvotes: PersistentSet<number>;
  /** Poll → their answer. */
  readonly answers: PersistentMap<string, PollAnswer>;
  /** Whether they raise their hand. */
  readonly handUp: boolean;
  /** How the talk goes for them, said since the move `since`; it is over with the next slide. */
  readonly pace: { readonly since: number; readonly pace: Pace } | undefined;
  /** Ids of what they wrote, in order. */
  readonly written: List<number>;
};

export type People = LazyMap<string, Person>;

const nobodyYet: Person = {
  name: undefined,
  clientName: guestName,
  muted: false,
  wroteAt: 0,
  upvotes: PersistentSet(),
  answers: PersistentMap(),
  handUp: false,
  pace: undefined,
  written: List(),
};

export function personIn(people: People, participant: string): Person {
  return people.get(participant) ?? nobodyYet;
}

export function changed(people: People, participant: string, change: Partial<Person>): People {
  return people.set(participant, { ...personIn(people, participant), ...change });
}

/** The same person, but another one to whoever compares: what is their own has changed elsewhere in the state. */
export function touched(people: People, participant: string): People {
  return changed(people, participant, {});
}

export const nobody: People = LazyMap.empty();
