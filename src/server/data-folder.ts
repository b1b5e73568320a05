/** Where talks are kept: one log a deck, so that the same command continues the same talk. */
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, renameSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import envPaths from "env-paths";
import { LecternError } from "../errors.ts";

/** The operating system's folder for this account's application data. */
export function defaultDataFolder(): string {
  return envPaths("lectern", { suffix: "" }).data;
}

/**
 * The log file of a deck in `folder`, which is made if it is missing. The name starts with the deck's, for people,
 * and ends with a hash of its whole path or address, for decks of one name in two places.
 *
 * @param deckFile a path, or the address of a deck on the web
 * @throws LecternError `data-unwritable`
 */
export function logFile(folder: string, deckFile: string): string {
  const directory = resolve(folder);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new LecternError("data-unwritable", { directory, cause }, { cause: error });
  }
  const name = readableName(deckFile).replace(/[^\p{L}\p{N}]+/gu, "-");
  const hash = createHash("sha256").update(deckFile).digest("hex").slice(0, 12);
  return join(directory, `${name}-${hash}.sqlite`);
}

/** Of an address host and path, and not all of a long one: its query may be secret, and file names have limits. */
function readableName(deckFile: string): string {
  if (!/^https?:\/\//.test(deckFile)) return basename(deckFile, extname(deckFile));
  const { hostname, pathname } = new URL(deckFile);
  return (hostname + pathname).slice(0, 80).replace(/\/$/, "");
}

/** Where a log's checkpoint is. */
export function checkpointFile(file: string): string {
  return `${file}.checkpoint`;
}

/** Puts an earlier talk's log aside, so that the next one starts fresh; nothing is deleted. Returns where it went. */
export function putAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().slice(0, 19).replace(/[:T]/g, "-");
  const aside = file.replace(/\.sqlite$/, `.until-${stamp}.sqlite`);
  for (const [from, to] of [
    ...["", "-wal", "-shm"].map((suffix) => [file + suffix, aside + suffix] as const),
    [checkpointFile(file), checkpointFile(aside)] as const,
  ]) {
    if (existsSync(from)) renameSync(from, to);
  }
  return aside;
}
