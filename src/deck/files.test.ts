import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LecternError } from "../errors.ts";
import type { Deck } from "./deck.ts";
import { type DeckSource, openDeck } from "./files.ts";

let folder = "";
const leave: (() => void)[] = [];

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "lectern-deck-")));
});

afterEach(() => {
  for (const stop of leave.splice(0)) stop();
  rmSync(folder, { recursive: true, force: true });
});

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function errorOf(path: string): Promise<LecternError> {
  const error = await openDeck(path).catch((caught: unknown) => caught);
  if (!(error instanceof LecternError)) throw new Error("expected a LecternError");
  return error;
}

/** What the watcher tells, one after the other. */
function watching(source: DeckSource): () => Promise<Deck | LecternError> {
  const told: (Deck | LecternError)[] = [];
  const waiting: ((news: Deck | LecternError) => void)[] = [];
  const tell = (news: Deck | LecternError) => {
    const next = waiting.shift();
    if (next === undefined) told.push(news);
    else next(news);
  };
  leave.push(source.watch({ changed: tell, failed: tell }));
  return () => {
    const news = told.shift();
    return news === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(news);
  };
}

test("[K1] a deck is opened with its real file and folder; a title beats its own", async () => {
  const path = put("Talk.MD", "\uFEFF# A");
  symlinkSync(path, join(folder, "link.markdown"));
  const source = await openDeck(join(folder, "link.markdown"), { title: "T" });
  expect(source).toMatchObject({ file: path, directory: folder, deck: { title: "T" } });
});

test("[K2] a missing file, also below a file, is told with the folder it was looked for in", async () => {
  const path = put("a.md", "# A");
  for (const missing of [join(folder, "none.md"), join(path, "b.md")]) {
    expect(await errorOf(missing)).toMatchObject({
      code: "deck-not-found",
      details: { file: missing, directory: process.cwd() },
    });
  }
});

test("[K2] a folder is told with a deck inside it", async () => {
  expect(await errorOf(folder)).toMatchObject({
    code: "deck-is-folder",
    details: { example: join(folder, "talk.md") },
  });
  put("README.md", "x");
  put("zebra.md", "x");
  expect((await errorOf(folder)).details.example).toBe(join(folder, "zebra.md"));
});

test("[K2] other kinds of files, and what is not a file, are told", async () => {
  expect((await errorOf(put("a.docx", "x"))).code).toBe("deck-kind");
  execFileSync("mkfifo", [join(folder, "pipe.md")]);
  expect((await errorOf(join(folder, "pipe.md"))).code).toBe("deck-unreadable");
});

test("[K2] a link that leads in a circle cannot be read", async () => {
  symlinkSync(join(folder, "loop.md"), join(folder, "loop.md"));
  expect(await errorOf(join(folder, "loop.md"))).toMatchObject({
    code: "deck-unreadable",
    details: { cause: "ELOOP" },
  });
});

test("[K2] what is not UTF-8 text is told", async () => {
  for (const bytes of [
    Buffer.from("# Ä", "latin1"),
    Buffer.from("\uFEFF# A", "utf16le"),
    Buffer.from("# A", "utf16le"),
  ]) {
    expect((await errorOf(put("a.md", bytes))).code).toBe("deck-not-text");
  }
});

test("[K2] an empty deck and bad front matter are told with the name the user gave", async () => {
  expect((await errorOf(put("a.md", ""))).details.file).toBe(join(folder, "a.md"));
  expect((await errorOf(put("a.md", "---\ntitle: [\n---\n# A"))).message).toMatch(/a\.md:\d+:\d+: /);
});

test("[F7] a change is told, whether written, renamed over, or swapped by a link", async () => {
  const path = put("talk.md", "# 1");
  const source = await openDeck(path);
  const next = watching(source);
  put("talk.md", "# 2");
  expect(await next()).toMatchObject({ title: "2" });
  renameSync(put("talk.md.tmp", "# 3"), path);
  expect(await next()).toMatchObject({ title: "3" });
  mkdirSync(join(folder, "other"));
  symlinkSync(put("other/new.md", "# 4"), join(folder, "swap"));
  renameSync(join(folder, "swap"), path);
  expect(await next()).toMatchObject({ title: "4" });
  expect(source.directory).toBe(join(folder, "other"));
  put("other/new.md", "# 5");
  expect(await next()).toMatchObject({ title: "5" });
  expect(source.deck.title).toBe("5");
});

test("[K2] a broken save keeps the last good deck and says why; mending it is told", async () => {
  const source = await openDeck(put("talk.md", "# 1"));
  const next = watching(source);
  put("talk.md", "---\ntransition: zoomy\n---\n# 2");
  expect(await next()).toMatchObject({ code: "deck-front-matter", details: { line: 2, column: 13 } });
  expect(source.deck.title).toBe("1");
  rmSync(join(folder, "talk.md"));
  expect(await next()).toMatchObject({ code: "deck-not-found" });
  put("talk.md", "# 1");
  expect(await next()).toMatchObject({ title: "1" });
});

test("[F7] two listeners both hear; one that left does not", async () => {
  const source = await openDeck(put("talk.md", "# 1"));
  const heard: string[] = [];
  const stop = source.watch({ changed: () => void heard.push("left"), failed: () => undefined });
  const [first, second] = [watching(source), watching(source)];
  stop();
  put("talk.md", "# 2");
  expect([await first(), await second()]).toMatchObject([{ title: "2" }, { title: "2" }]);
  expect(heard).toEqual([]);
});

test("[F7] a watched deck does not keep the process alive", () => {
  const path = put("talk.md", "# 1");
  const module = new URL("./files.ts", import.meta.url).href;
  const script = `const { openDeck } = await import(${JSON.stringify(module)});
    (await openDeck(${JSON.stringify(path)})).watch({ changed() {}, failed() {} }); console.log("watching");`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 20_000 });
  expect(output.toString()).toBe("watching\n");
});
