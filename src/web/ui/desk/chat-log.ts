/** The chat further back than the newest messages, as far as somebody has scrolled. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type ChatMessage, chatWindow } from "../../../talk/posts.ts";
import type { Talk } from "../talk.ts";

export type ChatLog = {
  /** Oldest first, places of what is gone included. */
  readonly messages: ReadonlySignal<readonly ChatMessage[]>;
  /** Whether there may be more before the first. */
  readonly hasOlder: ReadonlySignal<boolean>;
  /** Asks for more; does nothing without a link. */
  older(): Promise<void>;
};

/** How many messages are kept that nobody here asked for. */
const most = 200;

export function keepChat({ client, view }: Talk): ChatLog {
  const before = signal<readonly ChatMessage[]>([]);
  const atStart = signal(false);
  let asked = 0;
  let newest = view.peek().chat;

  client.on((happening) => {
    if (happening.type === "view") {
      const { chat } = happening.view;
      before.value = kept(before.value, newest, chat, most + asked);
      newest = chat;
    }
    if (happening.type !== "event") return;
    if (happening.event.event === "chatcleared") before.value = [];
    if (happening.event.event !== "chatchange") return;
    const { message } = happening.event;
    if (before.value.some(({ id }) => id === message.id))
      before.value = before.value.map((one) => (one.id === message.id ? message : one));
  });

  const messages = computed(() => [...before.value, ...view.value.chat]);
  return {
    messages,
    hasOlder: computed(() => !atStart.value && messages.value.length >= chatWindow),
    async older() {
      const first = messages.peek()[0];
      if (first === undefined) return;
      const found = await client.history(first.id).catch(() => undefined);
      if (found === undefined || messages.peek()[0] !== first) return;
      asked += found.length;
      atStart.value = found.length === 0;
      before.value = [...found, ...before.peek()];
    },
  };
}

/** What was known of the time before `now`; nothing when messages between are missing. */
function kept(
  before: readonly ChatMessage[],
  newest: readonly ChatMessage[],
  now: readonly ChatMessage[],
  limit: number,
): readonly ChatMessage[] {
  const first = now[0];
  if (first === undefined) return [];
  if (!newest.some(({ id }) => id === first.id)) return [];
  const left = newest.filter(({ seq }) => seq < first.seq);
  return left.length === 0 ? before : [...before, ...left].slice(-limit);
}
