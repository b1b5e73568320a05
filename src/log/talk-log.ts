/**
 * The log of a talk: append-only, totally ordered, durable (rules L1, L3). Tiny on purpose: whatever can order and
 * keep entries can be one. Nothing outside `server/` knows which implementation is behind it.
 */
import type { Entry } from "../talk/commands.ts";

/** The newest format this program writes and reads (rule L6). */
export const logFormat = 2;

/** What is decided once, when a log begins, and lives as long as it does (rules A1, L5). */
export type TalkIdentity = {
  /** Names this log; a client that resumes with another epoch gets a fresh snapshot. */
  readonly epoch: string;
  /** The talk's short code, as in `/t/CODE/`. */
  readonly code: string;
  readonly speakerKey: string;
  readonly moderatorKey: string;
  /** Signs participant keys. */
  readonly secret: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
};

export interface TalkLog {
  readonly identity: TalkIdentity;
  /**
   * Makes the entries durable, all or none; resolves when they are. `entries[0].seq` must be the head plus one.
   * @throws LecternError `log-conflict` when the log has moved on; `log-unwritable` when it cannot be written, with a
   * `LogFault` in `details.fault`. Then nothing of the batch is kept, and a later append may succeed.
   */
  append(entries: readonly Entry[]): Promise<void>;
  /**
   * Whether an append would be durable now, tried with a write that is no entry.
   * @throws LecternError `log-unwritable`, as `append` does
   */
  check(): Promise<void>;
  /**
   * Entries after `seq`, in order, up to the head as of the call.
   * @throws LecternError `log-unreadable` at the first entry that is not as it was written
   */
  read(after: number): AsyncIterable<Entry>;
  /** The last entry's seq; 0 when there is none. @throws LecternError `log-unreadable` */
  head(): Promise<number>;
  close(): Promise<void>;
}
