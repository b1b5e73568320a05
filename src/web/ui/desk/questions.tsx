import { useSignal } from "@preact/signals";
import { t } from "../i18n/text.ts";
import { useHeld, useHold } from "./held.ts";
import { PostCard } from "./post-card.tsx";
import { inOrder, type Sorting, sortQuestions } from "./posts.ts";
import type { RoomDesk } from "./room-desk.ts";
import { TurnedOff } from "./turned-off.tsx";
import { WaitingPosts } from "./waiting-posts.tsx";

const atOnce = 50;

export function Questions({ room }: { room: RoomDesk }) {
  const { shown, waiting } = room.questions;
  const sorting = useSignal<Sorting>("votes");
  const limit = useSignal(atOnce);
  const { held, handlers } = useHold();
  const sorted = sortQuestions(shown.value, room.tallies.value.upvotes, sorting.value);
  // Another sorting is asked for with a button beside the list, so nobody points into it then.
  const order = useHeld(
    sorted.map(({ id }) => id),
    held.value,
  );
  const questions = inOrder(sorted, order);
  const rest = questions.length - limit.value;
  return (
    <div class="room-scroll" data-testid="questions">
      <TurnedOff room={room} feature="questions" words={t("desk.questionsOff")} />
      <WaitingPosts room={room} posts={waiting.value} />
      {questions.length > 1 && <SortChoice sorting={sorting} />}
      {questions.length === 0 && waiting.value.length === 0 && <p class="quiet none">{t("desk.noQuestions")}</p>}
      <ol class="posts" aria-label={t("shared.questions")} {...handlers}>
        {questions.slice(0, limit.value).map((post) => (
          <PostCard key={post.id} room={room} post={post} />
        ))}
      </ol>
      {rest > 0 && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            limit.value += atOnce;
          }}
        >
          {t("desk.showMore", { n: Math.min(rest, atOnce) })}
        </button>
      )}
    </div>
  );
}

function SortChoice({ sorting }: { sorting: { value: Sorting } }) {
  const choice = (by: Sorting, name: string) => (
    <label class="choice">
      <input
        type="radio"
        name="sort-questions"
        checked={sorting.value === by}
        onChange={() => {
          sorting.value = by;
        }}
      />
      <span>{name}</span>
    </label>
  );
  return (
    <fieldset class="choices">
      <legend class="visually-hidden">{t("shared.sort")}</legend>
      {choice("votes", t("shared.byVotes"))}
      {choice("time", t("shared.byTime"))}
    </fieldset>
  );
}
