/** A deck as a static site (rule K13): the same document and files as a served deck has, in a folder. */
import { copyFile, mkdir, readdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Deck, DeckWarning } from "../../deck/deck.ts";
import { type DeckSource, openDeck } from "../../deck/files.ts";
import { publicPage } from "../../deck/page/read-page.ts";
import { type DeckFileInfo, resolveDeckFile } from "../../deck/static-files.ts";
import { LecternError } from "../../errors.ts";
import { type Assets, readAssets } from "../assets.ts";
import { checkOutput, writeOutput } from "../output-folder.ts";
import { type FindFile, namedFiles } from "./named-files.ts";
import { ownFolder, siteDocument } from "./site-document.ts";

/** By this an earlier build is known. */
const markFile = "lectern-build.json";

/** A file of the site: written, or copied from an absolute path. */
type SiteFile = { readonly data: string | Uint8Array } | { readonly from: string };

/** Whom the site follows. */
export type SiteFollow = { readonly server: string; readonly talk?: string; readonly panel?: boolean };

export type SiteOptions = {
  readonly deck: string;
  readonly title?: string | undefined;
  readonly out: string;
  readonly follow?: SiteFollow | undefined;
  /** More files or folders, relative to the deck's folder, that the deck's programs ask for by names they make up. */
  readonly include: readonly string[];
  readonly webRoot: string;
};

export type BuiltSite = {
  readonly title: string;
  readonly files: number;
  readonly bytes: number;
  readonly warnings: readonly DeckWarning[];
};

/** @throws LecternError what `openDeck` throws, `out-taken`, `out-unwritable`, `build-include-missing`, `build-hosted` */
export async function buildSite({ deck: path, title, out, follow, include, webRoot }: SiteOptions): Promise<BuiltSite> {
  await checkOutput(out, markFile);
  const assets = readAssets(webRoot);
  const source = await openDeck(path, title === undefined ? {} : { title });
  const { deck, directory } = source;
  if (deck.kind === "hosted" || directory === undefined) throw new LecternError("build-hosted", { file: path });
  await refuseAround(out, directory);
  const { html, used } = siteDocument(deck, assets, follow);
  const files = new Map<string, SiteFile>([
    ["index.html", { data: html }],
    // GitHub's pages would otherwise leave out names that begin with an underscore.
    [".nojekyll", { data: "" }],
    [markFile, { data: `${JSON.stringify({ madeBy: "lectern build", title: deck.title, version: deck.version })}\n` }],
  ]);
  for (const [name, file] of await filesOfDeck(directory, html, out, include)) {
    if (files.has(name)) continue;
    files.set(name, await siteFile(source, file, html));
  }
  if (deck.kind === "pdf") files.set(deck.fileName, { data: deck.bytes });
  for (const [name, from] of await ownFiles(deck, assets, used)) files.set(`${ownFolder}/${name}`, { from });
  const bytes = await writeOutput(out, (folder) => writeFiles(folder, files));
  return { title: deck.title, files: files.size, bytes, warnings: deck.warnings };
}

/** @returns bytes written */
async function writeFiles(folder: string, files: ReadonlyMap<string, SiteFile>): Promise<number> {
  let bytes = 0;
  for (const [path, file] of files) {
    const target = join(folder, ...path.split("/"));
    await mkdir(dirname(target), { recursive: true });
    if ("from" in file) await copyFile(file.from, target);
    else await writeFile(target, file.data);
    bytes += (await stat(target)).size;
  }
  return bytes;
}

/** Files of the deck's folder, by their path in it. */
async function filesOfDeck(
  directory: string,
  html: string,
  out: string,
  include: readonly string[],
): Promise<ReadonlyMap<string, DeckFileInfo>> {
  const place = await realpath(out).catch(() => resolve(out));
  const find: FindFile = async (path) => {
    const file = await resolveDeckFile(directory, path);
    // Source maps are for whoever wrote the programs.
    return file === null || file.path.startsWith(place + sep) || path.endsWith(".map") ? null : file;
  };
  const wanted = await Promise.all(include.map((path) => included(directory, path)));
  const begin = wanted
    .flat()
    .map((path) => `"${path}"`)
    .join("\n");
  return namedFiles(
    [
      { path: "index.html", text: html },
      { path: "index.html", text: begin },
    ],
    find,
  );
}

async function included(directory: string, path: string): Promise<readonly string[]> {
  const inside = relative(directory, resolve(directory, path));
  const isInside = inside !== ".." && !inside.startsWith(`..${sep}`);
  const entries = isInside ? await readdir(join(directory, inside), { recursive: true }).catch(() => undefined) : [];
  const paths = entries === undefined ? [inside] : entries.map((name) => join(inside, name));
  const found = paths.map((name) => name.split(sep).join("/"));
  const files = await Promise.all(found.map((name) => resolveDeckFile(directory, encodeURI(name))));
  if (files.every((file) => file === null)) throw new LecternError("build-include-missing", { path, directory });
  return found;
}

/** As the server would give it: a page beside the deck may be a deck too, and hold notes (rule A2). */
async function siteFile(source: DeckSource, { path }: DeckFileInfo, html: string): Promise<SiteFile> {
  if (path === source.file) return { data: source.deck.kind === "pdf" ? source.deck.bytes : html };
  return /\.x?html?$/i.test(path) ? { data: publicPage(await readFile(path, "utf8")) } : { from: path };
}

/** What Lectern itself brings: the built files the page asks for, and those they ask for; by name. */
async function ownFiles(deck: Deck, assets: Assets, used: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const mermaid = "needs" in deck && deck.needs.mermaid;
  const folder = join(assets.root, "assets");
  const names = assets.allFor(used, { mermaid }).map((path) => basename(path));
  const files = new Map(names.map((name) => [name, join(folder, name)]));
  if (deck.kind !== "pdf") return files;
  // Fonts, encodings and picture decoders, which pdf.js asks for by names it makes up.
  for (const pdfjs of (await readdir(folder)).filter((name) => name.startsWith("pdfjs-"))) {
    for (const entry of await readdir(join(folder, pdfjs), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) files.set(relative(folder, path).split(sep).join("/"), path);
    }
  }
  return files;
}

/** A build replaces its folder whole, and must not take the deck along. */
async function refuseAround(out: string, directory: string): Promise<void> {
  const place = await realpath(out).catch(() => resolve(out));
  if (directory === place || directory.startsWith(place + sep)) {
    throw new LecternError("out-taken", { out: basename(out) === "" ? place : out });
  }
}
