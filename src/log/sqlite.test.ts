import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it, vi } from "vitest";
import { LecternError } from "../errors.ts";
import { describeTalkLog, entryAt, testIdentity } from "./contract.ts";
import { openSqliteLog } from "./sqlite.ts";
import { logFormat, type TalkLog } from "./talk-log.ts";

const folder = mkdtempSync(join(tmpdir(), "lectern-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (): string => join(folder, `${++files}.sqlite`);
const never = (): never => {
  throw new Error("an identity was made for a log that has one");
};
const errorOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
};

describeTalkLog("sqlite", () => openSqliteLog(newFile(), () => testIdentity));

/** A log with this many entries, closed; and SQL against its file. */
async function written(entries: number): Promise<{ file: string; sql: (text: string) => void }> {
  const file = newFile();
  const log = openSqliteLog(file, () => testIdentity);
  await log.append(Array.from({ length: entries }, (_, index) => entryAt(index + 1)));
  await log.close();
  const sql = (text: string): void => {
    const database = new DatabaseSync(file);
    database.exec(text);
    database.close();
  };
  return { file, sql };
}

const readAll = async (file: string) => {
  const log = openSqliteLog(file, never);
  try {
    return await Array.fromAsync(log.read(0));
  } finally {
    await log.close();
  }
};

/** Writes over the only place in the file where `text` stands. */
function spoil(file: string, text: string, by: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(text);
  expect([at > 0, bytes.indexOf(text, at + 1)]).toEqual([true, -1]);
  bytes.write(by, at);
  writeFileSync(file, bytes);
}

describe("a disk that does not keep what it was given", () => {
  it("[L11] a flipped bit in an entry, which SQLite does not notice, is found and named", async () => {
    const { file } = await written(3000);
    spoil(file, '"message 1234"', '"massage 1234"');
    await expect(readAll(file)).rejects.toMatchObject({
      code: "log-unreadable",
      message: expect.stringContaining(`${file} is not a readable Lectern log (entry 1234 is not as it was written)`),
    });
  });

  it("[L11] an entry that is missing is named", async () => {
    const { file, sql } = await written(5);
    sql("DELETE FROM entries WHERE seq = 3");
    await expect(readAll(file)).rejects.toMatchObject({ details: { file, cause: "entry 3 is missing" } });
  });

  it("[L11] a page that is no page ends reading in words, with the last entry that could be read", async () => {
    const { file } = await written(3000);
    const bytes = readFileSync(file);
    // Whole pages in the middle of the entries.
    bytes.fill(0xff, Math.floor(bytes.length / 2 / 4096) * 4096, Math.floor(bytes.length / 2 / 4096) * 4096 + 8192);
    writeFileSync(file, bytes);
    const error = await readAll(file).then(never, (thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "log-unreadable", details: { file } });
    expect(String(error)).toMatch(/it cannot be read from entry \d+ on/);
    expect(String(error)).not.toMatch(/malformed|SQLITE_|errcode/);
  });

  it("[L11] [L6] a log of format 1 is taken over whole, and its entries are watched from then on", async () => {
    const file = newFile();
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = 1;
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
      CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT`);
    for (const [key, value] of Object.entries(testIdentity))
      database.prepare("INSERT INTO meta VALUES (?, ?)").run(key, String(value));
    for (const seq of [1, 2])
      database.prepare("INSERT INTO entries VALUES (?, ?)").run(seq, JSON.stringify(entryAt(seq)));
    database.close();
    const log = openSqliteLog(file, never);
    expect(log.identity).toEqual(testIdentity);
    await log.append([entryAt(3)]);
    await log.check();
    await log.close();
    expect(await readAll(file)).toEqual([1, 2, 3].map((seq) => entryAt(seq)));
    spoil(file, '"message 2"', '"message 9"');
    await expect(readAll(file)).rejects.toMatchObject({ details: { cause: "entry 2 is not as it was written" } });
  });
});

describe("a disk that takes nothing", () => {
  /** An open log, and SQLite's own means to make it fail. */
  async function failing(): Promise<{ log: TalkLog; file: string; pragma: (text: string) => void }> {
    const opened = vi.spyOn(DatabaseSync.prototype, "exec");
    const file = newFile();
    const log = openSqliteLog(file, () => testIdentity);
    const database = opened.mock.contexts[0] as DatabaseSync;
    opened.mockRestore();
    await log.append([entryAt(1)]);
    return { log, file, pragma: (text) => database.exec(text) };
  }

  const large = () => [entryAt(2, "x".repeat(50_000)), entryAt(3, "y".repeat(50_000))];

  it("[L12] a full disk refuses a batch whole, in words, and takes the next when there is room", async () => {
    const { log, file, pragma } = await failing();
    pragma("PRAGMA max_page_count = 6");
    await expect(log.append(large())).rejects.toMatchObject({
      code: "log-unwritable",
      details: { cause: "the disk is full", fault: "full" },
    });
    await expect(log.check()).rejects.toMatchObject({ details: { fault: "full" } });
    expect(await log.head()).toBe(1);
    pragma("PRAGMA max_page_count = 4294967294");
    await log.check();
    await log.append(large());
    await log.close();
    expect(await readAll(file)).toEqual([entryAt(1), ...large()]);
  });

  it("[L12] a disk that has become read-only is told apart", async () => {
    const { log, pragma } = await failing();
    pragma("PRAGMA query_only = 1");
    await expect(log.append([entryAt(2)])).rejects.toMatchObject({ details: { fault: "readonly" } });
    pragma("PRAGMA query_only = 0");
    await log.append([entryAt(2)]);
    await log.close();
  });

  it("[L12] a file that somebody has moved away keeps nothing; put back, it goes on", async () => {
    const { log, file } = await failing();
    renameSync(file, `${file}.moved`);
    await expect(log.append([entryAt(2)])).rejects.toMatchObject({ details: { fault: "missing" } });
    await expect(log.check()).rejects.toMatchObject({ details: { fault: "missing" } });
    renameSync(`${file}.moved`, file);
    await log.append([entryAt(2)]);
    await log.close();
    expect(await readAll(file)).toHaveLength(2);
  });
});

describe("a log in a file", () => {
  it("[L5] [A1] keeps its entries, epoch and keys when it is opened again", async () => {
    const file = newFile();
    const first = openSqliteLog(file, () => testIdentity);
    await first.append([entryAt(1)]);
    await first.close();
    const second = openSqliteLog(file, never);
    expect(second.identity).toEqual(testIdentity);
    expect(await Array.fromAsync(second.read(0))).toEqual([entryAt(1)]);
    await second.close();
  });

  it("[L3] commits with a full sync of the write-ahead log", async () => {
    const file = newFile();
    const log = openSqliteLog(file, () => testIdentity);
    await log.append([entryAt(1)]);
    // What a process that dies now leaves behind: the files as they are, without a close.
    const left = newFile();
    writeFileSync(left, readFileSync(file));
    writeFileSync(`${left}-wal`, readFileSync(`${file}-wal`));
    const found = openSqliteLog(left, never);
    expect(await found.head()).toBe(1);
    await found.close();
    await log.close();
  });

  it("[L6] refuses a newer format and leaves the file untouched", () => {
    const file = newFile();
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${logFormat + 1}; CREATE TABLE future (x)`);
    database.close();
    const before = readFileSync(file);
    expect(errorOf(() => openSqliteLog(file, never))).toMatchObject({ code: "log-newer" });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("[L1] a second server on the same log is refused, and may have it when the first has let go", async () => {
    const file = newFile();
    const first = openSqliteLog(file, () => testIdentity);
    expect(errorOf(() => openSqliteLog(file, never))).toMatchObject({ code: "log-in-use" });
    await first.append([entryAt(1)]);
    await first.close();
    const second = openSqliteLog(file, never);
    expect(await second.head()).toBe(1);
    await second.close();
  });

  it("[L1] a file that is no log is refused in words", () => {
    const file = newFile();
    writeFileSync(file, "This is a shopping list, and rather a long one: ".repeat(100));
    const error = errorOf(() => openSqliteLog(file, () => testIdentity));
    expect(error).toBeInstanceOf(LecternError);
    expect(error).toMatchObject({ code: "log-unreadable" });
    expect(readFileSync(file, "utf8")).toContain("shopping list");
  });
});
