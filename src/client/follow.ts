/**
 * Following or browsing: a small state machine, apart from any screen (rules F3, F4, F6).
 *
 * A follower's screen is where the speaker is. Somebody who steps away browses, and stays where they went until they
 * come back, the live position reaches them, or the speaker locks browsing.
 */
import type { Position } from "../talk/commands.ts";
import { samePosition } from "../talk/position.ts";
import { mayBrowse, type View } from "../talk/view.ts";

export type Follow = { readonly kind: "following" } | { readonly kind: "browsing"; readonly at: Position };

export const following: Follow = { kind: "following" };

/** The person moved their deck to `to`. `undone` when they may not look there: put the screen back. */
export function stepped(state: Follow, to: Position, view: View): { readonly state: Follow; readonly undone: boolean } {
  if (samePosition(to, view.position)) return { state: following, undone: false };
  if (mayBrowse(view, to)) return { state: { kind: "browsing", at: to }, undone: false };
  return { state: view.browsing === "locked" ? following : state, undone: true };
}

/** The talk has changed: whoever is no longer allowed away, or whom the speaker has caught up with, follows again. */
export function talkChanged(state: Follow, view: View): Follow {
  if (state.kind === "following") return state;
  const mayStay = mayBrowse(view, state.at) && !samePosition(state.at, view.position);
  return mayStay ? state : following;
}

/** What the screen shows. */
export function target(state: Follow, view: View): Position {
  return state.kind === "browsing" ? state.at : view.position;
}
