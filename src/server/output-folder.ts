/** A folder that a command of ours writes: put in its place whole, or not at all (rules K11, K13). */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { LecternError } from "../errors.ts";

/**
 * @param markFile the file by which what this command wrote earlier is known again
 * @throws LecternError `out-taken` where anything else is in the folder, `out-unwritable`
 */
export async function checkOutput(out: string, markFile: string): Promise<void> {
  const names = await readdir(out).catch((error: NodeJS.ErrnoException): readonly string[] => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new LecternError("out-taken", { out });
    throw unwritable(out, error);
  });
  if (names.length > 0 && !names.includes(markFile)) throw new LecternError("out-taken", { out });
}

/**
 * Fills a new folder beside `out`, and then puts it there.
 *
 * @throws LecternError `out-unwritable`, and what `fill` throws; then `out` is as it was
 */
export async function writeOutput<Result>(out: string, fill: (folder: string) => Promise<Result>): Promise<Result> {
  const place = resolve(out);
  const mark = randomUUID().slice(0, 8);
  const beside = (word: string): string => join(dirname(place), `.${basename(place)}-${word}-${mark}`);
  const coming = beside("new");
  try {
    await mkdir(coming, { recursive: true });
    const result = await fill(coming);
    await putInPlace(coming, place, beside("old"));
    return result;
  } catch (error) {
    throw isSystemError(error) ? unwritable(out, error) : error;
  } finally {
    await rm(coming, { recursive: true, force: true });
  }
}

async function putInPlace(coming: string, place: string, going: string): Promise<void> {
  const hasEarlier = await rename(place, going).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  try {
    await rename(coming, place);
  } catch (error) {
    if (hasEarlier) await rename(going, place);
    throw error;
  }
  await rm(going, { recursive: true, force: true });
}

/** What the operating system said, in the words of the table */
export function unwritable(out: string, error: NodeJS.ErrnoException): LecternError {
  return new LecternError("out-unwritable", { out, cause: error.code ?? error.message }, { cause: error });
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
