/** What people wrote, as the desk lists it: messages, questions and what waits, in one shape. Pure. */
import type { ChatMessage, Question, WaitingPost } from "../../../talk/posts.ts";

export type DeskPost = {
  readonly id: number;
  readonly at: number;
  readonly kind: "chat" | "question";
  /** Both empty where the name was left out. */
  readonly from: { readonly id: string; readonly name: string };
  readonly text: string;
  readonly waiting: boolean;
  readonly hidden: boolean;
  readonly pinned: boolean;
  readonly edited: boolean;
  readonly answered: boolean;
  readonly answer: string;
  readonly replyTo: number | undefined;
};

const plain = {
  waiting: false,
  hidden: false,
  pinned: false,
  edited: false,
  answered: false,
  answer: "",
  replyTo: undefined,
};

export function postOfMessage({ id, at, from, chat, replyTo, edited, pinned, hidden }: ChatMessage): DeskPost {
  return { ...plain, id, at, kind: "chat", from, text: chat, replyTo, ...flags({ edited, pinned, hidden }) };
}

export function postOfQuestion(question: Question): DeskPost {
  const { id, at, from, text, answer = "", answered, edited, pinned, hidden } = question;
  return { ...plain, id, at, kind: "question", from, text, answer, ...flags({ answered, edited, pinned, hidden }) };
}

export function postThatWaits({ id, at, kind, from, text }: WaitingPost): DeskPost {
  return { ...plain, id, at, kind, from, text, waiting: true };
}

export type Sorting = "votes" | "time";

/** What is to be answered first: pinned, then open by votes or time, then answered, then hidden. */
export function sortQuestions(
  questions: readonly DeskPost[],
  votes: Readonly<Record<string, number>>,
  by: Sorting,
): readonly DeskPost[] {
  const group = ({ hidden, answered, pinned }: DeskPost): number => (hidden ? 3 : answered ? 2 : pinned ? 0 : 1);
  const count = ({ id }: DeskPost): number => (by === "votes" ? (votes[id] ?? 0) : 0);
  return [...questions].sort((a, b) => group(a) - group(b) || count(b) - count(a) || b.id - a.id);
}

/** The items in the order of `ids`; those it does not name come last. */
export function inOrder(items: readonly DeskPost[], ids: readonly number[]): readonly DeskPost[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  const of = ({ id }: DeskPost): number => place.get(id) ?? ids.length;
  return [...items].sort((a, b) => of(a) - of(b));
}

function flags<Name extends string>(given: Record<Name, true | undefined>): Record<Name, boolean> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === true])) as Record<
    Name,
    boolean
  >;
}
