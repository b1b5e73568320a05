/** Tells a deck the state and results of the polls on its slides, as the whole room may see them (rule P3). */
import { effect } from "@preact/signals";
import type { TalkClient } from "../../client/client.ts";
import type { ShownPoll } from "../../protocol/frame.ts";
import { type PollView, showsResults, type Tally } from "../../talk/polls.ts";
import type { Post } from "./deck-requests.ts";
import { t } from "./i18n/text.ts";

export function showPolls(client: TalkClient, post: Post): { tell(): void } {
  const tell = (): void => {
    const { view, tallies } = client;
    if (view === undefined) return;
    const shown = Object.entries(view.polls).map(([id, poll]) => [id, shownPoll(poll, tallies.polls[id])] as const);
    if (shown.length > 0) post({ type: "polls", polls: Object.fromEntries(shown) });
  };
  client.on((happening) => {
    if (happening.type === "tallies" || (happening.type === "event" && happening.event.event === "poll")) tell();
  });
  effect(tell);
  return { tell };
}

/** A slide may be on the wall: it shows what somebody may see who has not voted. */
function shownPoll(view: PollView, tally: Tally | undefined): ShownPoll {
  const isShown = showsResults(view, false);
  const state = t(view.phase === "open" ? "shared.open" : "shared.closed");
  const right = isShown && view.phase === "closed" ? view : withoutRight(view);
  return {
    ...right,
    state: isShown && tally !== undefined ? `${state} · ${t("shared.votes", { n: tally.voters })}` : state,
    tally: isShown ? tally : undefined,
  };
}

function withoutRight(view: PollView): PollView {
  const { poll } = view;
  if (poll.kind === "choice") return { ...view, poll: { ...poll, right: [] } };
  return poll.kind === "number" ? { ...view, poll: { ...poll, right: null } } : view;
}
