/** What one person of the audience sees and does with chat and questions, as signals. */
import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { CommandBody, Own, Tallies } from "../../../client/client.ts";
import { changeableMs, type WaitingPost } from "../../../talk/posts.ts";
import { type ChatLog, keepChat } from "../../ui/desk/chat-log.ts";
import { type DeskPost, postOfQuestion } from "../../ui/desk/posts.ts";
import { refusalText } from "../../ui/i18n/text.ts";
import { rememberedNumber } from "../../ui/remembered.ts";
import type { Talk } from "../../ui/talk.ts";
import { keptText } from "./kept.ts";

const tabs = ["polls", "questions", "chat"] as const;
export type VoiceTab = (typeof tabs)[number];
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
  /** Does what is not written in a field; a refusal becomes `problem`. */
  act(body: CommandBody): void;
  readonly problem: ReadonlySignal<string>;
};

export function createVoice(talk: Talk): Voice {
  const { client, view, boot, own, tallies } = talk;
  const kept = keptText("tab");
  const tab = signal<VoiceTab | undefined>(tabs.find((one) => one === kept.peek()));
  const problem = signal("");
  effect(() => {
    kept.value = tab.value ?? "";
    problem.value = "";
  });
  const sending = signal<readonly { kind: WaitingPost["kind"]; text: string }[]>([]);
  const chatLog = keepChat(talk);
  const questions = computed(() => Object.values(view.value.questions).map(postOfQuestion));
  const isMine = (post: number): boolean => own.value?.written.includes(post) ?? false;
  const newestOf: Record<Written, ReadonlySignal<readonly { readonly id: number; readonly seq: number }[]>> = {
    chat: computed(() => view.value.chat.filter(({ gone }) => gone !== true)),
    questions: computed(() => Object.values(view.value.questions)),
  };
  const unread = (name: Written): ReadonlySignal<number> => {
    // By what showed them: what waited for approval comes after what was written later.
    const shown = newestOf[name];
    const newest = (): number => Math.max(0, ...shown.value.map(({ seq }) => seq));
    const upTo = rememberedNumber(`read-${name}-${boot.snapshot.epoch}`, untracked(newest), Number.isInteger);
    effect(() => {
      if (tab.value === name) upTo.value = Math.max(upTo.peek(), newest());
    });
    return computed(() => shown.value.filter(({ id, seq }) => seq > upTo.value && !isMine(id)).length);
  };
  const say: Voice["say"] = async (body) => {
    const kind = body.event === "ask" ? "question" : "chat";
    const text = body.event === "sendmessage" ? body.chat : body.event === "ask" ? body.text : undefined;
    const entry = text === undefined ? undefined : ({ kind, text } as const);
    problem.value = "";
    if (entry !== undefined) sending.value = [...sending.peek(), entry];
    try {
      await client.send(body);
      return undefined;
    } catch (error) {
      return refusalText(error);
    } finally {
      sending.value = sending.peek().filter((one) => one !== entry);
    }
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
    problem,
    say,
    act(body) {
      void say(body).then((refusal) => {
        if (refusal !== undefined) problem.value = refusal;
      });
    },
  };
}

/** How many words two texts must share: one alone ("what", "about") says nothing. */
const leastShared = 2;

/** Longer words that two texts share, against the shorter one: 1 when it has no other, 0 when they are too few. */
export function likeness(one: string, other: string): number {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared < leastShared ? 0 : shared / Math.min(a.size, b.size);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/** Four letters and more; two where a sign is a syllable or a word. */
function wordsOf(text: string): ReadonlySet<string> {
  const all = Array.from(segmenter.segment(text.toLowerCase()), ({ segment }) => segment);
  return new Set(all.filter((word) => /^[\p{L}\p{N}]{4,}$|^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]{2,}$/u.test(word)));
}
