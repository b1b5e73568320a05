import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { logFile, putAside } from "./data-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "lectern-data-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("[L7] one log a deck path: the same path the same log, another folder another one", () => {
  const data = join(folder, "made/when/missing");
  expect(logFile(data, "/decks/a/talk.md")).toBe(logFile(data, "/decks/a/talk.md"));
  expect(logFile(data, "/decks/a/talk.md")).not.toBe(logFile(data, "/decks/b/talk.md"));
  expect(basename(logFile(data, "/decks/Über uns & co.md"))).toMatch(/^Über-uns-co-[0-9a-f]{12}\.sqlite$/);
});

it("[L7] what is put aside is kept whole, under the time it ended", () => {
  const file = logFile(folder, "/decks/old.md");
  for (const suffix of ["", "-wal"]) writeFileSync(file + suffix, `log${suffix}`);
  const aside = putAside(file, Date.UTC(2026, 10, 23, 9, 30, 5));
  expect(aside).toContain(".until-2026-11-23-09-30-05.sqlite");
  expect(["", "-wal"].map((suffix) => readFileSync(aside + suffix, "utf8"))).toEqual(["log", "log-wal"]);
  expect(readdirSync(folder)).not.toContain(basename(file));
});
