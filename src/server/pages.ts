/** The HTML of our own pages. Each arrives with the talk's current state inside, so the first paint is right. */
import { escapeHtml } from "../deck/escape.ts";
import { deckAddress } from "../protocol/frame.ts";
import type { View } from "../talk/view.ts";
import type { EntryFiles } from "./assets.ts";

export const pageNames = ["audience", "speaker", "remote", "screen", "moderate", "panel"] as const;
export type PageName = (typeof pageNames)[number];

/** The shape the pages read as `Boot`; for every page it holds only what the audience may see (rule A2). */
export type BootData = {
  readonly page: PageName;
  readonly base: string;
  readonly talk: { readonly code: string; readonly title: string };
  readonly joinUrl: string;
  /** What the deck's frame may do: the value of its `sandbox` attribute. */
  readonly sandbox: string;
  /** The site each screen loads the slides from; null when it is this server. */
  readonly slidesFrom: string | null;
  readonly snapshot: { readonly epoch: string; readonly seq: number; readonly view: View; readonly here: number };
};

/** What a deck's frame may do: run, and open links in new tabs; never reach the page around it (rule A3). */
const untrusted = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-pointer-lock";

/**
 * A trusted deck has this server's own origin: it is one program with the page around it. A page that stays on the web
 * inherits these flags from the frame around it; trusted, it has its own site's origin, which is not this server's.
 */
export function frameSandbox(isTrusted: boolean): string {
  return isTrusted ? `${untrusted} allow-same-origin allow-modals allow-downloads` : untrusted;
}

const titles: Record<PageName, (title: string) => string> = {
  audience: (title) => title,
  speaker: (title) => `Speaker · ${title}`,
  remote: (title) => `Remote · ${title}`,
  screen: (title) => title,
  moderate: (title) => `Moderator · ${title}`,
  panel: (title) => title,
};

/** The slides are asked for before the scripts: a browser asks one server for six files at once. */
export function talkPage(boot: BootData, files: EntryFiles): string {
  const showsDeck = boot.page === "audience" || boot.page === "screen";
  return `<!doctype html>
<html lang="en" data-page="${boot.page}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<meta name="theme-color" content="#13110e">
<title>${escapeHtml(titles[boot.page](boot.talk.title))}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
${files.styles.map((href) => `<link rel="stylesheet" href="${href}">`).join("\n")}
</head>
<body>
${showsDeck ? `<main id="stage">${deckFrame(boot)}</main>\n` : ""}<div id="app"></div>
${files.preload.map((href) => `<link rel="modulepreload" href="${href}">`).join("\n")}
<noscript><p class="noscript">Lectern needs JavaScript to follow the speaker. Please allow it for this page.</p></noscript>
<script type="application/json" id="lectern-boot">${scriptJson(boot)}</script>
<script type="module" src="${files.script}"${laterFiles(files)}></script>
</body>
</html>
`;
}

/** What the page loads when the first slide is there; by these names it can try again (`later.ts`). */
function laterFiles({ later }: EntryFiles): string {
  return later.length === 0 ? "" : ` data-later="${later.join(" ")}"`;
}

/** A page for a browser that asked for something that is not there. */
export function problemPage(problem: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(problem)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${style}">
</head>
<body>
<main class="problem-page">
<h1>${escapeHtml(problem)}</h1>
<p>Check the link, or ask the speaker for a new one.</p>
<p><a class="button main" href="/">Go to the talk</a></p>
</main>
</body>
</html>
`;
}

function deckFrame({ base, snapshot, talk, sandbox }: BootData): string {
  const { deck, position } = snapshot.view;
  const source = `${deckAddress(`${base}deck/`, deck.version)}#/${position.h}/${position.v}/${position.f}`;
  const title = `Slides: ${talk.title}`;
  return `<iframe title="${escapeHtml(title)}" sandbox="${sandbox}" allow="fullscreen; autoplay" src="${escapeHtml(source)}"></iframe>`;
}

/** JSON that can stand in a script element: nothing in it ends or comments out the element. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}
