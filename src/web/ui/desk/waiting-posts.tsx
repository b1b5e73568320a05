import { t } from "../i18n/text.ts";
import { PostCard } from "./post-card.tsx";
import type { DeskPost } from "./posts.ts";
import type { RoomDesk } from "./room-desk.ts";

const atOnce = 20;

/** Oldest first, so that what comes later does not move what somebody is about to approve. */
export function WaitingPosts({ room, posts }: { room: RoomDesk; posts: readonly DeskPost[] }) {
  if (posts.length === 0) return null;
  return (
    <section class="waiting-posts" data-testid="waiting">
      <h2 class="pane-title">{t("desk.toApprove", { n: posts.length })}</h2>
      <ol class="posts" aria-label={t("desk.waiting")}>
        {posts.slice(0, atOnce).map((post) => (
          <PostCard key={post.id} room={room} post={post} />
        ))}
      </ol>
    </section>
  );
}
