/** Lays out decks of `test/decks` as their authors would: beside a copy of the reveal.js they were written for. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "./lectern.ts";

export const revealVersions = ["3.9.2", "4.6.1", "5.2.1", "6.0.2"] as const;
export type RevealVersion = (typeof revealVersions)[number];

const root = join(import.meta.dirname, "../..");
const decks = join(root, "test/decks");

type Layout = {
  readonly package: string;
  readonly folders: readonly string[];
  readonly head: string;
  plugins(): string;
};

const modern = (plugin: string): string => `<script src="reveal/dist/reveal.js"></script>
<script src="reveal/${plugin}/markdown${plugin === "plugin" ? "/markdown" : ""}.js"></script>
<script src="reveal/${plugin}/notes${plugin === "plugin" ? "/notes" : ""}.js"></script>`;
const modernHead =
  '<link rel="stylesheet" href="reveal/dist/reveal.css"><link rel="stylesheet" href="reveal/dist/theme/black.css">';

const layouts: Readonly<Record<RevealVersion, Layout>> = {
  "3.9.2": {
    package: "reveal.js-3",
    folders: ["js", "css", "lib", "plugin"],
    head: '<link rel="stylesheet" href="reveal/css/reveal.css"><link rel="stylesheet" href="reveal/css/theme/black.css">',
    plugins: () => '<script src="reveal/js/reveal.js"></script>',
  },
  "4.6.1": { package: "reveal.js-4", folders: ["dist", "plugin"], head: modernHead, plugins: () => modern("plugin") },
  "5.2.1": { package: "reveal.js-5", folders: ["dist", "plugin"], head: modernHead, plugins: () => modern("plugin") },
  "6.0.2": { package: "reveal.js", folders: ["dist"], head: modernHead, plugins: () => modern("dist/plugin") },
};

/** How a deck of this version is started; `options` is the inside of an object literal. */
export function startScript(version: RevealVersion, options = ""): string {
  const markdown = `dependencies: [
    { src: "reveal/plugin/markdown/marked.js" }, { src: "reveal/plugin/markdown/markdown.js" },
    { src: "reveal/plugin/notes/notes.js", async: true }]`;
  const plugins = version === "3.9.2" ? markdown : "plugins: [RevealMarkdown, RevealNotes]";
  return `${layouts[version].plugins()}
<script>Reveal.initialize({ hash: true, controls: true, history: true, ${plugins}, ${options} });</script>`;
}

/**
 * Copies the folder `deck`, and this version's reveal.js into its folder `at`; `start` replaces the deck's own start.
 * Answers with its path.
 */
export function placeDeck(
  workspace: Workspace,
  deck: string,
  version: RevealVersion,
  start?: string,
  at = "reveal",
): string {
  const folder = workspace.path(`${deck.replace("/", "-")}-${version}-${Math.random().toString(36).slice(2, 8)}`);
  const layout = layouts[version];
  cpSync(join(decks, deck), folder, { recursive: true });
  for (const name of layout.folders) {
    cpSync(join(root, "node_modules", layout.package, name), join(folder, at, name), { recursive: true });
  }
  const file = join(folder, "index.html");
  const source = readFileSync(file, "utf8")
    .replace("<!-- head -->", layout.head)
    .replace("<!-- start -->", start ?? startScript(version));
  writeFileSync(file, source);
  return folder;
}

/** This version's own demo, as its package ships it. */
export function demoOf(version: RevealVersion): string {
  return join(root, "node_modules", layouts[version].package, "demo.html");
}
