import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, type Outcome } from "./apply.ts";
import { game, history } from "./arbitraries.test-helper.ts";
import { type Frozen, freeze, thaw } from "./checkpoint.ts";
import type { Entry, Role } from "./commands.ts";
import type { Chunk } from "./lazy-map.ts";
import { projectHistory, projectOwn, projectState, projectTallies } from "./project.ts";
import { RecentEvents } from "./recent-events.ts";
import { emptyState, type State } from "./state.ts";

const roles: readonly Role[] = ["speaker", "moderator", "audience"];
const people = ["ada", "grace", "edsger", "mo", "nobody"];

/** Everything anybody can be shown of a state. */
function observed(state: State) {
  return roles.map((role) => ({
    view: projectState(state, role),
    history: projectHistory(state, role, 20),
    people: people.map((one) => [projectOwn(state, one), projectTallies(state, role, one)]),
  }));
}

function follow(state: State, entries: readonly Entry[]): { readonly outcomes: Outcome[]; readonly state: State } {
  const outcomes: Outcome[] = [];
  let now = state;
  for (const entry of entries) {
    const outcome = apply(now, entry);
    now = outcome.kind === "accepted" ? outcome.state : { ...now, seq: entry.seq, at: entry.at };
    outcomes.push(outcome);
  }
  return { outcomes, state: now };
}

/** Through text, as a file carries it. */
function carried(frozen: Frozen): Frozen {
  const chunks = <K extends string | number>(list: readonly Chunk<K>[]): Chunk<K>[] =>
    (JSON.parse(JSON.stringify(list.map(({ first, text }) => [first, text()]))) as [K, string][]).map(
      ([first, text]) => ({ first, text: () => text }),
    );
  const { state, recent, posts, people, accepted } = frozen;
  return { state, recent, posts: chunks(posts), people: chunks(people), accepted: chunks(accepted) };
}

const again = (state: State): State => thaw(carried(freeze({ state, recent: new RecentEvents(1).kept }))).state;

/** What an outcome tells, and where it leads. */
const told = (outcome: Outcome) => (outcome.kind === "accepted" ? outcome.events : outcome);

const histories = fc.oneof(history, game);

describe("a talk that is taken up from a checkpoint", () => {
  it("[L9] is the same to everybody", () => {
    fc.assert(
      fc.property(histories, (entries) => {
        const { state } = follow(emptyState, entries);
        const thawed = again(state);
        expect(thawed).toEqual(state);
        expect(JSON.parse(JSON.stringify(thawed))).toEqual(JSON.parse(JSON.stringify(state)));
        expect(observed(thawed)).toEqual(observed(state));
      }),
    );
  });

  it("[L9] [L4] goes on alike: the same events, duplicates, refusals and states, from wherever it was taken up", () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
        (entries, cuts) => {
          const whole = follow(emptyState, entries);
          const places = [...cuts.map((cut) => Math.floor(cut * entries.length)).sort((a, b) => a - b), entries.length];
          let state = emptyState;
          let from = 0;
          const outcomes: Outcome[] = [];
          for (const to of places) {
            const part = follow(again(state), entries.slice(from, to));
            outcomes.push(...part.outcomes);
            [state, from] = [part.state, to];
          }
          expect(outcomes.map(told)).toEqual(whole.outcomes.map(told));
          expect(state).toEqual(whole.state);
          expect(observed(state)).toEqual(observed(whole.state));
          // Everything that was accepted is a duplicate now, and with the same seq.
          expect(follow(again(state), entries).outcomes.map(told)).toEqual(
            follow(whole.state, entries).outcomes.map(told),
          );
        },
      ),
    );
  });

  it("[L9] [W3] remembers the events it remembered", () => {
    const event = (seq: number) => ({ event: "chatcleared", seq, at: seq }) as const;
    const recent = new RecentEvents(2);
    recent.add([1, 2, 3, 4, 5].map(event));
    const { recent: kept } = thaw(carried(freeze({ state: emptyState, recent: recent.kept })));
    const taken = new RecentEvents(2, kept);
    expect(taken.since(2)).toBeUndefined();
    expect(taken.since(3)).toEqual([event(4), event(5)]);
  });
});
