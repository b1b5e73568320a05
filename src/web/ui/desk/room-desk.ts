/** What a moderator sees and does in the room, as signals: what waits, what is new, votes, polls of the deck. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Tallies } from "../../../client/client.ts";
import type { OutlineSlide } from "../../../protocol/frame.ts";
import { markOf, type Who } from "../../../talk/who.ts";
import { rememberedNumber } from "../remembered.ts";
import type { Talk } from "../talk.ts";
import { type ChatLog, keepChat } from "./chat-log.ts";
import { type DeckPolls, watchDeckPolls } from "./deck-polls.ts";
import { type DeskPost, postOfMessage, postOfQuestion, postThatWaits } from "./posts.ts";

export type RoomTab = "questions" | "chat" | "polls" | "settings";
export type DeskTab = "notes" | RoomTab;

/** What is written: what waits for approval, what is shown, and how much of that nobody here has looked at. */
export type Written = {
  readonly waiting: ReadonlySignal<readonly DeskPost[]>;
  readonly shown: ReadonlySignal<readonly DeskPost[]>;
  readonly fresh: ReadonlySignal<number>;
};

export type RoomDesk = {
  readonly talk: Talk;
  readonly slides: ReadonlySignal<readonly OutlineSlide[]>;
  readonly tab: Signal<DeskTab>;
  readonly questions: Written;
  readonly chat: Written;
  readonly chatLog: ChatLog;
  readonly tallies: ReadonlySignal<Tallies>;
  readonly deckPolls: DeckPolls;
  /** The post on the big screen. */
  readonly onScreen: ReadonlySignal<DeskPost | undefined>;
  /** Whether who wrote the post may not write. */
  isMuted(post: DeskPost): boolean;
};

/** Keeps going for the life of the page. */
export function createRoomDesk(talk: Talk, slides: ReadonlySignal<readonly OutlineSlide[]>, start: DeskTab): RoomDesk {
  const { view, tallies } = talk;
  const tab = signal<DeskTab>(start);
  const questions = computed(() => Object.values(view.value.questions).map(postOfQuestion));
  const messages = computed(() => view.value.chat.filter(({ gone }) => gone !== true).map(postOfMessage));
  return {
    talk,
    slides,
    tab,
    questions: written(talk, "question", "questions", questions, tab),
    chat: written(talk, "chat", "chat", messages, tab),
    chatLog: keepChat(talk),
    tallies,
    deckPolls: watchDeckPolls(talk),
    onScreen: onScreen(talk, questions),
    ...muting(talk),
  };
}

function written(
  { boot, view }: Talk,
  kind: DeskPost["kind"],
  name: "questions" | "chat",
  shown: ReadonlySignal<readonly DeskPost[]>,
  tab: ReadonlySignal<DeskTab>,
): Written {
  // What was there when this page was first opened is not new.
  const seen = rememberedNumber(`seen-${name}-${boot.snapshot.epoch}`, newest(shown.peek()), Number.isInteger);
  effect(() => {
    if (tab.value === name) seen.value = Math.max(seen.peek(), newest(shown.value));
  });
  return {
    shown,
    waiting: computed(() => (view.value.waiting ?? []).filter((post) => post.kind === kind).map(postThatWaits)),
    fresh: computed(() => shown.value.filter(({ id, hidden }) => id > seen.value && !hidden).length),
  };
}

function newest(posts: readonly DeskPost[]): number {
  return posts.reduce((id, post) => Math.max(id, post.id), 0);
}

function onScreen(
  { view }: Talk,
  questions: ReadonlySignal<readonly DeskPost[]>,
): ReadonlySignal<DeskPost | undefined> {
  return computed(() => {
    const { spotlight, spotlit } = view.value;
    return spotlit === null ? questions.value.find(({ id }) => id === spotlight) : postOfMessage(spotlit);
  });
}

/** Somebody without a name is known by the post they were muted for alone (rule M3). */
function muting({ view }: Talk): Pick<RoomDesk, "isMuted"> {
  const marks = computed(() => new Set((view.value.muted ?? []).map(({ who }) => markOf(who))));
  return { isMuted: (post) => marks.value.has(markOf(authorOf(post))) };
}

/** Who wrote it; for a post without a name, the post. */
export function authorOf({ id, from }: DeskPost): Who {
  return from.id === "" ? { post: id } : { participant: from.id };
}
