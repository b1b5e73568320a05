/** The speaker's notes and slide titles: fetched with the key, never part of a page or an event (rule A2). */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { readKey } from "./boot.ts";
import type { Talk } from "./talk.ts";

export type NotedSlide = {
  readonly h: number;
  readonly v: number;
  readonly title: string;
  /** Rendered Markdown, not yet sanitised; empty when there are none. */
  readonly notesHtml: string;
};

export type Notes = {
  /** `loading` until the first answer; `failed` when there is none to show. */
  readonly status: ReadonlySignal<"loading" | "ready" | "failed">;
  readonly slides: ReadonlySignal<readonly NotedSlide[]>;
};

type Answer = { readonly version: string; readonly slides: readonly NotedSlide[] };

/** Keeps the notes those of the deck version on screen: asks again after a new version, and when the link is back. */
export function watchNotes(talk: Talk): Notes {
  const status = signal<"loading" | "ready" | "failed">("loading");
  const slides = signal<readonly NotedSlide[]>([]);
  let have: string | undefined;
  let asking: string | undefined;

  const ask = async (version: string): Promise<void> => {
    if (version === have || version === asking) return;
    asking = version;
    const answer = await fetchNotes(talk.boot.base);
    if (asking === version) asking = undefined;
    if (answer !== undefined) {
      have = answer.version;
      slides.value = answer.slides;
    }
    status.value = have === undefined ? "failed" : "ready";
  };

  effect(() => {
    if (talk.status.value === "live") void ask(talk.view.value.deck.version);
  });
  return { status, slides };
}

async function fetchNotes(base: string): Promise<Answer | undefined> {
  try {
    const answer = await fetch(`${base}api/notes`, { headers: { Authorization: `Bearer ${readKey() ?? ""}` } });
    return answer.ok ? ((await answer.json()) as Answer) : undefined;
  } catch {
    return undefined;
  }
}
