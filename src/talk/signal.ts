/** Signals to the speaker: a raised hand, and how the pace is. Only moderators are told. Pure. */
import type { Command, Entry, Pace } from "./commands.ts";
import { type Decision, type Effect, effect, refuse } from "./outcome.ts";
import { changed, type Person, personIn } from "./people.ts";
import type { State } from "./state.ts";

type Of<Type extends Command["type"]> = Extract<Command, { type: Type }>;

export function raiseHand(state: State, { at, author }: Entry, { up }: Of<"hand">): Decision {
  if (up && !state.features.hands.on) return refuse("feature-off", { what: "Raised hands are" });
  const person = personIn(state.people, author.participant);
  if (person.handUp === up) return effect({});
  if (!up) return lowerHand(state, author.participant);
  if (person.muted) return refuse("muted");
  const hand = { participant: author.participant, name: person.name ?? author.name, at };
  return effect({
    hands: state.hands.push(hand),
    people: changed(state.people, author.participant, { handUp: true, clientName: author.name }),
  });
}

/** One participant's hand, or with null everybody's. */
export function lowerHand(state: State, participant: string | null): Effect {
  const down = state.hands.filter((hand) => participant === null || hand.participant === participant);
  const people = down.reduce((all, hand) => changed(all, hand.participant, { handUp: false }), state.people);
  return effect({ people, hands: state.hands.filter((hand) => !down.includes(hand)) });
}

export function setPace(state: State, { author }: Entry, { pace }: Of<"pace">): Decision {
  if (pace !== null && !state.features.pace.on) return refuse("feature-off", { what: "The pace gauge is" });
  const before = paceOf(state, personIn(state.people, author.participant));
  if (before === (pace ?? undefined)) return effect({});
  const { since } = state.pace;
  const counts = { ...state.pace.counts };
  if (before !== undefined) counts[before] -= 1;
  if (pace !== null) counts[pace] += 1;
  const own = pace === null ? undefined : { since, pace };
  return effect({ pace: { since, counts }, people: changed(state.people, author.participant, { pace: own }) });
}

/** What a person says about the pace now. */
export function paceOf(state: State, { pace }: Person): Pace | undefined {
  return pace?.since === state.pace.since ? pace.pace : undefined;
}
