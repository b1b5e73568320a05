import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { useHold } from "./held.ts";
import { PostCard } from "./post-card.tsx";
import { postOfMessage } from "./posts.ts";
import type { RoomDesk } from "./room-desk.ts";
import { TurnedOff } from "./turned-off.tsx";
import { WaitingPosts } from "./waiting-posts.tsx";

/** How far from the end still counts as being there, in px. */
const nearEnd = 40;

/** The newest at the end; stays at the end, unless somebody reads further up or is about to press something. */
export function Chat({ room }: { room: RoomDesk }) {
  const { messages, hasOlder } = room.chatLog;
  const host = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const read = useSignal(0);
  const { held, handlers } = useHold();
  const posts = messages.value.filter(({ gone }) => gone !== true).map(postOfMessage);
  const byId = new Map(posts.map((post) => [post.id, post]));
  const newest = posts.at(-1)?.id ?? 0;
  const unread = read.value === 0 ? 0 : posts.filter(({ id }) => id > read.value).length;

  const toEnd = (): void => {
    host.current?.scrollTo({ top: host.current.scrollHeight });
    read.value = newest;
  };
  const scrolled = (): void => {
    const { current } = host;
    if (current === null) return;
    atEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < nearEnd;
    if (atEnd.current) read.value = newest;
  };
  useLayoutEffect(() => {
    if (atEnd.current && (!held.peek() || read.peek() === 0)) toEnd();
  }, [newest]);
  const older = async (): Promise<void> => {
    const before = host.current?.scrollHeight ?? 0;
    await room.chatLog.older();
    requestAnimationFrame(() => host.current?.scrollBy({ top: host.current.scrollHeight - before }));
  };
  const waiting = room.chat.waiting.value;
  return (
    <div class="chat-room">
      {waiting.length > 0 && (
        <div class="room-scroll to-approve">
          <WaitingPosts room={room} posts={waiting} />
        </div>
      )}
      <div ref={host} class="room-scroll" data-testid="chat" onScroll={scrolled}>
        <TurnedOff room={room} feature="chat" words={t("desk.chatOff")} />
        {hasOlder.value && (
          <button type="button" class="button small" onClick={() => void older()}>
            {t("shared.olderMessages")}
          </button>
        )}
        {posts.length === 0 && waiting.length === 0 && <p class="quiet none">{t("shared.noChat")}</p>}
        <ol class="posts" aria-label={t("desk.messages")} {...handlers}>
          {posts.map((post) => (
            <PostCard
              key={post.id}
              room={room}
              post={post}
              repliesTo={post.replyTo === undefined ? undefined : byId.get(post.replyTo)}
            />
          ))}
        </ol>
      </div>
      {unread > 0 && (
        <button type="button" class="button small to-end" onClick={toEnd}>
          {t("shared.newMessages", { n: unread })}
        </button>
      )}
    </div>
  );
}
