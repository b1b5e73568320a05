/** Whom an act of moderation is about. Apart from `mute.ts`, since clients use it too. */

/** A participant, or who wrote a post without a name. */
export type Who = { readonly participant: string } | { readonly post: number };

/** Who is muted, as moderators see it; `name` is empty where it was left out. */
export type Muted = { readonly who: Who; readonly name: string };

/** The same for the same `who`, and for no other. */
export function markOf(who: Who): string {
  return "post" in who ? `post ${who.post}` : `participant ${who.participant}`;
}
