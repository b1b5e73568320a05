import { realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** A file that may be served. `size` in bytes, `mtimeMs` in Unix milliseconds. */
export type DeckFileInfo = { readonly path: string; readonly size: number; readonly mtimeMs: number };

/**
 * Finds the file that the path of a URL names inside a deck's folder; null for everything that must not be served
 * (rule K3), for Markdown and office sources and logs, which hold notes and keys (rules A1, A2), and for what is not there.
 *
 * @param directory the deck's folder
 * @param urlPath relative to it, still percent-encoded, without query; a leading slash is allowed
 */
export async function resolveDeckFile(directory: string, urlPath: string): Promise<DeckFileInfo | null> {
  const found = await findInFolder(directory, urlPath);
  return found?.names.some((name) => secret.test(name)) ? null : found;
}

/**
 * The same for a reader of decks, which may also see what is not served: Markdown with its notes.
 *
 * @returns `names` are those in the address and in the real path, each of which may say that it is not for everybody
 */
export async function findInFolder(
  directory: string,
  urlPath: string,
): Promise<(DeckFileInfo & { readonly names: readonly string[] }) | null> {
  const segments = segmentsOf(urlPath);
  if (segments === null) return null;
  try {
    const root = await realpath(directory);
    const path = await realpath(join(root, ...segments));
    const inside = relative(root, path).split(sep);
    if (!inside.every(isPlain) || !path.startsWith(root.endsWith(sep) ? root : root + sep)) return null;
    const found = await stat(path);
    return found.isFile() ? { path, names: [...segments, ...inside], size: found.size, mtimeMs: found.mtimeMs } : null;
  } catch {
    return null;
  }
}

function segmentsOf(urlPath: string): string[] | null {
  try {
    const segments = decodeURIComponent(urlPath).replace(/^\//, "").split("/");
    return segments.every(isPlain) ? segments : null;
  } catch {
    return null;
  }
}

/** Also what editors leave beside a deck: `talk.md~`, `talk.md.bak`, `#talk.md#`. */
const secret = /\.(md|markdown|mdown|mkd|sqlite3?|db|pp[ts][xm]?|pot[xm]?|f?odp|key)(?![a-z0-9])/i;

function isPlain(segment: string): boolean {
  return segment !== "" && !segment.startsWith(".") && !/[\0\\]/.test(segment);
}
