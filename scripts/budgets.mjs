/**
 * What pages may weigh and how long things may take (rule B7). Sizes are bytes as they travel, compressed with Brotli,
 * of everything that is loaded before anybody touches anything: a little above what they are today, so that growth is
 * somebody's decision.
 */
const KB = 1024;

/** Our pages, without the deck in its frame. */
export const pageBudgets = {
  audience: { scripts: 33 * KB, styles: 5 * KB },
  panel: { scripts: 36 * KB, styles: 4.5 * KB },
  screen: { scripts: 33.5 * KB, styles: 3.5 * KB },
  remote: { scripts: 43 * KB, styles: 4 * KB },
  moderate: { scripts: 36 * KB, styles: 4.5 * KB },
  speaker: { scripts: 57 * KB, styles: 6.5 * KB },
};

/** What runs a deck in its frame: reveal.js, Marp's runtime, pdf.js or nothing of the kind, and the bridge. */
export const deckBudgets = {
  frame: { scripts: 34 * KB, styles: 12.5 * KB },
  marp: { scripts: 10 * KB, styles: 2 * KB },
  deckPage: { scripts: 6.5 * KB, styles: 2 * KB },
  pdf: { scripts: 137 * KB, styles: 1 * KB },
  hosted: { scripts: 7.5 * KB, styles: 1 * KB },
};

/** What no page loads at once, whatever it weighs: loaded only when it is used. */
export const onlyWhenUsed = [
  { what: "Mermaid", file: /mermaid|cytoscape|katex-/i, isIn: () => false },
  { what: "pdf.js", file: /^pdf-/, isIn: (name) => name === "pdf" },
  { what: "the audience's panel", file: /^pane-/, isIn: (name) => name === "panel" },
  { what: "the desk", file: /^(room-)?panel-/, isIn: (name) => name === "speaker" || name === "moderate" },
  { what: "another language", file: /^(ar|de|es|fr|ja|nl)-/, isIn: () => false },
];

/** The audience's page on a slow phone and a slow link, as `bench/first-slide.mjs` makes them. */
export const firstSlideBudget = { ms: 3000, roundTrips: 3 };

/** From the start of the process to the line that says where it listens, not counting the first start ever. */
export const startBudget = { ms: 400 };
