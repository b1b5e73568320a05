/** Keys for a whole page, and keeping the keyboard with the deck when a mouse is used beside it. */
import { type KeyPress, type Meaning, meaningOf } from "./keys.ts";

const typing = "input, textarea, select, [contenteditable]";

/** Calls `act` for every key that means something and is not meant for what has the focus. */
export function listenForKeys(act: (meaning: Meaning) => void): void {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isForElement(event)) return;
    const meaning = meaningOf(event);
    if (meaning === undefined || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act(meaning);
  });
  addEventListener("mousedown", keepFocus);
}

/** The meaning of a key that the deck's frame passed on. */
export function meaningOfFrameKey(key: string): Meaning | undefined {
  return meaningOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false } satisfies KeyPress);
}

function isForElement({ key, target }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || key === "Escape") return false;
  if (target.closest(typing)) return true;
  return (key === " " || key === "Enter") && target.closest("button, a, summary") !== null;
}

/** A click on a button must not leave the keyboard there: the next space is the next slide, not the same button. */
function keepFocus(event: MouseEvent): void {
  const target = event.target;
  if (!(target instanceof Element) || !target.closest("button, a, summary") || target.closest("dialog")) return;
  event.preventDefault();
  const active = document.activeElement;
  if (active instanceof HTMLElement && active.matches(typing)) active.blur();
}
