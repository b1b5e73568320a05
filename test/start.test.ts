/** What a start loads (rule B7): counted, not timed. */
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Workspace } from "./support/lectern.ts";

const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());

/** Writes down the address of every module the process loads, in `LOADED`. */
const recorder = `
import { appendFileSync } from "node:fs";
import { registerHooks } from "node:module";
registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.LOADED, url + "\\n");
    return next(url, context);
  },
});
`;
let recorderUrl = "";
beforeAll(() => {
  writeFileSync(workspace.path("recorder.mjs"), recorder);
  recorderUrl = pathToFileURL(workspace.path("recorder.mjs")).href;
});

async function loadedBy(name: string, deck: string, ...options: readonly string[]): Promise<readonly string[]> {
  const list = workspace.path(`${name}.txt`);
  const before = process.env.NODE_OPTIONS;
  Object.assign(process.env, { LOADED: list, NODE_OPTIONS: `--import=${recorderUrl}` });
  try {
    const lectern = await workspace.start(workspace.write(`${name}.md`, deck), ...options);
    await lectern.kill("SIGTERM");
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
    delete process.env.LOADED;
  }
  return readFileSync(list, "utf8").trim().split("\n");
}

/** What only some decks and commands need. */
const heavy = /node_modules\/(shiki|@shikijs|katex|@marp-team|playwright-core|open|saxes|pdfjs-dist)\/|dist\/pdfjs\//;

test("[B7] a plain Markdown deck loads nothing it does not use, and few files", async () => {
  const loaded = await loadedBy("plain", "# Hello\n\n---\n\n## Second\n");
  expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
  const files = loaded.filter((url) => url.startsWith("file:") && url !== recorderUrl);
  expect(files.length).toBeGreaterThan(1);
  expect(files.length).toBeLessThan(25);
});

test("[B7] a talk that is kept in memory opens no database", async () => {
  const kept = await loadedBy("kept", "# Hello");
  const ephemeral = await loadedBy("ephemeral", "# Hello", "--ephemeral");
  expect(kept).toContain("node:sqlite");
  expect(ephemeral).not.toContain("node:sqlite");
});

test("[B7] what a deck does use is loaded: colours for code, formulas", async () => {
  const loaded = await loadedBy("rich", "# Hello\n\n```js\nlet a;\n```\n\n---\n\n$$x^2$$\n");
  expect(loaded.some((url) => /node_modules\/shiki\//.test(url))).toBe(true);
  expect(loaded.some((url) => /node_modules\/katex\//.test(url))).toBe(true);
});
