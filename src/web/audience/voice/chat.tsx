/** The chat on a phone: the newest at the end; whoever reads further up stays there. */
import { signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type ChatMessage, maxPostCharacters } from "../../../talk/posts.ts";
import { Composer, WhoIWrite } from "./composer.tsx";
import { Text, Time } from "./text.tsx";
import type { Voice } from "./voice.ts";
import { words } from "./words.ts";

/** How far from the end still counts as being there, in px. */
const nearEnd = 40;

const draft = signal("");
const anonymous = signal(false);
/** What is answered, or changed, by what is being written. */
const about = signal<{ readonly kind: "reply" | "edit"; readonly message: ChatMessage } | undefined>(undefined);

export function Chat({ voice }: { voice: Voice }) {
  const { messages, hasOlder } = voice.chatLog;
  const { chat } = voice.talk.view.value.features;
  const host = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const read = useSignal(0);
  const shown = messages.value.filter(({ gone }) => gone !== true);
  const byId = new Map(shown.map((message) => [message.id, message]));
  const newest = shown.at(-1)?.id ?? 0;
  const fresh = shown.filter(({ id }) => id > read.value).length;
  const waiting = voice.own.value?.waiting.filter(({ kind }) => kind === "chat") ?? [];
  const sending = voice.sending.value.filter(({ kind }) => kind === "chat");

  const toEnd = (): void => {
    host.current?.scrollTo({ top: host.current.scrollHeight });
    read.value = newest;
  };
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  }, [newest, waiting.length, sending.length]);
  const scrolled = (): void => {
    const { current } = host;
    if (current === null) return;
    atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < nearEnd;
    if (atEnd.current) read.value = newest;
    if (current.scrollTop === 0 && hasOlder.peek()) void older();
  };
  const older = async (): Promise<void> => {
    const before = host.current?.scrollHeight ?? 0;
    await voice.chatLog.older();
    requestAnimationFrame(() => host.current?.scrollBy({ top: host.current.scrollHeight - before }));
  };
  const say = (text: string): Promise<string | undefined> => {
    const { kind, message } = about.peek() ?? {};
    about.value = undefined;
    atEnd.current = true;
    if (kind === "edit" && message !== undefined) return voice.say({ event: "edit", post: message.id, text });
    const to = message === undefined ? {} : { replyTo: message.id };
    const hidden = anonymous.peek() && chat.anonymous ? { anonymous: true } : {};
    return voice.say({ event: "sendmessage", chat: text, ...to, ...hidden });
  };
  return (
    <div class="pane">
      <div ref={host} class="scroll" data-testid="chat" onScroll={scrolled}>
        {hasOlder.value && (
          <button type="button" class="button small" onClick={() => void older()}>
            {words.older}
          </button>
        )}
        {shown.length === 0 && <p class="quiet none">{words.noChat}</p>}
        <ol class="messages">
          {shown.map((message) => (
            <Message
              key={message.id}
              voice={voice}
              message={message}
              quoted={message.replyTo === undefined ? undefined : byId.get(message.replyTo)}
            />
          ))}
          {waiting.map(({ id, text }) => (
            <li key={`waiting-${id}`} class="mine">
              <Text>{text}</Text>
              <p class="quiet">{words.waiting}</p>
            </li>
          ))}
          {sending.map(({ text }, index) => (
            <li key={`sending-${index}`} class="mine">
              <Text>{text}</Text>
              <p class="quiet">{words.sending}</p>
            </li>
          ))}
        </ol>
      </div>
      {!atEnd.current && fresh > 0 && (
        <button type="button" class="button small to-end" onClick={toEnd}>
          {words.fresh(fresh)}
        </button>
      )}
      {chat.on ? (
        <Composer
          label={words.message}
          button={about.value?.kind === "edit" ? words.save : words.send}
          limit={maxPostCharacters.chat}
          text={draft}
          send={say}
        >
          <About />
          <WhoIWrite voice={voice} anonymous={anonymous} mayHide={chat.anonymous} />
        </Composer>
      ) : (
        <p class="quiet none">{words.chatOff}</p>
      )}
    </div>
  );
}

type MessageProps = {
  readonly voice: Voice;
  readonly message: ChatMessage;
  readonly quoted: ChatMessage | undefined;
};

function Message({ voice, message, quoted }: MessageProps) {
  const { id, at, from, chat, edited } = message;
  const isMine = voice.isMine(id);
  const mayChange = voice.mayChange(message);
  const begin = (kind: "reply" | "edit"): void => {
    about.value = { kind, message };
    if (kind === "edit") draft.value = chat;
    document.querySelector<HTMLTextAreaElement>(".composer textarea")?.focus();
  };
  return (
    <li class={isMine ? "mine" : ""} data-testid="message">
      <p class="head quiet">
        <b>
          <bdi>{from.name || words.somebody}</bdi>
        </b>{" "}
        <Time at={at} /> {edited && words.edited}
      </p>
      {quoted !== undefined && (
        <blockquote>
          <bdi>{quoted.from.name || words.somebody}</bdi>: <Text>{quoted.chat.slice(0, 120)}</Text>
        </blockquote>
      )}
      <Text>{chat}</Text>
      <p class="acts">
        <button type="button" class="act" onClick={() => begin("reply")}>
          {words.reply}
        </button>
        {mayChange && (
          <>
            <button type="button" class="act" onClick={() => begin("edit")}>
              {words.edit}
            </button>
            <button type="button" class="act" onClick={() => void voice.say({ event: "delete", post: id })}>
              {words.remove}
            </button>
          </>
        )}
      </p>
    </li>
  );
}

/** What the text being written is about, and the way out of it. */
function About() {
  const now = about.value;
  if (now === undefined) return null;
  return (
    <p class="about">
      <span class="quiet">
        {now.kind === "edit" ? words.edit : words.replyTo(now.message.from.name || words.somebody)}
      </span>
      <button
        type="button"
        class="act"
        onClick={() => {
          if (now.kind === "edit") draft.value = "";
          about.value = undefined;
        }}
      >
        {words.cancel}
      </button>
    </p>
  );
}
