/** Writing: chat messages and questions, by whom, when shown, changed, taken back. Pure. */
import type { Command, Entry } from "./commands.ts";
import { maxNameLength } from "./commands.ts";
import type { TalkEvent } from "./events.ts";
import { type Decision, effect, type Refusal, refuse } from "./outcome.ts";
import { changed, personIn, touched } from "./people.ts";
import {
  changeableMs,
  chatMessageOf,
  maxPostLength,
  maxQuestions,
  type Post,
  questionOf,
  waitingPostOf,
} from "./posts.ts";
import type { State } from "./state.ts";

type Of<Type extends Command["type"]> = Extract<Command, { type: Type }>;

export function isModerator({ author }: Entry): boolean {
  return author.role === "speaker" || author.role === "moderator";
}

export function write(state: State, entry: Entry, command: Of<"chat"> | Of<"ask">): Decision {
  const kind = command.type === "chat" ? "chat" : "question";
  const problem = textProblem(command.text, kind) ?? mayWrite(state, entry, kind);
  if (problem !== undefined) return problem;
  if (kind === "question" && state.questions.size >= maxQuestions)
    return refuse("too-many-questions", { limit: maxQuestions });
  const { seq, at, author } = entry;
  const feature = kind === "chat" ? state.features.chat : state.features.questions;
  const waits = !isModerator(entry) && (feature.approve || command.held === true);
  const person = personIn(state.people, author.participant);
  const replyTo = command.type === "chat" ? (command.replyTo ?? null) : null;
  const post: Post = {
    id: seq,
    kind,
    at,
    shownBy: waits ? 0 : seq,
    author: author.participant,
    name: person.name ?? author.name,
    anonymous: command.anonymous === true && feature.anonymous,
    text: command.text,
    replyTo: replyTo !== null && state.posts.get(replyTo)?.kind === "chat" ? replyTo : null,
    edited: false,
    status: waits ? "waiting" : "shown",
    pinned: false,
    answered: false,
    answer: "",
  };
  const people = changed(state.people, author.participant, {
    written: person.written.push(seq),
    clientName: author.name,
    ...(kind === "chat" ? { wroteAt: at } : {}),
  });
  const change = { people, posts: state.posts.set(seq, post) };
  if (!waits) return shown({ ...state, ...change }, entry, post, change);
  const waiting: TalkEvent = { event: "waiting", seq, at, id: seq, post: waitingPostOf(post) };
  return effect({ ...change, waiting: state.waiting.push(seq) }, waiting);
}

/** The post takes its place among those shown. `change` is what else happens with it. */
export function shown(state: State, { seq, at }: Entry, post: Post, change: Partial<State>): Decision {
  if (post.kind === "chat") {
    return effect({ ...change, chat: state.chat.push(post.id) }, { event: "chat", ...chatMessageOf(post) });
  }
  const questions = state.questions.push(post.id);
  return effect({ ...change, questions }, { event: "question", seq, at, id: post.id, question: questionOf(post) });
}

export function edit(state: State, entry: Entry, command: Of<"edit">): Decision {
  const post = state.posts.get(command.post);
  const problem = mayChange(entry, post) ?? textProblem(command.text, post?.kind ?? "chat");
  if (problem !== undefined || post === undefined) return problem ?? refuse("post-gone");
  const feature = post.kind === "chat" ? state.features.chat : state.features.questions;
  // What was approved is not what it would become; and what waits is read as it was written.
  if (!isModerator(entry) && (feature.approve || command.held === true || post.status === "waiting")) {
    return refuse("edit-approved");
  }
  return changedPost(state, entry, { ...post, text: command.text, edited: true });
}

export function takeBack(state: State, entry: Entry, command: Of<"delete">): Decision {
  const post = state.posts.get(command.post);
  const problem = isModerator(entry) ? undefined : mayChange(entry, post);
  if (problem !== undefined || post === undefined || post.status === "deleted") return problem ?? refuse("post-gone");
  // Only the place stays; the words are not kept in the state.
  return changedPost(state, entry, { ...post, text: "", answer: "", status: "deleted", pinned: false });
}

export function rename(state: State, { author }: Entry, { name }: Of<"rename">): Decision {
  const tidy = name.trim();
  if (tidy.length > maxNameLength)
    return refuse("too-long", { what: "A name", limit: maxNameLength, length: tidy.length });
  const known = tidy === "" ? undefined : tidy;
  return effect({ people: changed(state.people, author.participant, { name: known }) });
}

export function upvote(state: State, { author }: Entry, { question, up }: Of<"upvote">): Decision {
  const post = state.posts.get(question);
  if (!state.features.questions.on) return refuse("feature-off", { what: "Questions are" });
  if (post?.kind !== "question" || post.status !== "shown") return refuse("post-gone");
  const person = personIn(state.people, author.participant);
  if (person.upvotes.has(question) === up) return effect({});
  const upvotes = up ? person.upvotes.add(question) : person.upvotes.remove(question);
  return effect({
    people: changed(state.people, author.participant, { upvotes }),
    upvotes: state.upvotes.update(question, 0, (count) => count + (up ? 1 : -1)),
  });
}

/** Puts the changed post in its place, and tells those who saw it. */
export function changedPost(state: State, { seq, at }: Entry, post: Post): Decision {
  const before = state.posts.get(post.id);
  const posts = state.posts.set(post.id, post);
  const spotlight = state.spotlight === post.id && post.status !== "shown" ? null : state.spotlight;
  if (before?.status === "waiting") {
    const waiting = state.waiting.filter((id) => id !== post.id);
    return effect(
      { posts, waiting, people: touched(state.people, post.author) },
      { event: "waiting", seq, at, id: post.id, post: null },
    );
  }
  const change = { posts, spotlight };
  if (post.kind === "chat") return effect(change, { event: "chatchange", seq, at, message: chatMessageOf(post) });
  return effect(change, { event: "question", seq, at, id: post.id, question: questionOf(post) });
}

function textProblem(text: string, kind: Post["kind"]): Refusal | undefined {
  const what = kind === "chat" ? "A message" : "A question";
  if (text.trim() === "") return refuse("empty", { what: kind === "chat" ? "The message" : "The question" });
  return text.length > maxPostLength
    ? refuse("too-long", { what, limit: maxPostLength, length: text.length })
    : undefined;
}

function mayWrite(state: State, entry: Entry, kind: Post["kind"]): Refusal | undefined {
  if (isModerator(entry)) return undefined;
  const { chat, questions } = state.features;
  if (!(kind === "chat" ? chat : questions).on)
    return refuse("feature-off", { what: kind === "chat" ? "The chat is" : "Questions are" });
  const { muted, wroteAt } = personIn(state.people, entry.author.participant);
  if (muted) return refuse("muted");
  const wait = wroteAt + chat.slowSeconds * 1000 - entry.at;
  return kind === "chat" && wroteAt > 0 && wait > 0
    ? refuse("slow-mode", { seconds: Math.ceil(wait / 1000) })
    : undefined;
}

function mayChange({ at, author }: Entry, post: Post | undefined): Refusal | undefined {
  if (post === undefined || post.status === "deleted") return refuse("post-gone");
  if (post.author !== author.participant) return refuse("not-allowed", { who: "the author" });
  if (post.status === "hidden") return refuse("post-gone");
  return at - post.at > changeableMs ? refuse("too-late", { minutes: changeableMs / 60_000 }) : undefined;
}
