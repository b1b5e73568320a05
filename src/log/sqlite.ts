/**
 * A log in one SQLite file. WAL with `synchronous=FULL`: a commit has reached the disk when it returns (rule L3).
 * The file is held exclusively while open, so two servers never write one log; the operating system lets go of it
 * when a process dies, however it dies.
 *
 * SQLite trusts the disk with what it has written; a checksum beside each entry does not (rule L11).
 */
import { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { LecternError } from "../errors.ts";
import type { Entry } from "../talk/commands.ts";
import { identify, notWritable, unreadable, unwritable, whyNotOpen } from "./sqlite-faults.ts";
import { logFormat, type TalkIdentity, type TalkLog } from "./talk-log.ts";

/**
 * Opens the log in `file`, or begins one with `create()`'s identity when there is none.
 * @throws LecternError `log-newer`, `log-in-use`, `log-unreadable`, `log-unwritable`
 */
export function openSqliteLog(file: string, create: () => TalkIdentity): TalkLog {
  const database = explain(file, () => openDatabase(file));
  try {
    return explain(file, () => {
      upgrade(database);
      const identity = readIdentity(database, file) ?? begin(database, create());
      return sqliteLog(database, file, identity);
    });
  } catch (error) {
    database.close();
    throw error;
  }
}

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    // Reading the format first leaves a newer file as it was (rule L6).
    const format = formatOf(database);
    if (format > logFormat) throw new LecternError("log-newer", { file, format, known: logFormat });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; COMMIT");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function formatOf(database: DatabaseSync): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
}

/**
 * What a check writes: as much as the votes of a busy moment, so that a disk which has room for a byte is not said to
 * have room for the talk. The room it takes is taken once.
 */
const checkTable = "CREATE TABLE checks (id INTEGER PRIMARY KEY, filler BLOB NOT NULL) STRICT;";
const checkBytes = 64 * 1024;

/** Format 1 had no checksums; its entries get theirs from what they are now. All of them or none. */
function upgrade(database: DatabaseSync): void {
  if (formatOf(database) !== 1) return;
  database.function("crc32", { deterministic: true }, (text) => crc32(String(text)));
  database.exec(`
    BEGIN IMMEDIATE;
    ALTER TABLE entries ADD COLUMN crc INTEGER NOT NULL DEFAULT 0;
    UPDATE entries SET crc = crc32(entry);
    ${checkTable}
    PRAGMA user_version = 2;
    COMMIT;
  `);
}

function readIdentity(database: DatabaseSync, file: string): TalkIdentity | undefined {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (tables.length === 0) return undefined;
  const rows = database.prepare("SELECT key, value FROM meta").all();
  const meta = Object.fromEntries(rows.map(({ key, value }) => [String(key), String(value)]));
  const { epoch, code, speakerKey, moderatorKey, secret, createdAt } = meta;
  if (!epoch || !code || !speakerKey || !moderatorKey || !secret || !createdAt) {
    throw unreadable(file, "its identity is incomplete");
  }
  return { epoch, code, speakerKey, moderatorKey, secret, createdAt: Number(createdAt) };
}

function begin(database: DatabaseSync, identity: TalkIdentity): TalkIdentity {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, crc INTEGER NOT NULL) STRICT;
    ${checkTable}
    PRAGMA user_version = ${logFormat};
  `);
  const insert = database.prepare("INSERT INTO meta (key, value) VALUES (?, ?)");
  for (const [key, value] of Object.entries(identity)) insert.run(key, String(value));
  database.exec("COMMIT");
  return identity;
}

function sqliteLog(database: DatabaseSync, file: string, identity: TalkIdentity): TalkLog {
  const insert = database.prepare("INSERT INTO entries (seq, entry, crc) VALUES (?, ?, ?)");
  const filler = database.prepare(`REPLACE INTO checks (id, filler) VALUES (1, randomblob(${checkBytes}))`);
  const last = database.prepare("SELECT coalesce(max(seq), 0) AS head FROM entries");
  const page = database.prepare(
    "SELECT seq, entry, crc FROM entries WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 1000",
  );
  const head = (): number => Number(last.get()?.head ?? 0);
  const write = writer(database, file);
  const check = (): void => write(() => filler.run());
  return {
    identity,
    async append(entries) {
      const [first] = entries;
      if (first === undefined) return;
      try {
        write(() => {
          if (first.seq !== head() + 1) throw new LecternError("log-conflict", { seq: first.seq - 1 });
          for (const entry of entries) {
            const text = JSON.stringify(entry);
            insert.run(entry.seq, text, crc32(text));
          }
        });
      } catch (error) {
        if (isUnconfirmed(error)) overwrite(check);
        throw error;
      }
    },
    async check() {
      check();
    },
    async *read(after) {
      const until = readable(file, after, head);
      for (let from = after; from < until; ) {
        const rows = readable(file, from, () => page.all(from, until));
        if (rows.length === 0) throw unreadable(file, `entry ${from + 1} is missing`);
        for (const row of rows) yield toEntry(file, row, ++from);
      }
    },
    async head() {
      return readable(file, 0, head);
    },
    async close() {
      database.close();
    },
  };
}

type Row = ReturnType<ReturnType<DatabaseSync["prepare"]>["all"]>[number];

function toEntry(file: string, row: Row, seq: number): Entry {
  const text = String(row.entry);
  if (row.seq !== seq) throw unreadable(file, `entry ${seq} is missing`);
  if (row.crc !== crc32(text)) throw unreadable(file, `entry ${seq} is not as it was written`);
  return JSON.parse(text) as Entry;
}

function readable<T>(file: string, from: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadable(file, `it cannot be read from entry ${from + 1} on`, error);
  }
}

/** Runs its argument in a transaction that is durable when it returns. @throws LecternError `log-unwritable` */
function writer(database: DatabaseSync, file: string): (work: () => void) => void {
  const paths = [file, `${file}-wal`];
  const begun = paths.map(identify);
  return (work) => {
    try {
      if (paths.some((path, index) => identify(path) !== begun[index])) throw notWritable("missing");
      rollBack(database);
      database.exec("BEGIN IMMEDIATE");
      work();
      database.exec("COMMIT");
    } catch (error) {
      rollBack(database);
      throw unwritable(file, error);
    }
  };
}

/** After some errors SQLite has done so itself; after others even this fails, and is tried again before the next write. */
function rollBack(database: DatabaseSync): void {
  try {
    if (database.isTransaction) database.exec("ROLLBACK");
  } catch {
    // What is wrong is told by whoever writes.
  }
}

function isUnconfirmed(error: unknown): boolean {
  return error instanceof LecternError && error.details.fault === "unconfirmed";
}

/**
 * When a disk does not confirm a commit, what was refused is whole in the write-ahead log all the same, and a process
 * that died now would find it accepted. The next write begins at the same place, so one is made at once.
 */
function overwrite(check: () => void): void {
  try {
    check();
  } catch {
    // Confirmed or not, it has taken the place of what was refused.
  }
}

function explain<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw whyNotOpen(file, error);
  }
}
