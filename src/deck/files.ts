import { type FSWatcher, watch as watchFolder } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { LecternError } from "../errors.ts";
import type { Deck, PageDeck } from "./deck.ts";
import { isAddress } from "./hosted/address.ts";
import { isMarpDeck, readMarkdownDeck } from "./markdown.ts";
import { findThemes } from "./marp/theme-files.ts";
import type { OfficeReader } from "./office/read-office.ts";
import { readPage } from "./page/read-page.ts";
import { notesFileOf } from "./pdf/page-notes.ts";
import { biggestPdf, PdfReader } from "./pdf/read-pdf.ts";
import { type DeckListener, Reloader } from "./reload.ts";
import { findInFolder } from "./static-files.ts";
import { digest } from "./version.ts";

export type { DeckListener } from "./reload.ts";

/** A deck on disk, or one that stays on the web. */
export type DeckSource = {
  /** What a talk on it is kept by. On disk: absolute, links resolved, as of the last read. On the web: its address. */
  readonly file: string;
  /** The folder the deck's pictures are relative to; absolute, links resolved. Undefined where there is none to serve. */
  readonly directory: string | undefined;
  /** The last good deck. */
  readonly deck: Deck;
  /** Tells `listener` about every change until the returned function is called. Does not keep the process alive. */
  watch(listener: DeckListener): () => void;
};

export type DeckOptions = {
  /** Beats every title in the deck. */
  readonly title?: string;
  /** The deck's programs have an origin in the room: this server's, or of a deck on the web its own site's. */
  readonly isTrusted?: boolean;
};

/** What a file's name says of it. */
type FileKind = "markdown" | "page" | "pdf" | "office" | "keynote";

const kinds: Readonly<Record<string, FileKind>> = {
  ".md": "markdown",
  ".markdown": "markdown",
  ".html": "page",
  ".htm": "page",
  ".xhtml": "page",
  ".pdf": "pdf",
  ".pptx": "office",
  ".ppsx": "office",
  ".ppt": "office",
  ".pps": "office",
  ".odp": "office",
  ".fodp": "office",
  ".key": "keynote",
};

/** What a folder is opened with. */
const indexNames = ["index.html", "index.htm"];

/** Milliseconds between looks at the file itself: some network file systems report no events. */
const pollEvery = 2000;

/**
 * Opens the deck at `path`, relative to the working directory: a file, or a folder with an `index.html`; or at a web
 * address.
 *
 * @throws LecternError `deck-not-found`, `deck-is-folder`, `deck-kind`, `deck-unreadable`, `deck-not-text`,
 *   `deck-empty`, `deck-front-matter`, `deck-not-reveal`, `deck-pdf-empty`, `deck-pdf-locked`, `deck-pdf-damaged`, `deck-pdf-big`,
 *   `deck-keynote`, `deck-office-missing`, `deck-office-failed`, `deck-office-slow`, and `deck-url-…` for addresses
 */
export async function openDeck(path: string, options: DeckOptions = {}): Promise<DeckSource> {
  if (isAddress(path)) return (await import("./hosted/open-hosted.ts")).openHosted(path, options);
  const reader = new DeckFile(path, options.title);
  return new FileSource(reader, await reader.read());
}

/** Reads one deck file, as often as asked. */
class DeckFile {
  readonly named: string;
  /** What was named; of a folder, the page in it. */
  path: string;
  file: string;
  /** Absolute paths of files that show in the deck too. */
  references: readonly string[] = [];
  readonly #title: string | undefined;
  readonly #pdf = new PdfReader();
  #office: OfficeReader | undefined;

  constructor(named: string, title: string | undefined) {
    this.named = named;
    this.path = resolve(named);
    this.file = this.path;
    this.#title = title;
  }

  async read(): Promise<Deck> {
    const { kind, bytes } = await this.#bytes();
    if (kind === "pdf") return this.#readPdf(bytes);
    if (kind === "office") return this.#readOffice(bytes);
    const source = decode(bytes, this.named);
    const options = this.#options;
    this.references = [];
    if (kind === "markdown") return isMarpDeck(source) ? this.#readMarp(source) : readMarkdownDeck(source, options);
    const readText = async (address: string): Promise<string | undefined> => {
      const found = await findInFolder(dirname(this.file), pathOf(address));
      return found === null ? undefined : decode(await readFile(found.path), address);
    };
    return this.#withReferences(await readPage(source, { ...options, readText }));
  }

