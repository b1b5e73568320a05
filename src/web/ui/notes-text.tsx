/** Speaker notes on the page: HTML from the server through DOMPurify, links in new tabs. */
import DOMPurify from "dompurify";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Cockpit } from "./cockpit.ts";
import { t } from "./i18n/text.ts";

/** `size` is the type size in px where the browser's own is 16. */
export function NotesText({ cockpit, size }: { cockpit: Cockpit; size: number }) {
  const html = cockpit.notesHtml.value;
  const body = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    body.current?.replaceChildren(html === undefined ? "" : sanitised(html, cockpit.boot.base));
    body.current?.parentElement?.scrollTo(0, 0);
  }, [html, cockpit.boot.base]);
  return (
    <section
      class="notes-scroll"
      aria-label={t("drive.notes")}
      data-testid="notes"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text must be reachable with the keyboard
      tabIndex={0}
      onKeyDown={scrollWithArrows}
    >
      <div
        ref={body}
        dir="auto"
        class="notes-text"
        style={{ fontSize: `${size / 16}rem` }}
        hidden={html === undefined}
      />
      {html === undefined && <p class="quiet">{absence(cockpit)}</p>}
    </section>
  );
}

function absence({ notes }: Cockpit): string {
  switch (notes.status.value) {
    case "loading":
      return t("drive.notesLoading");
    case "failed":
      return t("drive.notesFailed");
    case "ready":
      return t("drive.noNotes");
  }
}

function sanitised(html: string, base: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    FORBID_ATTR: ["style"],
    FORBID_TAGS: ["form"],
  });
  for (const link of fragment.querySelectorAll("a[href]")) {
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer");
  }
  // Addresses in a deck are relative to the deck, not to this page.
  const deck = new URL(`${base}deck/`, location.origin);
  for (const image of fragment.querySelectorAll("img[src]")) {
    image.setAttribute("src", new URL(image.getAttribute("src") ?? "", deck).href);
  }
  return fragment;
}

/** The arrows move the deck, except where somebody went to the notes with the keyboard to read on. */
function scrollWithArrows(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const direction = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (direction === 0 || !event.currentTarget.matches(":focus-visible")) return;
  event.preventDefault();
  event.currentTarget.scrollBy({ top: direction * 60 });
}
