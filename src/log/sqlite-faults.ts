/** Says in the error table's words what SQLite and the file system say in numbers. */
import { accessSync, constants, statSync } from "node:fs";
import { LecternError, type LogFault, logFaults } from "../errors.ts";

/** Primary result codes, and the extended ones that are told apart (https://www.sqlite.org/rescode.html). */
const sqlite = { error: 1, busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, notADatabase: 26 } as const;
const failedSync = new Set([0x40a, 0x50a]); // SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC

/** Why `work` could not open the log in `file`. */
export function whyNotOpen(file: string, error: unknown): LecternError {
  if (error instanceof LecternError) return error;
  switch (primaryCode(error)) {
    case sqlite.busy:
      return new LecternError("log-in-use", { file }, { cause: error });
    case sqlite.notADatabase:
      return unreadable(file, "it is not an SQLite file", error);
    case sqlite.corrupt:
      return unreadable(file, logFaults.damaged, error);
    case sqlite.error:
      return unreadable(file, "it holds something else", error);
    default:
      return unwritable(file, error, `${file}: `);
  }
}

/** Why something could not be written to `file`; `where` stands before the cause. */
export function unwritable(file: string, error: unknown, where = ""): LecternError {
  if (error instanceof LecternError) return error;
  return notWritable(faultOf(file, error), error, where);
}

export function notWritable(fault: LogFault, error?: unknown, where = ""): LecternError {
  return new LecternError("log-unwritable", { cause: where + logFaults[fault], fault }, { cause: error });
}

export function unreadable(file: string, cause: string, error?: unknown): LecternError {
  return new LecternError("log-unreadable", { file, cause }, { cause: error });
}

function faultOf(file: string, error: unknown): LogFault {
  if (failedSync.has(resultCode(error))) return "unconfirmed";
  switch (primaryCode(error)) {
    case sqlite.full:
      return "full";
    case sqlite.corrupt:
    case sqlite.notADatabase:
      return "damaged";
    case sqlite.readOnly:
      return "readonly";
    default:
      return isReadOnly(file) ? "readonly" : "other";
  }
}

/** A disk that has become read-only under an open file is an I/O error like any other to SQLite. */
function isReadOnly(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return false;
  } catch (error) {
    return ["EROFS", "EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "");
  }
}

/**
 * Which file a path names; undefined when none. SQLite goes on writing into a file that somebody has deleted, and what
 * it says is durable then is nowhere.
 */
export function identify(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}

function primaryCode(error: unknown): number {
  return resultCode(error) & 0xff;
}

function resultCode(error: unknown): number {
  return Number((error as { errcode?: unknown } | undefined)?.errcode ?? 0);
}
