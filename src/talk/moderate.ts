/** Moderating: approving, hiding, pinning, answering, and what is offered at all. Pure. */
import type { Command, Entry } from "./commands.ts";
import { maxEmoji, maxSlowSeconds, withChange } from "./features.ts";
import { type Decision, effect, refuse } from "./outcome.ts";
import { touched } from "./people.ts";
import { chatMessageOf, maxPostLength, type Post } from "./posts.ts";
import type { State } from "./state.ts";
import { changedPost, shown } from "./write.ts";

type Of<Type extends Command["type"]> = Extract<Command, { type: Type }>;

export function approve(state: State, entry: Entry, { post: id }: Of<"approve">): Decision {
  const post = state.posts.get(id);
  if (post?.status !== "waiting") return refuse("post-gone");
  const approved: Post = { ...post, status: "shown", shownBy: entry.seq };
  const waiting = state.waiting.filter((one) => one !== id);
  const people = touched(state.people, post.author);
  return shown(state, entry, approved, { waiting, people, posts: state.posts.set(id, approved) });
}

/** What waits and is hidden is refused: it was never shown, and is gone from the list. */
export function hide(state: State, entry: Entry, { post: id, hidden }: Of<"hide">): Decision {
  const post = state.posts.get(id);
  if (post === undefined || post.status === "deleted") return refuse("post-gone");
  if (post.status === "waiting" && !hidden) return refuse("post-gone");
  // It was never shown, so nothing may bring it back to a place it never had.
  if (post.shownBy === 0 && post.status === "hidden") return refuse("post-gone");
  return changedPost(state, entry, { ...post, status: hidden ? "hidden" : "shown" });
}

export function pin(state: State, entry: Entry, { post: id, pinned }: Of<"pin">): Decision {
  const post = state.posts.get(id);
  return post?.status === "shown" ? changedPost(state, entry, { ...post, pinned }) : refuse("post-gone");
}

export function answer(state: State, entry: Entry, { question, answered, text = "" }: Of<"answer">): Decision {
  const post = state.posts.get(question);
  if (post?.kind !== "question" || post.status !== "shown") return refuse("post-gone");
  if (text.length > maxPostLength)
    return refuse("too-long", { what: "An answer", limit: maxPostLength, length: text.length });
  return changedPost(state, entry, { ...post, answered, answer: text.trim() });
}

export function spotlight(state: State, { seq, at }: Entry, { post: id }: Of<"spotlight">): Decision {
  const post = id === null ? undefined : state.posts.get(id);
  if (id !== null && post?.status !== "shown") return refuse("post-gone");
  const message = post?.kind === "chat" ? chatMessageOf(post) : null;
  return effect({ spotlight: id }, { event: "spotlight", seq, at, post: id, message });
}

export function changeScreen(state: State, { seq, at }: Entry, { show }: Of<"screen">): Decision {
  const { poll, reactions } = state.screen;
  const screen = { poll: show.poll ?? poll, reactions: show.reactions ?? reactions };
  return effect({ screen }, { event: "screen", seq, at, show: screen });
}

export function clearChat(state: State, { seq, at }: Entry): Decision {
  const isCleared = state.spotlight !== null && state.posts.get(state.spotlight)?.kind === "chat";
  return effect(
    { chat: state.chat.clear(), ...(isCleared ? { spotlight: null } : {}) },
    { event: "chatcleared", seq, at },
  );
}

export function changeFeature(state: State, { seq, at }: Entry, command: Of<"feature">): Decision {
  const { type: _type, feature, ...change } = command;
  if ((change.slowSeconds ?? 0) > maxSlowSeconds)
    return refuse("bad-message", { problem: `slowSeconds is at most ${maxSlowSeconds}` });
  const { emoji = [] } = change;
  if (emoji.length > maxEmoji.count || emoji.some((one) => one.trim() === "" || one.length > maxEmoji.length)) {
    return refuse("bad-message", { problem: `emoji are up to ${maxEmoji.count} short texts` });
  }
  const features = withChange(state.features, feature, change);
  return effect({ features }, { event: "features", seq, at, features });
}
