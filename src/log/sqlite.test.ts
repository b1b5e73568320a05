import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { LecternError } from "../errors.ts";
import { describeTalkLog, entryAt, testIdentity } from "./contract.ts";
import { openSqliteLog } from "./sqlite.ts";
import { logFormat } from "./talk-log.ts";

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
