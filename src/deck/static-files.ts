import { realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** A file that may be served. `size` in bytes, `mtimeMs` in Unix milliseconds. */
export type DeckFileInfo = { readonly path: string; readonly size: number; readonly mtimeMs: number };

/**
 * Finds the file that the path of a URL names inside a deck's folder; null for everything that must not be served
 * (rule K3), for Markdown sources and logs, which hold notes and keys (rules A1, A2), and for what is not there.
 *
 * @param directory the deck's folder
 * @param urlPath relative to it, still percent-encoded, without query; a leading slash is allowed
 */
export async function resolveDeckFile(directory: string, urlPath: string): Promise<DeckFileInfo | null> {
  const segments = segmentsOf(urlPath);
  if (segments === null) return null;
  try {
    const root = await realpath(directory);
    const path = await realpath(join(root, ...segments));
    const inside = relative(root, path).split(sep);
    if (!inside.every(isServable) || !path.startsWith(root.endsWith(sep) ? root : root + sep)) return null;
    const found = await stat(path);
    return found.isFile() ? { path, size: found.size, mtimeMs: found.mtimeMs } : null;
  } catch {
    return null;
  }
}

function segmentsOf(urlPath: string): string[] | null {
  try {
    const segments = decodeURIComponent(urlPath).replace(/^\//, "").split("/");
    return segments.every(isServable) ? segments : null;
  } catch {
    return null;
  }
}

/** Also what editors leave beside a deck: `talk.md~`, `talk.md.bak`, `#talk.md#`. */
const secret = /\.(md|markdown|mdown|mkd|sqlite3?|db)(?![a-z0-9])/i;

function isServable(segment: string): boolean {
  return segment !== "" && !segment.startsWith(".") && !/[\0\\]/.test(segment) && !secret.test(segment);
}
