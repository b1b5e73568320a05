import type { Deck } from "./deck.ts";
import { escapeHtml } from "./escape.ts";

/** Addresses the deck's page loads from. */
export type DocumentUrls = {
  readonly script: string;
  /** Defines the global `lectern`; runs before any script of the deck. */
  readonly lectern: string;
  readonly styles: readonly string[];
  readonly theme: string;
  readonly katexStyle: string;
};

/** The whole HTML page that goes into the deck's sandboxed frame. It holds no notes. */
export function deckDocument(deck: Deck, urls: DocumentUrls): string {
  const styles = [...urls.styles, ...(deck.needs.math ? [urls.katexStyle] : []), urls.theme];
  const { version, theme, revealOptions, needs } = deck;
  return `<!doctype html>
<html lang="${escapeHtml(deck.lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escapeHtml(deck.title)}</title>
<script src="${escapeHtml(urls.lectern)}" crossorigin></script>
${styles.map(styleLink).join("\n")}
</head>
<body>
<div class="reveal"><div class="slides">
${deck.slidesHtml}
</div></div>
<script type="application/json" id="lectern-deck">${scriptJson({ version, theme, revealOptions, needs })}</script>
<script type="module" src="${escapeHtml(urls.script)}" crossorigin></script>
</body>
</html>
`;
}

function styleLink(url: string): string {
  return `<link rel="stylesheet" href="${escapeHtml(url)}">`;
}

/** JSON that can stand in a script element: nothing in it ends or comments out the element. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
