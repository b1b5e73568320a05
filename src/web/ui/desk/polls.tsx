/** Polls on the desk: those of the slides, and those made on the spot. */
import { slideIndex } from "../deck-steps.ts";
import { t } from "../i18n/text.ts";
import { LeaderboardList } from "../leaderboard.tsx";
import { AdhocForm } from "./adhoc-form.tsx";
import { PollCard, type PollEntry } from "./poll-card.tsx";
import type { RoomDesk } from "./room-desk.ts";
import { TurnedOff } from "./turned-off.tsx";

export function Polls({ room }: { room: RoomDesk }) {
  const { here, adhoc, others } = pollEntries(room);
  const status = room.deckPolls.status.value;
  return (
    <div class="room-scroll" data-testid="polls">
      <TurnedOff room={room} feature="polls" words={t("shared.pollsOff")} />
      <Section room={room} title={t("polls.onThisSlide")} polls={here} />
      <AdhocForm talk={room.talk} />
      <Best room={room} />
      <Section room={room} title={t("polls.adhoc")} polls={adhoc} />
      <Section room={room} title={t("polls.ofDeck")} polls={others} />
      {status === "failed" && <p class="quiet none">{t("polls.failed")}</p>}
      {status === "ready" && here.length + others.length === 0 && <p class="quiet none">{t("polls.none")}</p>}
    </div>
  );
}

/** Who is best at the quizzes so far; the room sees it when it is shown. */
function Best({ room: { talk } }: { room: RoomDesk }) {
  const board = talk.tallies.value.leaderboard;
  if (!board) return null;
  const { leaderboard: isShown } = talk.view.value;
  return (
    <section class="poll-section" data-testid="best">
      <h2 class="pane-title">{t("score.title")}</h2>
      <button
        type="button"
        class="button small"
        aria-pressed={isShown}
        data-testid="show-best"
        onClick={() => talk.send({ event: "leaderboard", shown: !isShown })}
      >
        {t(isShown ? "score.hide" : "score.show")}
      </button>
      <LeaderboardList board={board} most={board.top.length} />
    </section>
  );
}

function Section({ room, title, polls }: { room: RoomDesk; title: string; polls: readonly PollEntry[] }) {
  if (polls.length === 0) return null;
  return (
    <section class="poll-section">
      <h2 class="pane-title">{title}</h2>
      <ol class="posts">
        {polls.map((entry) => (
          <PollCard key={entry.poll.id} room={room} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

type Entries = Record<"here" | "adhoc" | "others", readonly PollEntry[]>;

function pollEntries({ talk, deckPolls, slides }: RoomDesk): Entries {
  const { polls, position } = talk.view.value;
  const ofDeck = deckPolls.polls.value.map(({ h, v, poll }) => ({
    poll,
    now: polls[poll.id],
    slide: slideIndex(slides.value, { h, v }) + 1,
    isHere: h === position.h && v === position.v,
  }));
  const known = new Set(ofDeck.map(({ poll }) => poll.id));
  const adhoc = Object.values(polls)
    .filter(({ poll }) => !known.has(poll.id))
    .map((now) => ({ poll: now.poll, now, slide: 0 }))
    .reverse();
  return { here: ofDeck.filter(({ isHere }) => isHere), adhoc, others: ofDeck.filter(({ isHere }) => !isHere) };
}
