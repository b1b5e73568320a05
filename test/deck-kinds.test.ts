/** The table in docs/decks.md says no more than tests prove: each of its marks names one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const columns = [
  "opens",
  "follows",
  "fragments",
  "vertical",
  "late join",
  "free browsing",
  "notes hidden",
  "live reload",
  "assets",
  "links",
] as const;

/** Part of a test's title; `~` for what has no test of its own, `–` for what this kind does not have. */
type Proofs = { readonly file: string; readonly cells: Readonly<Record<(typeof columns)[number], string>> };

const followed = "[F1] [F5] follows through slides, columns, fragments and black-out";
const marp = "[K8] follows through slides, steps, black-out and quick moves; a late joiner lands right";
const page = "is followed through columns, nested steps and black-out; a late joiner lands right";
const pdf = "[K7] follows through pages of every shape";
const office = "[K9] the room follows; notes are the speaker's alone; a saved file shows on every screen";
const hosted = "[K14] [F1] [F2] is followed through columns, steps and black-out; late joiners land right";
const assets = "[K1] [F7] assets, links, channels, storage and polls work; a saved file shows on every screen";

const kinds: Readonly<Record<string, Proofs>> = {
  Markdown: {
    file: "follow",
    cells: {
      opens: followed,
      follows: followed,
      fragments: followed,
      vertical: followed,
      "late join": "[F2] a late joiner lands on the fragment before anyone moves again",
      "free browsing": "[F3] somebody looks around, is not pulled by live moves, and comes back to live",
      "notes hidden": "[A2] the speaker and the remote show the notes; nothing the audience receives holds them",
      "live reload": "[F7] the deck is edited on disk: every screen shows the new one at the same position",
      assets: "deck: [K1] [K5] math, diagrams, code steps, pictures, tables and attributes are really there",
      links: "deck: [A3] [F3] [K5] a link inside the deck is browsing; others open in a tab of their own",
    },
  },
  Marp: {
    file: "marp",
    cells: {
      opens: marp,
      follows: marp,
      fragments: marp,
      vertical: "–",
      "late join": marp,
      "free browsing": "[F3] [K8] browses freely, also by a link inside the deck, and comes back",
      "notes hidden": "[K8] the speaker and the remote show the notes; nothing the audience receives holds them",
      "live reload": "[K8] a saved deck and a saved theme are on every screen at the same step",
      assets: "[K8] has the deck's pictures and theme; other links open in a tab of their own",
      links: "[K8] has the deck's pictures and theme; other links open in a tab of their own",
    },
  },
  "reveal.js page": {
    file: "reveal-pages",
    cells: {
      opens: page,
      follows: page,
      fragments: page,
      vertical: page,
      "late join": page,
      "free browsing": "[F4] free browsing moves one screen only, and it comes back",
      "notes hidden": "[A2] Markdown, inside and in files, is shown; its notes and all others are the speaker's alone",
      "live reload": assets,
      assets,
      links: assets,
    },
  },
  PDF: {
    file: "pdf",
    cells: {
      opens: pdf,
      follows: pdf,
      fragments: "–",
      vertical: "–",
      "late join": "[F2] [F6] a late joiner lands on the live page, and so does everybody after a reload",
      "free browsing": "[F3] [K7] a link inside the deck is browsing for the audience, and a move for the speaker",
      "notes hidden": "[K7] the speaker and the remote show the notes; nothing the audience receives holds them",
      "live reload": "[F7] [K2] a new file is on every screen at the same page; half a file changes nothing",
      assets: "–",
      links: "[A3] [K7] other links open in a tab of their own, which cannot reach the talk",
    },
  },
  "PowerPoint, OpenDocument": {
    file: "office",
    cells: {
      opens: office,
      follows: office,
      fragments: "–",
      vertical: "–",
      "late join": office,
      "free browsing": "~",
      "notes hidden": office,
      "live reload": office,
      assets: "–",
      links: "~",
    },
  },
  "reveal.js page hosted elsewhere": {
    file: "hosted",
    cells: {
      opens: hosted,
      follows: hosted,
      fragments: hosted,
      vertical: hosted,
      "late join": hosted,
      "free browsing":
        "[F4] keys in the slides drive on the speaker's page and browse on others'; locked, they do nothing",
      "notes hidden": "[A2] gives the speaker its notes and titles, and asks its site without saying where it is shown",
      "live reload": "–",
      assets: "–",
      links: "[A3] that does not answer, or has been left by a link, is said to, and comes back when asked",
    },
  },
};

const read = (file: string): string => readFileSync(join(import.meta.dirname, file), "utf8");
const cellsOf = (row: string): readonly string[] =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

const [heads = [], , ...rows] = (
  /(?:^\|.*\n)+/m.exec(read("../docs/decks.md").split("## What each kind can do")[1] ?? "")?.[0] ?? ""
)
  .trimEnd()
  .split("\n")
  .map(cellsOf);

test("[K1] the table of deck kinds has a row for each, and these columns", () => {
  expect(heads).toEqual(["", ...columns]);
  const names = rows.map(([name = ""]) => name.replace(/^\[(.*)\].*$/, "$1"));
  expect(names).toEqual(Object.keys(kinds));
});

test.each(Object.entries(kinds))("[K1] each mark of %s is a browser test's", (name, { file, cells }) => {
  const row = rows.find(([head]) => head === name || head?.startsWith(`[${name}]`)) ?? [];
  for (const [index, column] of columns.entries()) {
    const [, other, title = ""] = /^(?:([a-z-]+): )?(.*)$/.exec(cells[column]) ?? [];
    const isProved = title.length > 1;
    expect(row[index + 1], column).toBe(isProved ? "✓" : title);
    if (isProved) expect(read(`${other ?? file}.browser.test.ts`), column).toContain(title);
  }
});
