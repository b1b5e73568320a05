/** Whether two screens of one role show the same. */
import { isDeepStrictEqual } from "node:util";
import type { Tallies } from "../../src/talk/project.ts";
import type { View } from "../../src/talk/view.ts";

export type Screen = { readonly view: View; readonly tallies: Tallies };

/** What the first shows otherwise than who has just joined; empty where nothing. */
export function differences(screen: Screen, late: Screen): readonly string[] {
  const names = new Set([...Object.keys(screen.view), ...Object.keys(late.view)]) as Set<keyof View>;
  return [
    ...[...names].flatMap((name) => differs(name, screen.view[name], late.view[name])),
    ...Object.keys(late.tallies.polls).flatMap((id) =>
      differs(`poll ${id}`, screen.tallies.polls[id], late.tallies.polls[id]),
    ),
    ...Object.keys(late.tallies.upvotes).flatMap((id) =>
      differs(`upvotes of ${id}`, screen.tallies.upvotes[id], late.tallies.upvotes[id]),
    ),
  ];
}

function differs(what: string, shown: unknown, late: unknown): string[] {
  if (isDeepStrictEqual(shown, late)) return [];
  return [`shows ${what} otherwise than to who comes late: ${brief(shown)} and ${brief(late)}`];
}

/** The end is what changed last. */
function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 100 ? text : `… ${text.slice(-100)}`;
}