  get #options(): { readonly file: string; readonly title?: string } {
    return { file: this.named, ...(this.#title === undefined ? {} : { title: this.#title }) };
  }

  /** Marp itself is loaded only by decks that are written for it. */
  async #readMarp(source: string): Promise<Deck> {
    const themes = await findThemes(dirname(this.file));
    this.references = themes.map(({ path }) => path);
    const { readMarpDeck } = await import("./marp/read-marp.ts");
    return readMarpDeck(source, { ...this.#options, themes });
  }

  async #readOffice(bytes: Uint8Array): Promise<Deck> {
    this.references = [];
    this.#office ??= new (await import("./office/read-office.ts")).OfficeReader();
    const [fileName, extension] = [basename(this.file), extname(this.path).toLowerCase()];
    return this.#office.read({ ...this.#options, bytes, fileName, extension });
  }

  async #readPdf(bytes: Uint8Array<ArrayBuffer>): Promise<Deck> {
    const path = notesFileOf(this.file);
    this.references = [path];
    const file = notesFileOf(this.named);
    const source = await readFile(path).catch((error: unknown) => {
      if (causeOf(error) === "ENOENT") return undefined;
      throw asDeckError(error, file);
    });
    return this.#pdf.read(bytes, {
      ...this.#options,
      fileName: basename(this.file),
      notes: source && { source: decode(source, file), file },
    });
  }

  /** A page shows something else also when a file changes that it names. */
  async #withReferences(deck: PageDeck): Promise<PageDeck> {
    const folder = dirname(this.file);
    const found = await Promise.all(deck.references.map((name) => findInFolder(folder, pathOf(name))));
    this.references = found.flatMap((file) => file?.path ?? []);
    const signatures = found.map((file) => (file === null ? "" : `${file.size} ${file.mtimeMs}`));
    return { ...deck, version: await digest(JSON.stringify([deck.version, signatures])) };
  }

  async #bytes(): Promise<{ readonly kind: FileKind; readonly bytes: Uint8Array<ArrayBuffer> }> {
    try {
      this.path = await deckPath(resolve(this.named), this.named);
      const kind = kinds[extname(this.path).toLowerCase()];
      if (kind === undefined) throw new LecternError("deck-kind", { file: this.named });
      if (kind === "keynote") throw new LecternError("deck-keynote", { file: this.named });
      const found = await stat(this.path);
      if (!found.isFile()) {
        throw new LecternError("deck-unreadable", { file: this.named, cause: "it is not a regular file" });
      }
      if (kind === "pdf" && found.size > biggestPdf) {
        const [size, limit] = [found.size, biggestPdf].map((bytes) => Math.ceil(bytes / 1e6)) as [number, number];
        throw new LecternError("deck-pdf-big", { file: this.named, size, limit });
      }
      this.file = await realpath(this.path);
      return { kind, bytes: await readFile(this.file) };
    } catch (error) {
      throw asDeckError(error, this.named);
    }
  }
}

/** The path in an address relative to the deck. */
function pathOf(address: string): string {
  return (address.split(/[?#]/)[0] ?? "").replace(/^(\.\/)+/, "");
}

/** The deck itself, where a folder was named. */
async function deckPath(path: string, named: string): Promise<string> {
  if (!(await stat(path)).isDirectory()) return path;
  const names = await readdir(path);
  const index = indexNames.find((name) => names.includes(name));
  if (index === undefined) throw folderError(named, names);
  return join(path, index);
}

class FileSource implements DeckSource {
  readonly #reader: DeckFile;
  readonly #reloader: Reloader;
  #watchers: FSWatcher[] = [];
  #poll: NodeJS.Timeout | undefined;
  #seen = "";

  constructor(reader: DeckFile, deck: Deck) {
    this.#reader = reader;
    this.#reloader = new Reloader(deck, () => this.#read());
  }

  get file(): string {
    return this.#reader.file;
  }

  get directory(): string {
    return dirname(this.#reader.file);
  }

  get deck(): Deck {
    return this.#reloader.deck;
  }

  watch(listener: DeckListener): () => void {
    const own = { ...listener };
    if (!this.#reloader.isWatched) this.#start();
    this.#reloader.add(own);
    // The file may have been saved between reading and watching.
    this.#reloader.touch();
    return () => {
      this.#reloader.remove(own);
      if (!this.#reloader.isWatched) this.#stop();
    };
  }

  #start(): void {
    this.#watchFolders();
    this.#poll = setInterval(() => void this.#look(), pollEvery);
    this.#poll.unref();
  }

  #stop(): void {
    clearInterval(this.#poll);
    this.#closeWatchers();
  }

  async #read(): Promise<Deck> {
    const before = this.#folders();
    const deck = await this.#reader.read();
    if (this.#folders().join("\n") !== before.join("\n") && this.#watchers.length > 0) this.#watchFolders();
    return deck;
  }

  /** Folders, not the file: an editor that saves by renaming leaves a watched file behind. */
  #watchFolders(): void {
    this.#closeWatchers();
    for (const folder of this.#folders()) {
      try {
        const watcher = watchFolder(folder, { persistent: false }, () => this.#reloader.touch());
        watcher.on("error", () => watcher.close());
        this.#watchers.push(watcher);
      } catch {
        // No events here; the poll sees the change.
      }
    }
  }

  #folders(): readonly string[] {
    const { path, references } = this.#reader;
    return [...new Set([dirname(path), this.directory, ...references.map((file) => dirname(file))])];
  }

  #closeWatchers(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }

  async #look(): Promise<void> {
    const files = [this.#reader.path, ...this.#reader.references];
    const now = (await Promise.all(files.map(signature))).join("\n");
    if (this.#seen !== "" && now !== this.#seen) this.#reloader.touch();
    this.#seen = now;
  }
}

async function signature(path: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(path, { bigint: true });
    return `${mtimeNs} ${size} ${ino}`;
  } catch (error) {
    return causeOf(error);
  }
}

function folderError(named: string, names: readonly string[]): LecternError {
  const decks = names.filter((name) => extname(name).toLowerCase() in kinds).toSorted();
  const example = decks.find((name) => !/^readme\./i.test(name)) ?? decks[0] ?? "talk.md";
  return new LecternError("deck-is-folder", { file: named, example: join(named, example) });
}

function asDeckError(error: unknown, file: string): LecternError {
  if (error instanceof LecternError) return error;
  const cause = causeOf(error);
  if (cause !== "ENOENT" && cause !== "ENOTDIR") return new LecternError("deck-unreadable", { file, cause });
  return new LecternError("deck-not-found", { file, directory: process.cwd() });
}

function causeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message : String(error);
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // UTF-16 without a mark is valid UTF-8 when it holds English: its zero bytes give it away.
    if (!text.includes("\0")) return text;
  } catch {
    // Answered below.
  }
  throw new LecternError("deck-not-text", { file });
}
