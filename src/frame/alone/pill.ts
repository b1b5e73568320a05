/** What a deck on another host shows of the talk: the state of the link, the way back to live, and the panel. */
import { pillStyle } from "./pill-style.ts";
import type { Reader } from "./words.ts";

export type PillState = {
  readonly status: "live" | "reconnecting" | "refused";
  readonly isBrowsing: boolean;
  readonly isDark: boolean;
  /** A poll is open. */
  readonly mayVote: boolean;
};

export type PillOptions = {
  readonly reader: Reader;
  /** The address of the panel's page; undefined: there is none. */
  readonly panel: string | undefined;
  readonly onBack: () => void;
  /** The panel was opened or closed: the deck has another room. */
  readonly onPanel: (isOpen: boolean) => void;
};

export type Pill = {
  draw(state: PillState): void;
  /** Says for a moment why a step was undone. */
  hintNotYet(): void;
};

const hintMs = 3500;

export function createPill({ reader, panel, onBack, onPanel }: PillOptions): Pill {
  const { words, language, isRightToLeft } = reader;
  const host = document.createElement("lectern-pill");
  host.lang = language;
  host.dir = isRightToLeft ? "rtl" : "ltr";
  const root = host.attachShadow({ mode: "open" });
  // Unlike a style element, it is not forbidden by a page's policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(pillStyle);
  root.adoptedStyleSheets = [sheet];

  const row = element("div", "row");
  const pill = element("span", "pill");
  pill.setAttribute("role", "status");
  pill.dataset.testid = "lectern-state";
  const back = button(words.backToLive, "main", onBack);
  const take = button(words.takePart, "", () => openPanel(true));
  const hint = element("span", "hint");
  hint.setAttribute("role", "status");
  hint.hidden = true;
  row.append(pill, back, take, hint);
  root.append(row);

  const sheetOf = panel === undefined ? undefined : createPanel(panel, words, () => openPanel(false));
  if (sheetOf !== undefined) root.append(sheetOf);
  const openPanel = (isOpen: boolean): void => {
    if (sheetOf === undefined) return;
    sheetOf.hidden = !isOpen;
    take.hidden = isOpen;
    host.toggleAttribute("data-panel", isOpen);
    (isOpen ? sheetOf.querySelector("button") : take)?.focus();
    onPanel(isOpen);
  };
  take.hidden = sheetOf === undefined;
  document.body.append(host);

  let hiding: ReturnType<typeof setTimeout> | undefined;
  return {
    draw({ status, isBrowsing, isDark, mayVote }) {
      back.hidden = !isBrowsing;
      pill.hidden = isBrowsing && status === "live";
      pill.dataset.status = status;
      pill.textContent = status === "live" ? (isDark ? words.dark : words.live) : words[status];
      take.textContent = mayVote ? words.vote : words.takePart;
      take.classList.toggle("main", mayVote && !isBrowsing);
    },
    hintNotYet() {
      hint.textContent = words.notYet;
      hint.hidden = false;
      clearTimeout(hiding);
      hiding = setTimeout(() => {
        hint.hidden = true;
      }, hintMs);
    },
  };
}

/** It is loaded from the start: who looks at this deck is one of the audience by it, and their polls wait in it. */
function createPanel(address: string, words: Reader["words"], onClose: () => void): HTMLElement {
  const aside = element("aside", "");
  aside.hidden = true;
  aside.setAttribute("aria-label", words.takePart);
  const head = element("header", "");
  const close = button("✕", "", onClose);
  close.setAttribute("aria-label", words.close);
  const title = element("span", "");
  title.textContent = words.takePart;
  head.append(title, close);
  const frame = document.createElement("iframe");
  frame.title = words.takePart;
  frame.referrerPolicy = "no-referrer";
  frame.src = address;
  aside.append(head, frame);
  // What is typed here is not for the deck.
  aside.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
  });
  return aside;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function button(text: string, className: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", className) as HTMLButtonElement;
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", () => {
    // The next space is a step, and not this button again.
    made.blur();
    onClick();
  });
  return made;
}
