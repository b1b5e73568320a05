/** The file a PDF goes to: an earlier export is replaced there, and nothing else of anybody's (rule K11). */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { LecternError } from "../errors.ts";
import { isSystemError, unwritable } from "../server/output-folder.ts";

/** A comment after the end of a PDF that was drawn here, by which it is known again (ISO 32000-2, 7.2.4). */
const mark = Buffer.from("\n%lectern-export\n");

/**
 * @param deck a path or a web address
 * @throws LecternError `export-is-deck`, `export-not-ours`
 */
export function checkFile(file: string, deck: string): void {
  if (!existsSync(file)) return;
  if (existsSync(deck) && realpathSync.native(file) === realpathSync.native(deck)) {
    throw new LecternError("export-is-deck", { file });
  }
  if (!isMarked(file)) throw new LecternError("export-not-ours", { file });
}

/**
 * @param bytes of a PDF, which gets our mark: a later export may replace it
 * @throws LecternError `out-unwritable`; then `file` is as it was
 */
export async function writePdf(file: string, bytes: Uint8Array): Promise<void> {
  // Half a file is never in the place of a whole one.
  const half = `${file}.part`;
  try {
    await mkdir(dirname(resolve(file)), { recursive: true });
    await writeFile(half, [bytes, mark]);
    await rename(half, file);
  } catch (error) {
    throw isSystemError(error) ? unwritable(file, error) : error;
  } finally {
    await rm(half, { force: true });
  }
}

/** What cannot be read is not ours either. */
function isMarked(file: string): boolean {
  try {
    return readFileSync(file).subarray(-mark.length).equals(mark);
  } catch {
    return false;
  }
}
