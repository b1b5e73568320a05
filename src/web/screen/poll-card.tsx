/** A poll asked in between, which stands on no slide: its question, and its results where everybody may see them. */
import { useRef } from "preact/hooks";
import type { Position } from "../../talk/commands.ts";
import { type PollView, showsResults } from "../../talk/polls.ts";
import type { View } from "../../talk/view.ts";
import { isAdhoc } from "../ui/desk/adhoc.ts";
import { PollNumbers } from "../ui/desk/poll-numbers.tsx";
import { t } from "../ui/i18n/text.ts";
import type { Talk } from "../ui/talk.ts";

export function PollCard({ talk: { view, tallies } }: { talk: Talk }) {
  const asked = useAsked(view.value);
  if (asked === undefined || !view.value.screen.poll || !view.value.features.polls.on) return null;
  const { poll, phase } = asked;
  const tally = tallies.value.polls[poll.id];
  const voters = tally?.voters ?? 0;
  return (
    <section class="poll-card" aria-label={t("shared.polls")} data-testid="poll-card">
      <p class="poll-card-question" dir="auto">
        {poll.question}
      </p>
      {tally !== undefined && voters > 0 && showsResults(asked, false) && <PollNumbers poll={poll} tally={tally} />}
      <p class="poll-card-state">
        {t(phase === "open" ? "shared.open" : "shared.closed")} · {t("shared.votes", { n: voters })}
      </p>
    </section>
  );
}

/** The newest while it is open, and after that until the speaker goes on. */
function useAsked({ polls, position }: View): PollView | undefined {
  const seenOpen = useRef<{ readonly id: string; readonly at: Position } | undefined>(undefined);
  const newest = Object.values(polls).findLast(({ poll }) => isAdhoc(poll.id));
  if (newest === undefined) return undefined;
  const { id } = newest.poll;
  if (newest.phase === "open") seenOpen.current = { id, at: position };
  const { current } = seenOpen;
  const isHere = current?.id === id && current.at.h === position.h && current.at.v === position.v;
  return isHere ? newest : undefined;
}
