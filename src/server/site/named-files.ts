/**
 * Which files of a folder a deck needs: those it names, and those they name in turn. Every word that could be a path is
 * tried; one that is no file is nothing. So a folder of a thousand other files costs nothing, and none of them leaves it.
 */
import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import type { DeckFileInfo } from "../../deck/static-files.ts";

/** `path`: of the file in the folder, with slashes; words in `text` are relative to it. */
export type NamingText = { readonly path: string; readonly text: string };

/** Looks for a file by its path in the folder, percent-encoded or not; null where there is none to be had. */
export type FindFile = (path: string) => Promise<DeckFileInfo | null>;

/** Text formats that name files. */
const naming = /\.(x?html?|css|m?js|json|svg|webmanifest|vtt)$/i;

/** Bytes; a longer file is data and not read for names. */
const longest = 8_000_000;

/** @returns the files by their path in the folder, in the order they were found */
export async function namedFiles(
  begin: readonly NamingText[],
  find: FindFile,
): Promise<ReadonlyMap<string, DeckFileInfo>> {
  const found = new Map<string, DeckFileInfo>();
  const tried = new Set<string>();
  for (const queue = [...begin]; queue.length > 0; ) {
    const { path, text } = queue.shift() as NamingText;
    for (const name of candidates(text, posix.dirname(path))) {
      if (tried.has(name)) continue;
      tried.add(name);
      const file = await find(name);
      const plain = decoded(name);
      if (file === null || found.has(plain)) continue;
      found.set(plain, file);
      if (naming.test(plain) && file.size <= longest) {
        queue.push({ path: plain, text: await readFile(file.path, "utf8") });
      }
    }
  }
  return found;
}

/** Paths in the folder that `text` may name: relative to its own place, and to the document's as programs do. */
function candidates(text: string, folder: string): Set<string> {
  const plain = text
    .replace(/&quot;|&#34;|&#39;/g, '"')
    .replaceAll("&amp;", "&")
    .replaceAll("\\/", "/");
  const words = plain.split(/[\s"'`()<>,=;{}[\]|\\]+/);
  // A name with spaces in it stands in quotes.
  const quoted = [...plain.matchAll(/"([^"\n]{1,300})"|'([^'\n]{1,300})'/g)].map((match) => match[1] ?? match[2] ?? "");
  const paths = new Set<string>();
  for (const word of [...words, ...quoted]) {
    const path = word.split(/[?#]/)[0] ?? "";
    if (path.length > 300 || !/[./]/.test(path) || /^([a-z][\w+.-]*:|\/)/i.test(path)) continue;
    for (const base of [folder, "."]) {
      const inside = posix.normalize(posix.join(base, path.trim()));
      if (!inside.startsWith("..") && inside !== ".") paths.add(inside);
    }
  }
  return paths;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
