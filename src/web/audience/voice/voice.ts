/** What one person of the audience sees and does with chat and questions, as signals. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { CommandBody, Own, Tallies } from "../../../client/client.ts";
import { changeableMs, type WaitingPost } from "../../../talk/posts.ts";
import { type ChatLog, keepChat } from "../../ui/desk/chat-log.ts";
import { type DeskPost, postOfQuestion } from "../../ui/desk/posts.ts";
import { rememberedNumber } from "../../ui/remembered.ts";
import type { Talk } from "../../ui/talk.ts";

export type VoiceTab = "polls" | "questions" | "chat";
export type Written = "questions" | "chat";

export type Voice = {
  readonly talk: Talk;
  /** What the sheet shows; undefined: it is down. */
  readonly tab: Signal<VoiceTab | undefined>;
  readonly own: ReadonlySignal<Own | undefined>;
  readonly tallies: ReadonlySignal<Tallies>;
  readonly chatLog: ChatLog;
  readonly questions: ReadonlySignal<readonly DeskPost[]>;
  readonly unread: Readonly<Record<Written, ReadonlySignal<number>>>;
  /** What was written here and is not answered yet. */
  readonly sending: ReadonlySignal<readonly { readonly kind: WaitingPost["kind"]; readonly text: string }[]>;
  isMine(post: number): boolean;
  /** Own, and young enough to be changed or taken back. */
  mayChange(post: { readonly id: number; readonly at: number }): boolean;
  /** Undefined when it is accepted, else why not, in words. */
  say(body: CommandBody): Promise<string | undefined>;
};

export function createVoice(talk: Talk): Voice {
  const { client, view, boot } = talk;
  const tab = signal<VoiceTab | undefined>(undefined);
  const own = signal<Own | undefined>(client.own);
  const tallies = signal<Tallies>(client.tallies);
  const sending = signal<readonly { kind: WaitingPost["kind"]; text: string }[]>([]);
  client.on((happening) => {
    if (happening.type === "own") own.value = happening.own;
    if (happening.type === "tallies") tallies.value = happening.tallies;
  });
  const chatLog = keepChat(talk);
  const questions = computed(() => Object.values(view.value.questions).map(postOfQuestion));
  const isMine = (post: number): boolean => own.value?.written.includes(post) ?? false;
  const newestOf: Record<Written, ReadonlySignal<readonly { readonly id: number }[]>> = {
    chat: computed(() => view.value.chat.filter(({ gone }) => gone !== true)),
    questions,
  };
  const unread = (name: Written): ReadonlySignal<number> => {
    const newest = (): number => Math.max(0, ...newestOf[name].value.map(({ id }) => id));
    const seen = rememberedNumber(`read-${name}-${boot.snapshot.epoch}`, newest(), Number.isInteger);
    effect(() => {
      if (tab.value === name) seen.value = Math.max(seen.peek(), newest());
    });
    return computed(() => newestOf[name].value.filter(({ id }) => id > seen.value && !isMine(id)).length);
  };
  return {
    talk,
    tab,
    own,
    tallies,
    chatLog,
    questions,
    unread: { chat: unread("chat"), questions: unread("questions") },
    sending,
    isMine,
    mayChange: ({ id, at }) => isMine(id) && client.now() - at < changeableMs,
    async say(body) {
      const kind = body.event === "ask" ? "question" : "chat";
      const text = body.event === "sendmessage" ? body.chat : body.event === "ask" ? body.text : undefined;
      const entry = text === undefined ? undefined : ({ kind, text } as const);
      if (entry !== undefined) sending.value = [...sending.peek(), entry];
      try {
        await client.send(body);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        sending.value = sending.peek().filter((one) => one !== entry);
      }
    },
  };
}

/** Words of four letters and more that two texts share, against the shorter one: 1 when it has no other. */
export function likeness(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return a.size === 0 || b.size === 0 ? 0 : shared / Math.min(a.size, b.size);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? []);
}
