/** The chat on a phone: the newest at the end; whoever reads further up stays there. */
import { batch, signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { CommandBody } from "../../../client/client.ts";
import { type ChatMessage, maxPostCharacters } from "../../../talk/posts.ts";
import { t } from "../../ui/i18n/text.ts";
import { useMayChange } from "./changeable.ts";
import { Composer, WhoIWrite } from "./composer.tsx";
import { keptText } from "./kept.ts";
import { Text, Time } from "./text.tsx";
import type { Voice } from "./voice.ts";

/** How far from the end still counts as being there, in px. */
const nearEnd = 40;

const draft = keptText("draft-chat");
/** A change is written apart, so that what was being written is there again after it. */
const change = signal("");
const anonymous = signal(false);
/** What is answered, or changed, by what is being written. */
type About = { readonly kind: "reply" | "edit"; readonly message: ChatMessage };
const about = signal<About | undefined>(undefined);

export function Chat({ voice }: { voice: Voice }) {
  const { messages, hasOlder } = voice.chatLog;
  const { chat } = voice.talk.view.value.features;
  const host = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const read = useSignal(0);
  const shown = messages.value.filter(({ gone }) => gone !== true);
  const byId = new Map(shown.map((message) => [message.id, message]));
  // By the order in which they were shown: what waited has an older id.
  const newest = shown.at(-1)?.seq ?? 0;
  const fresh = shown.filter(({ seq }) => seq > read.value).length;
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
  const say = async (text: string): Promise<string | undefined> => {
    const was = about.peek();
    about.value = undefined;
    const refusal = await voice.say(bodyOf(text, was));
    // What was refused is still about the same message.
    if (refusal !== undefined && about.peek() === undefined) about.value = was;
    return refusal;
  };
  const bodyOf = (text: string, { kind, message }: Partial<About> = {}): CommandBody => {
    if (kind === "edit" && message !== undefined) return { event: "edit", post: message.id, text };
    atEnd.current = true;
    const to = message === undefined ? {} : { replyTo: message.id };
    const hidden = anonymous.peek() && chat.anonymous ? { anonymous: true } : {};
    return { event: "sendmessage", chat: text, ...to, ...hidden };
  };
  return (
    <div class="pane">
      <div class="reading">
        <div ref={host} class="scroll" data-testid="chat" onScroll={scrolled}>
          {hasOlder.value && (
            <button type="button" class="button small" onClick={() => void older()}>
              {t("shared.olderMessages")}
            </button>
          )}
          {shown.length === 0 && <p class="quiet none">{t("shared.noChat")}</p>}
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
                <p class="quiet">{t("voice.waiting")}</p>
              </li>
            ))}
            {sending.map(({ text }, index) => (
              <li key={`sending-${index}`} class="mine">
                <Text>{text}</Text>
                <p class="quiet">{t("voice.sending")}</p>
              </li>
            ))}
          </ol>
        </div>
        {!atEnd.current && fresh > 0 && (
          <button type="button" class="button small to-end" onClick={toEnd}>
            {t("shared.newMessages", { n: fresh })}
          </button>
        )}
      </div>
      {chat.on ? (
        <Composer
          label={t("voice.message")}
          button={about.value?.kind === "edit" ? t("voice.save") : t("voice.send")}
          limit={maxPostCharacters.chat}
          text={about.value?.kind === "edit" ? change : draft}
          send={say}
        >
          <AboutWhat />
          <WhoIWrite voice={voice} anonymous={anonymous} mayHide={chat.anonymous} />
        </Composer>
      ) : (
        <p class="quiet none">{t("voice.chatOff")}</p>
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
  const { id, at, from, chat, edited, pinned } = message;
  const isMine = voice.isMine(id);
  const mayChange = useMayChange(voice, message);
  const begin = (kind: "reply" | "edit"): void => {
    batch(() => {
      about.value = { kind, message };
      if (kind === "edit") change.value = chat;
    });
    document.querySelector<HTMLTextAreaElement>(".composer textarea")?.focus();
  };
  return (
    <li class={isMine ? "mine" : ""} data-testid="message">
      <p class="head quiet">
        <b>
          <bdi>{from.name || t("voice.somebody")}</bdi>
        </b>{" "}
        <Time at={at} /> {edited && t("voice.edited")} {pinned && <b>{t("shared.pinned")}</b>}
      </p>
      {quoted !== undefined && (
        <blockquote>
          <bdi>{quoted.from.name || t("voice.somebody")}</bdi>: <Text>{[...quoted.chat].slice(0, 120).join("")}</Text>
        </blockquote>
      )}
      <Text>{chat}</Text>
      <p class="acts">
        <button type="button" class="act" onClick={() => begin("reply")}>
          {t("voice.reply")}
        </button>
        {mayChange && (
          <>
            <button type="button" class="act" onClick={() => begin("edit")}>
              {t("voice.edit")}
            </button>
            <button type="button" class="act" onClick={() => voice.act({ event: "delete", post: id })}>
              {t("shared.delete")}
            </button>
          </>
        )}
      </p>
    </li>
  );
}

/** What the text being written is about, and the way out of it. */
function AboutWhat() {
  const now = about.value;
  if (now === undefined) return null;
  return (
    <p class="about">
      <span class="quiet">
        {now.kind === "edit"
          ? t("voice.edit")
          : t("voice.replyTo", { name: now.message.from.name || t("voice.somebody") })}
      </span>
      <button
        type="button"
        class="act"
        onClick={() => {
          about.value = undefined;
        }}
      >
        {t("shared.cancel")}
      </button>
    </p>
  );
}
