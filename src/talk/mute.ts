/**
 * Muting and removing (rule M2). Who wrote without a name is muted by that post, and moderators are told of the post
 * alone: not what else is theirs, nor that they also wrote under a name. So every mark stands by itself, and somebody
 * is muted while one of theirs stands.
 */
import type { OrderedMap } from "immutable";
import type { Command, Entry } from "./commands.ts";
import { type Decision, effect, refuse } from "./outcome.ts";
import { changed, personIn } from "./people.ts";
import { lowerHand } from "./signal.ts";
import type { State } from "./state.ts";
import { type Muted, markOf, type Who } from "./who.ts";

/** By `markOf`, in the order they were made. */
export type Marks = OrderedMap<string, Mark>;
export type Mark = Muted & { readonly participant: string };

type Of<Type extends Command["type"]> = Extract<Command, { type: Type }>;
type Target = Mark;

export function mute(state: State, { seq, at }: Entry, { who, muted }: Of<"mute">): Decision {
  const target = targetOf(state, who);
  if (target === undefined) return refuse("post-gone");
  if (state.muted.has(markOf(target.who)) === muted) return effect({});
  const event = { event: "mute", seq, at, who: target.who, name: target.name, muted } as const;
  return effect(marked(state, target, muted), event);
}

/** The gateway hears of it and closes their connections. */
export function remove(state: State, { seq, at }: Entry, { who }: Of<"remove">): Decision {
  const target = targetOf(state, who);
  if (target === undefined) return refuse("post-gone");
  // Whose hand went down with a post without a name would say whose post it was.
  const lowered = "post" in target.who ? state : { ...state, ...lowerHand(state, target.participant).change };
  const { hands } = lowered;
  const event = { event: "mute", seq, at, who: target.who, name: target.name, muted: true, removed: true } as const;
  return effect({ hands, ...marked(lowered, target, true) }, event);
}

/** Whom an event of muting or removing is about; undefined when their post is unknown. */
export function participantOf(state: State, who: Who): string | undefined {
  return "post" in who ? state.posts.get(who.post)?.author : who.participant;
}

/** A post with a name stands for who wrote it. */
function targetOf(state: State, who: Who): Target | undefined {
  if ("participant" in who) {
    const { name, clientName } = personIn(state.people, who.participant);
    return { who, name: name ?? clientName, participant: who.participant };
  }
  const post = state.posts.get(who.post);
  if (post === undefined) return undefined;
  const { anonymous, author, name } = post;
  return anonymous
    ? { who, name: "", participant: author }
    : { who: { participant: author }, name, participant: author };
}

function marked(state: State, target: Target, isSet: boolean): Pick<State, "muted" | "people"> {
  const mark = markOf(target.who);
  const marks = isSet ? state.muted.set(mark, target) : state.muted.remove(mark);
  const muted = marks.some(({ participant }) => participant === target.participant);
  return { muted: marks, people: changed(state.people, target.participant, { muted }) };
}
