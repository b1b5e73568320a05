/** Opens the talk for a deck: reads the deck, chooses the log, and puts the two together. */
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { openDeck } from "../deck/files.ts";
import { LecternError } from "../errors.ts";
import type { Limits } from "../gateway/limits.ts";
import { readWordList } from "../gateway/word-list.ts";
import { Checkpoints } from "../log/checkpoint/checkpoints.ts";
import { createMemoryLog } from "../log/memory.ts";
import type { TalkIdentity, TalkLog } from "../log/talk-log.ts";
import { checkpointFile, logFile, putAside } from "./data-folder.ts";
import { newIdentity } from "./identity.ts";
import type { ObserveServer } from "./operating/observation.ts";
import { type ServedTalk, serveTalk } from "./served-talk.ts";

/** Where the log lives: in memory, or in a folder with one file a deck; `fresh` puts an earlier talk aside. */
export type Storage =
  | { readonly kind: "memory" }
  | { readonly kind: "folder"; readonly folder: string; readonly fresh: boolean };

export type TalkOptions = {
  /** A path or a web address. */
  readonly deck: string;
  readonly title?: string | undefined;
  readonly storage: Storage;
  /** Used instead of the log's own speaker key, for as long as this server runs. */
  readonly speakerKey?: string | undefined;
  /** A file with words that hold a message for approval. */
  readonly words?: string | undefined;
  /** Gives the deck's programs this server's own origin; a page that stays on the web, its own site's. */
  readonly trustDeck?: boolean | undefined;
};

type Wiring = {
  readonly limits: Limits;
  readonly now: () => number;
  readonly observe: ObserveServer;
  readonly onFault: (error: unknown, reference: string) => void;
  readonly onDeck: (change: { readonly title: string } | LecternError) => void;
};

/** Where the talk is kept: its log file, null when in memory; and where `fresh` put the earlier one. */
export type Kept = { readonly file: string | null; readonly earlier: string | undefined };

/** @throws LecternError when the deck or the log cannot be had. */
export async function openTalk(options: TalkOptions & Wiring): Promise<{ talk: ServedTalk; kept: Kept }> {
  const { limits, now, observe, onFault, onDeck, title, speakerKey, words } = options;
  const holds = readWordList(words === undefined ? "" : readWords(words));
  const isTrusted = options.trustDeck === true;
  const deck = await openDeck(options.deck, { isTrusted, ...(title === undefined ? {} : { title }) });
  const { log, kept } = await openLog(options.storage, deck.file, now);
  const keyed = speakerKey === undefined ? log : withIdentity(log, { ...log.identity, speakerKey });
  try {
    return {
      talk: await serveTalk({
        deck,
        isDeckTrusted: isTrusted,
        log: keyed,
        checkpoints: kept.file === null ? undefined : checkpointsOf(keyed, kept.file, options),
        limits,
        now,
        holds,
        observe,
        onFault,
        onDeck,
      }),
      kept,
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function checkpointsOf(log: TalkLog, file: string, { limits, onFault }: Wiring): Checkpoints {
  const { checkpointEntries: everyEntries, resumeEvents } = limits;
  const tellFault = (error: unknown): void => onFault(error, randomUUID().slice(0, 8));
  return new Checkpoints(log, { file: checkpointFile(file), everyEntries, resumeEvents, onFault: tellFault });
}

function readWords(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LecternError("words-unreadable", { file, cause: code ?? String(error) }, { cause: error });
  }
}

async function openLog(storage: Storage, deckFile: string, now: () => number): Promise<{ log: TalkLog; kept: Kept }> {
  const create = (): TalkIdentity => newIdentity(now());
  if (storage.kind === "memory") return { log: createMemoryLog(create()), kept: { file: null, earlier: undefined } };
  const file = logFile(storage.folder, deckFile);
  const { openSqliteLog } = await import("../log/sqlite.ts");
  const isRestart = storage.fresh && existsSync(file);
  if (isRestart) await nobodyGives(() => openSqliteLog(file, create));
  const earlier = isRestart ? putAside(file, now()) : undefined;
  return { log: openSqliteLog(file, create), kept: { file, earlier } };
}

/** Makes sure that a talk may be put aside. One that cannot be read may, and nobody can be giving it. @throws LecternError */
async function nobodyGives(open: () => TalkLog): Promise<void> {
  try {
    await open().close();
  } catch (error) {
    if (!(error instanceof LecternError && error.code === "log-unreadable")) throw error;
  }
}

function withIdentity(log: TalkLog, identity: TalkIdentity): TalkLog {
  return {
    identity,
    append: (entries) => log.append(entries),
    check: () => log.check(),
    read: (after) => log.read(after),
    head: () => log.head(),
    close: () => log.close(),
  };
}
