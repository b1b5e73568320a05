/** Runs a deck that `lectern build` made: by keyboard, touch and links, and following where it was told whom (K13). */
import type { Position } from "../../talk/commands.ts";
import type { DeckDriver } from "../driver.ts";
import type { SiteData } from "../site-data.ts";
import { followTalk } from "./follow-talk.ts";

/** `isReveal`: reveal.js keeps the place in the address and has keys for everything. */
export function runBuilt(deck: DeckDriver, { follow }: SiteData, isReveal: boolean): void {
  if (!isReveal) {
    deck.configure({ moves: true, drives: true, muted: false });
    keepAddress(deck);
    listenToKeys(deck);
  }
  const stage = isReveal ? document.querySelector<HTMLElement>(".reveal") : null;
  if (follow !== undefined) followTalk({ deck, given: follow, ...(stage === null ? {} : { stage }) });
}

/** So that a place can be linked to, and a reload stays. */
function keepAddress(deck: DeckDriver): void {
  const write = (): void => {
    const { h, v, f } = deck.read();
    history.replaceState(null, "", `#/${h}${v > 0 || f >= 0 ? `/${v}` : ""}${f >= 0 ? `/${f}` : ""}`);
  };
  deck.onMove(write);
  addEventListener("hashchange", () => deck.show(placeIn(location.hash), false));
}

function placeIn(hash: string): Position {
  const [h = 0, v = 0, f = -1] = hash
    .replace(/^#\/?/, "")
    .split("/")
    .map((part) => Number.parseInt(part, 10) || 0);
  return { h, v, f };
}

function listenToKeys(deck: DeckDriver): void {
  let isDark = false;
  addEventListener("keydown", ({ key, ctrlKey, metaKey, altKey, target }) => {
    if (ctrlKey || metaKey || altKey || (target instanceof Element && target.closest("input, textarea, select")))
      return;
    if (key === "b" || key === ".") {
      isDark = !isDark;
      deck.show(deck.read(), isDark);
    }
    if (key === "f") void document.documentElement.requestFullscreen?.().catch(() => {});
  });
}
