/**
 * A log in one SQLite file. WAL with `synchronous=FULL`: a commit has reached the disk when it returns (rule L3).
 * The file is held exclusively while open, so two servers never write one log; the operating system lets go of it
 * when a process dies, however it dies.
 */
import { DatabaseSync } from "node:sqlite";
import { LecternError } from "../errors.ts";
import type { Entry } from "../talk/commands.ts";
import { logFormat, type TalkIdentity, type TalkLog } from "./talk-log.ts";

/**
 * Opens the log in `file`, or begins one with `create()`'s identity when there is none.
 * @throws LecternError `log-newer`, `log-in-use`, `log-unreadable`, `log-unwritable`
 */
export function openSqliteLog(file: string, create: () => TalkIdentity): TalkLog {
  const database = explain(file, () => openDatabase(file));
  try {
    const identity = explain(file, () => readIdentity(database, file) ?? begin(database, create()));
    return sqliteLog(database, identity);
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
    const format = Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
    if (format > logFormat) throw new LecternError("log-newer", { file, format, known: logFormat });
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; COMMIT");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function readIdentity(database: DatabaseSync, file: string): TalkIdentity | undefined {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (tables.length === 0) return undefined;
  const rows = database.prepare("SELECT key, value FROM meta").all();
  const meta = Object.fromEntries(rows.map(({ key, value }) => [String(key), String(value)]));
  const { epoch, code, speakerKey, moderatorKey, secret, createdAt } = meta;
  if (!epoch || !code || !speakerKey || !moderatorKey || !secret || !createdAt) {
    throw new LecternError("log-unreadable", { file, cause: "its identity is incomplete" });
  }
  return { epoch, code, speakerKey, moderatorKey, secret, createdAt: Number(createdAt) };
}

function begin(database: DatabaseSync, identity: TalkIdentity): TalkIdentity {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE entries (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL) STRICT;
    PRAGMA user_version = ${logFormat};
  `);
  const insert = database.prepare("INSERT INTO meta (key, value) VALUES (?, ?)");
  for (const [key, value] of Object.entries(identity)) insert.run(key, String(value));
  database.exec("COMMIT");
  return identity;
}

function sqliteLog(database: DatabaseSync, identity: TalkIdentity): TalkLog {
  const insert = database.prepare("INSERT INTO entries (seq, entry) VALUES (?, ?)");
  const last = database.prepare("SELECT coalesce(max(seq), 0) AS head FROM entries");
  const page = database.prepare("SELECT entry FROM entries WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 1000");
  const head = (): number => Number(last.get()?.head ?? 0);
  return {
    identity,
    async append(entries) {
      const first = entries[0];
      if (first === undefined) return;
      if (first.seq !== head() + 1) throw new LecternError("log-conflict", { seq: first.seq - 1 });
      transaction(database, () => {
        for (const entry of entries) insert.run(entry.seq, JSON.stringify(entry));
      });
    },
    async *read(after) {
      const until = head();
      for (let from = after; from < until; ) {
        const rows = page.all(from, until);
        for (const row of rows) yield JSON.parse(String(row.entry)) as Entry;
        from += rows.length;
        if (rows.length === 0) return;
      }
    },
    async head() {
      return head();
    },
    async close() {
      database.close();
    },
  };
}

function transaction(database: DatabaseSync, work: () => void): void {
  try {
    database.exec("BEGIN IMMEDIATE");
    work();
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw new LecternError("log-unwritable", { cause: reason(error) }, { cause: error });
  }
}

const sqliteBusy = 5;
const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

/** Says in the error table's words what SQLite says in numbers (https://www.sqlite.org/rescode.html). */
function explain<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LecternError) throw error;
    const code = Number((error as { errcode?: unknown }).errcode) & 0xff;
    if (code === sqliteBusy) throw new LecternError("log-in-use", { file }, { cause: error });
    if (code === sqliteCorrupt || code === sqliteNotADatabase || code === 1) {
      throw new LecternError("log-unreadable", { file, cause: reason(error) }, { cause: error });
    }
    throw new LecternError("log-unwritable", { cause: `${file}: ${reason(error)}` }, { cause: error });
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
