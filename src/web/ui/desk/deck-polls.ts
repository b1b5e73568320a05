/** The polls that stand in the slides: fetched with the key, since right answers are in them (rule A2). */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Poll } from "../../../talk/polls.ts";
import { readKey } from "../boot.ts";
import type { Talk } from "../talk.ts";

export type DeckPoll = { readonly h: number; readonly v: number; readonly poll: Poll };

export type DeckPolls = {
  /** `loading` until the first answer; `failed` when there is none to show. */
  readonly status: ReadonlySignal<"loading" | "ready" | "failed">;
  readonly polls: ReadonlySignal<readonly DeckPoll[]>;
};

type Answer = { readonly version: string; readonly polls: readonly DeckPoll[] };

/** Asks again after a new version of the deck, and when the link is back. */
export function watchDeckPolls({ boot, status: link, view }: Talk): DeckPolls {
  const status = signal<"loading" | "ready" | "failed">("loading");
  const polls = signal<readonly DeckPoll[]>([]);
  let have: string | undefined;
  let asking: string | undefined;

  const ask = async (version: string): Promise<void> => {
    if (version === have || version === asking) return;
    asking = version;
    const answer = await fetchPolls(boot.base);
    if (asking === version) asking = undefined;
    if (answer !== undefined) {
      have = answer.version;
      polls.value = answer.polls;
    }
    status.value = have === undefined ? "failed" : "ready";
  };

  effect(() => {
    if (link.value === "live") void ask(view.value.deck.version);
  });
  return { status, polls };
}

async function fetchPolls(base: string): Promise<Answer | undefined> {
  try {
    const answer = await fetch(`${base}api/polls`, { headers: { Authorization: `Bearer ${readKey() ?? ""}` } });
    return answer.ok ? ((await answer.json()) as Answer) : undefined;
  } catch {
    return undefined;
  }
}
