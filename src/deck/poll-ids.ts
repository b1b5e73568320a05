import { createHash } from "node:crypto";
import type { DeckWarning, PollMeaning, PollSource } from "./deck.ts";
import { setAttribute } from "./html.ts";
import type { SlidePoll } from "./poll-slide.ts";

/** Gives the polls of a whole deck, in their order, ids that differ, and writes them into the placeholders. */
export function identifyPolls(placed: readonly (SlidePoll & { readonly h: number; readonly v: number })[]) {
  const polls: PollSource[] = [];
  const warnings: DeckWarning[] = [];
  const taken = new Set<string>();
  for (const { poll, name, line, element, h, v } of placed) {
    const wanted = name ?? hashOf(poll);
    const id = free(wanted, taken);
    if (name !== undefined && id !== name) {
      warnings.push({ line, message: `Another poll has id=${name} already; this one is called ${id}.` });
    }
    taken.add(id);
    setAttribute(element, "data-lectern-poll", id);
    polls.push({ id, h, v, line, ...poll });
  }
  return { polls, warnings };
}

function free(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}-${count}`;
  return id;
}

/** 8 hex digits. Right answers are not in it: they can be mended without losing the votes, and nobody can guess them. */
function hashOf(poll: PollMeaning): string {
  const kind = poll.kind === "choice" && poll.multiple ? "multiple" : poll.kind;
  return createHash("sha256").update(`${kind}\n${poll.question}`).digest("hex").slice(0, 8);
}
