/** What people write: chat messages and questions. Shapes and limits; what may be done with them is in `write.ts`. */

export type PostKind = "chat" | "question";

/** A post as the fold knows it. Its `id` is the seq of the entry that wrote it. */
export type Post = {
  readonly id: number;
  readonly kind: PostKind;
  /** Server clock, Unix milliseconds. */
  readonly at: number;
  /** Seq of the entry that showed it; 0 while it waits. */
  readonly shownBy: number;
  readonly author: string;
  readonly name: string;
  /** Written without a name: nobody is told whose it is. */
  readonly anonymous: boolean;
  readonly text: string;
  /** The message this one answers. */
  readonly replyTo: number | null;
  readonly edited: boolean;
  readonly status: "waiting" | "shown" | "hidden" | "deleted";
  readonly pinned: boolean;
  /** Questions: answered in the talk, and perhaps in text. */
  readonly answered: boolean;
  readonly answer: string;
};

/** Who wrote it; both empty for somebody who left the name out. */
export type Writer = { readonly id: string; readonly name: string };

type ShownPost = {
  readonly id: number;
  /** Of the entry that showed it: what was approved late is newer than what was written after it. */
  readonly seq: number;
  readonly at: number;
  readonly from: Writer;
  readonly edited?: true | undefined;
  readonly pinned?: true | undefined;
  /** Moderators only: hidden, with its text. */
  readonly hidden?: true | undefined;
};

/** A chat message as people see it. `gone`: hidden or deleted, an empty place in the conversation. */
export type ChatMessage = ShownPost & {
  readonly chat: string;
  readonly replyTo?: number | undefined;
  readonly gone?: true | undefined;
};

export type Question = ShownPost & {
  readonly text: string;
  readonly answered?: true | undefined;
  readonly answer?: string | undefined;
};

/** Something that waits for approval; moderators and its author see it. */
export type WaitingPost = {
  readonly id: number;
  readonly at: number;
  readonly kind: PostKind;
  readonly from: Writer;
  readonly text: string;
};

/** How long a post may be changed or taken back by who wrote it, in milliseconds. */
export const changeableMs = 120_000;
/** The longest post in characters as people see them; checked before the log, since what a character is may change. */
export const maxPostCharacters: Readonly<Record<PostKind, number>> = { chat: 1000, question: 300 };
/** The longest post in UTF-16 code units, whatever the characters are. */
export const maxPostLength = 16_000;
/** How many of the newest messages a snapshot carries; older ones are asked for. */
export const chatWindow = 100;
/** How many questions a talk holds. */
export const maxQuestions = 1000;

export function writerOf({ anonymous, author, name }: Post): Writer {
  return anonymous ? { id: "", name: "" } : { id: author, name };
}

/** As moderators see it. */
export function chatMessageOf(post: Post): ChatMessage {
  const { id, at, replyTo, edited, pinned, status } = post;
  const place = { id, seq: post.shownBy, at };
  if (status === "deleted") return { ...place, from: { id: "", name: "" }, chat: "", gone: true };
  return {
    ...place,
    from: writerOf(post),
    chat: post.text,
    ...(replyTo === null ? {} : { replyTo }),
    ...(edited && { edited }),
    ...(pinned && { pinned }),
    ...(status === "hidden" && { hidden: true as const }),
  };
}

/** What is left of a hidden message for the audience: its place. */
export function chatForAudience(message: ChatMessage): ChatMessage {
  const { id, seq, at } = message;
  return message.hidden ? { id, seq, at, from: { id: "", name: "" }, chat: "", gone: true } : message;
}

/** As moderators see it; null when it was deleted. */
export function questionOf(post: Post): Question | null {
  const { id, at, text, edited, pinned, answered, answer, status } = post;
  if (status === "deleted") return null;
  return {
    id,
    seq: post.shownBy,
    at,
    from: writerOf(post),
    text,
    ...(edited && { edited }),
    ...(pinned && { pinned }),
    ...(answered && { answered }),
    ...(answer !== "" && { answer }),
    ...(status === "hidden" && { hidden: true as const }),
  };
}

/** Hidden questions are not there for the audience. */
export function questionForAudience(question: Question | null): Question | null {
  return question?.hidden ? null : question;
}

export function waitingPostOf(post: Post): WaitingPost {
  const { id, at, kind, text } = post;
  return { id, at, kind, from: writerOf(post), text };
}
