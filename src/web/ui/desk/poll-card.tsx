/** One poll on the desk: its state, its answers as they come, and what may be done with it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Poll, type PollKind, type PollView, showsResults } from "../../../talk/polls.ts";
import { AskTwice } from "../ask-twice.tsx";
import type { Key } from "../i18n/catalogue.ts";
import { t } from "../i18n/text.ts";
import type { Talk } from "../talk.ts";
import { formatElapsed } from "../time.ts";
import { PollNumbers } from "./poll-numbers.tsx";
import type { RoomDesk } from "./room-desk.ts";

const kindNames = {
  choice: "polls.choice",
  ranking: "polls.ranking",
  scale: "polls.scale",
  number: "polls.number",
  cloud: "polls.cloud",
  text: "polls.text",
} as const satisfies Record<PollKind, Key>;

export type PollEntry = {
  /** As it would be opened. */
  readonly poll: Poll;
  /** As it stands in the talk; undefined until it is opened. */
  readonly now: PollView | undefined;
  /** The slide's number from 1; 0 when it is on none that is known. */
  readonly slide: number;
};

export type PollCardProps = { readonly room: RoomDesk; readonly entry: PollEntry };

export function PollCard({ room, entry }: PollCardProps) {
  const { poll, now, slide } = entry;
  const tally = room.tallies.value.polls[poll.id];
  const phase = now?.phase ?? "new";
  return (
    <li class="poll post" data-testid="poll" data-poll={poll.id} data-phase={phase}>
      <p class="post-head">
        <span>{t(kindNames[poll.kind])}</span>
        {slide > 0 && <span>{t("shared.slideNumber", { n: slide })}</span>}
        <span class={`poll-state ${phase}`}>
          {phase === "new" ? t("polls.notOpened") : phase === "open" ? t("shared.open") : t("shared.closed")}
        </span>
        {now !== undefined && (
          <span class="tabular" data-testid="voters">
            {t("polls.voters", { n: tally?.voters ?? 0 })}
          </span>
        )}
        {now?.phase === "open" && now.closesAt !== null && <TimeLeft talk={room.talk} closesAt={now.closesAt} />}
      </p>
      <p class="post-text poll-question" dir="auto">
        {poll.question}
      </p>
      {now !== undefined && tally !== undefined && tally.voters > 0 && <PollNumbers poll={now.poll} tally={tally} />}
      {now !== undefined && JSON.stringify(now.poll) !== JSON.stringify(poll) && (
        <p class="quiet">{t("polls.changed")}</p>
      )}
      {now !== undefined && <p class="quiet results-state">{resultsWords(now)}</p>}
      <PollActions room={room} entry={entry} />
    </li>
  );
}

function PollActions({ room: { talk }, entry: { poll, now } }: PollCardProps) {
  const shown = now !== undefined && showsResults(now, false);
  const isOpen = now?.phase === "open";
  return (
    <div class="post-actions">
      {isOpen ? (
        <Act name={t("polls.close")} act={() => talk.send({ event: "closepoll", poll: poll.id })} />
      ) : (
        <Act
          name={now === undefined ? t("polls.open") : t("polls.reopen")}
          act={() => talk.send({ event: "openpoll", poll })}
        />
      )}
      {now !== undefined && (
        <>
          <Act
            name={shown ? t("polls.holdBack") : t("polls.reveal")}
            act={() => talk.send({ event: "revealpoll", poll: poll.id, revealed: !shown })}
          />
          <AskTwice
            small
            name={t("polls.reset")}
            question={t("polls.reallyReset")}
            act={() => talk.send({ event: "resetpoll", poll: poll.id })}
          />
        </>
      )}
    </div>
  );
}

function Act({ name, act }: { name: string; act: () => void }) {
  return (
    <button type="button" class="button small" onClick={act}>
      {name}
    </button>
  );
}

function resultsWords(view: PollView): string {
  if (showsResults(view, false)) return t("polls.resultsShown");
  return showsResults(view, true) ? t("polls.resultsAfterVote") : t("polls.resultsHeld");
}

const tickMs = 250;

function TimeLeft({ talk, closesAt }: { talk: Talk; closesAt: number }) {
  const now = useSignal(talk.client.now());
  useEffect(() => {
    const ticking = setInterval(() => {
      now.value = talk.client.now();
    }, tickMs);
    return () => clearInterval(ticking);
  }, [talk, now]);
  const left = Math.ceil((closesAt - now.value) / 1000) * 1000;
  return <span class="tabular">{t("polls.closesIn", { time: formatElapsed(left) })}</span>;
}
