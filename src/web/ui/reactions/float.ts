/** The room's reactions rise over the slide and are gone in two seconds (rule H3). */
import type { TalkClient } from "../../../client/client.ts";
import { shareOf } from "./share.ts";

/** How many rise at the same time, and how many more with each aggregate. */
const most = { alive: 30, atOnce: 8 } as const;
const livesMs = 1900;

/** Draws into `host` as long as `isShown` says so. Only to be looked at: the counts say nothing to act on. */
export function floatReactions(client: TalkClient, host: HTMLElement, isShown: () => boolean): void {
  const layer = document.createElement("div");
  layer.className = "reactions-layer";
  layer.setAttribute("aria-hidden", "true");
  host.append(layer);
  client.on((happening) => {
    if (happening.type !== "reactions" || !isShown() || document.hidden) return;
    // A part of the free places each time: a room that does not stop is a steady stream, and not one surf after another.
    const free = Math.max(0, most.alive - layer.childElementCount);
    const room = Math.min(most.atOnce, Math.ceil(free / 4));
    for (const emoji of shareOf(happening.counts, room)) rise(layer, emoji);
  });
}

function rise(layer: HTMLElement, emoji: string): void {
  const one = document.createElement("span");
  one.textContent = emoji;
  // Each at its own place and moment, so that a crowd does not rise as one block.
  one.style.setProperty("--at", Math.random().toFixed(3));
  one.style.setProperty("--late", `${Math.round(Math.random() * 200)}ms`);
  layer.append(one);
  setTimeout(() => one.remove(), livesMs);
}
