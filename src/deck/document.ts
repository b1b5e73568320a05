import {
  type Deck,
  type HostedDeck,
  type MarkdownDeck,
  type MarpDeck,
  type PageDeck,
  type PdfDeck,
  pageHeadMark,
} from "./deck.ts";
import { escapeHtml } from "./escape.ts";

/** A program of ours with its styles; `preload` are the modules that it imports, theirs included. */
export type ProgramUrls = {
  readonly script: string;
  readonly styles: readonly string[];
  readonly preload: readonly string[];
};

/** Addresses the deck's page loads from. */
export type DocumentUrls = {
  /** Defines the global `lectern`; runs before any script of the deck. */
  readonly lectern: string;
  /** What runs a Markdown deck. */
  readonly frame: ProgramUrls;
  /** What shows a deck for Marp. */
  readonly marp: ProgramUrls & { readonly fonts: string };
  /** What joins a page with a reveal.js of its own: `shim` runs before any script of the page. */
  readonly page: ProgramUrls & { readonly shim: string };
  /** What shows a PDF. */
  readonly pdf: ProgramUrls;
  /** What frames a page that is on the web. */
  readonly hosted: ProgramUrls;
  /** The style sheet of a theme that ships with Lectern, else undefined. */
  readonly theme: (name: string) => string | undefined;
  readonly katexStyle: string;
  /** What a deck is told that stands alone, on any web host; absent in the frame of a talk. */
  readonly site?: object;
};

/** The whole HTML page that goes into the deck's sandboxed frame. It holds no notes. */
export function deckDocument(deck: Deck, urls: DocumentUrls): string {
  if (deck.kind === "pdf") return pdfDocument(deck, urls);
  if (deck.kind === "marp") return marpDocument(deck, urls);
  if (deck.kind === "hosted") return hostedDocument(deck, urls);
  return deck.kind === "markdown" ? markdownDocument(deck, urls) : pageDocument(deck, urls);
}

/** The file itself is loaded by what shows it, piece by piece; its hash says which one. */
function pdfDocument(deck: PdfDeck, { pdf, site }: DocumentUrls): string {
  const { version, fileName, bytes, hash, slides, sizes } = deck;
  const file = `${encodeURIComponent(fileName)}?v=${hash}`;
  const pages = slides.map((slide, index) => ({ title: slide.title, size: sizes[index] }));
  return htmlDocument(
    deck,
    [...pdf.styles.map(styleLink), ...program(pdf)],
    [
      '<main id="stage"></main>',
      '<progress id="loading" aria-hidden="true" hidden></progress>',
      spoken,
      siteScript(site),
      deckScript({ version, file, bytes: bytes.length, pages }),
    ],
  );
}

/** A frame round a page that is on the web. The page itself is loaded by each screen from there. */
function hostedDocument(deck: HostedDeck, { hosted }: DocumentUrls): string {
  const { title, version, address, slides, steps } = deck;
  const outline = slides.map((slide, index) => ({
    h: slide.h,
    v: slide.v,
    title: slide.title,
    steps: steps[index] ?? 0,
  }));
  return htmlDocument(
    deck,
    [...hosted.styles.map(styleLink), ...program(hosted)],
    [deckScript({ version, title, address, outline })],
  );
}

function marpDocument(deck: MarpDeck, { marp, lectern, katexStyle, site }: DocumentUrls): string {
  const { version, needs, steps, css } = deck;
  const styles = [...marp.styles, ...(needs.math ? [katexStyle] : []), ...(needs.fonts ? [marp.fonts] : [])];
  const pages = deck.slides.map((slide, index) => ({ title: slide.title, steps: steps[index] }));
  return htmlDocument(
    deck,
    [
      classicScript(lectern),
      ...styles.map(styleLink),
      ...program(marp),
      `<style>${css.replace(/<(?=[/!])/g, "\\3c ")}</style>`,
    ],
    [
      `<main class="reveal"><div class="marpit">\n${deck.slidesHtml}\n</div></main>`,
      spoken,
      siteScript(site),
      deckScript({ version, pages, mermaid: needs.mermaid }),
    ],
  );
}

/** As the page is, with what is ours before anything of its own. */
function pageDocument({ pageHtml, version, hasOwnFollowing }: PageDeck, { lectern, page, site }: DocumentUrls): string {
  const ours = [
    classicScript(lectern),
    classicScript(page.shim, hasOwnFollowing ? " data-alone" : ""),
    ...page.styles.map(styleLink),
    siteScript(site),
    deckScript({ version }),
    ...program(page),
  ];
  return pageHtml.replace(pageHeadMark, () => lines(ours));
}

function markdownDocument(deck: MarkdownDeck, urls: DocumentUrls): string {
  const { frame, lectern } = urls;
  // A theme that does not ship with Lectern is a style sheet beside the deck.
  const themeStyle = urls.theme(deck.theme) ?? deck.theme;
  const styles = [...frame.styles, ...(deck.needs.math ? [urls.katexStyle] : []), themeStyle];
  const { version, theme, revealOptions, needs } = deck;
  return htmlDocument(
    deck,
    [classicScript(lectern), ...styles.map(styleLink), ...program(frame)],
    [
      `<div class="reveal"><div class="slides">\n${deck.slidesHtml}\n</div></div>`,
      siteScript(urls.site),
      deckScript({ version, theme, revealOptions, needs }),
    ],
  );
}

/** What stands round every document of ours. Empty parts take no line. */
function htmlDocument({ lang, title }: Deck, head: readonly string[], body: readonly string[]): string {
  return `<!doctype html>
<html lang="${escapeHtml(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escapeHtml(title)}</title>
${lines(head)}
</head>
<body>
${lines(body)}
</body>
</html>
`;
}

/** Where a screen reader hears what is shown. */
const spoken = '<div id="spoken" aria-live="polite" aria-atomic="true"></div>';

function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}

function classicScript(url: string, attributes = ""): string {
  return `<script src="${escapeHtml(url)}"${attributes} crossorigin></script>`;
}

/**
 * Runs when the page has been read, and before the modules in the slides, so that the first slide waits for none of
 * those. All it imports is asked for at once: one round trip instead of one for each import of an import.
 */
function program({ script, preload }: ProgramUrls): string[] {
  return [
    `<script type="module" src="${escapeHtml(script)}" crossorigin></script>`,
    ...preload.map((url) => `<link rel="modulepreload" href="${escapeHtml(url)}" crossorigin>`),
  ];
}

/** What the program that shows the deck is told. */
function deckScript(data: object): string {
  return `<script type="application/json" id="lectern-deck">${scriptJson(data)}</script>`;
}

/** Browsers run no modules from the disk; then there is at least one line that says so. */
function siteScript(site: object | undefined): string {
  if (site === undefined) return "";
  const said = "This deck needs a web host: browsers do not run it from the disk.";
  const script = `if(location.protocol==="file:")addEventListener("load",function(){document.body.prepend("${said}")})`;
  return `<script type="application/json" id="lectern-site">${scriptJson(site)}</script>\n<script>${script}</script>`;
}

function styleLink(url: string): string {
  return `<link rel="stylesheet" href="${escapeHtml(url)}">`;
}

/** JSON that can stand in a script element: nothing in it ends or comments out the element. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
