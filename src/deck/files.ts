import { type FSWatcher, watch as watchFolder } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { LecternError } from "../errors.ts";
import type { Deck } from "./deck.ts";
import { readMarkdownDeck } from "./markdown.ts";
import { type DeckListener, Reloader } from "./reload.ts";

export type { DeckListener } from "./reload.ts";

/** A deck on disk. */
export type DeckSource = {
  /** Absolute, links resolved, as of the last read. */
  readonly file: string;
  /** The folder the deck's pictures are relative to; absolute, links resolved. */
  readonly directory: string;
  /** The last good deck. */
  readonly deck: Deck;
  /** Tells `listener` about every change until the returned function is called. Does not keep the process alive. */
  watch(listener: DeckListener): () => void;
};

const kinds: ReadonlySet<string> = new Set([".md", ".markdown"]);

/** Milliseconds between looks at the file itself: some network file systems report no events. */
const pollEvery = 2000;

/**
 * Opens the deck at `path`, relative to the working directory.
 *
 * @throws LecternError `deck-not-found`, `deck-is-folder`, `deck-kind`, `deck-unreadable`, `deck-not-text`,
 *   `deck-empty`, `deck-front-matter`
 */
export async function openDeck(path: string, options: { title?: string } = {}): Promise<DeckSource> {
  const reader = new DeckFile(path, options.title);
  return new FileSource(reader, await reader.read());
}

/** Reads one deck file, as often as asked. */
class DeckFile {
  readonly named: string;
  readonly path: string;
  file: string;
  readonly #title: string | undefined;

  constructor(named: string, title: string | undefined) {
    this.named = named;
    this.path = resolve(named);
    this.file = this.path;
    this.#title = title;
  }

  async read(): Promise<Deck> {
    const source = decode(await this.#bytes(), this.named);
    const title = this.#title === undefined ? {} : { title: this.#title };
    return readMarkdownDeck(source, { file: this.named, ...title });
  }

  async #bytes(): Promise<Uint8Array> {
    try {
      const { isFolder, isFile } = await kindOf(this.path);
      if (isFolder) throw await folderError(this.named, this.path);
      if (!kinds.has(extname(this.path).toLowerCase())) throw new LecternError("deck-kind", { file: this.named });
      if (!isFile) throw new LecternError("deck-unreadable", { file: this.named, cause: "it is not a regular file" });
      this.file = await realpath(this.path);
      return await readFile(this.file);
    } catch (error) {
      throw asDeckError(error, this.named);
    }
  }
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
    const { file } = this;
    const deck = await this.#reader.read();
    if (file !== this.file && this.#watchers.length > 0) this.#watchFolders();
    return deck;
  }

  /** Folders, not the file: an editor that saves by renaming leaves a watched file behind. */
  #watchFolders(): void {
    this.#closeWatchers();
    for (const folder of new Set([dirname(this.#reader.path), this.directory])) {
      try {
        const watcher = watchFolder(folder, { persistent: false }, () => this.#reloader.touch());
        watcher.on("error", () => watcher.close());
        this.#watchers.push(watcher);
      } catch {
        // No events here; the poll sees the change.
      }
    }
  }

  #closeWatchers(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }

  async #look(): Promise<void> {
    const now = await signature(this.#reader.path);
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

async function kindOf(path: string): Promise<{ isFolder: boolean; isFile: boolean }> {
  const found = await stat(path);
  return { isFolder: found.isDirectory(), isFile: found.isFile() };
}

async function folderError(named: string, path: string): Promise<LecternError> {
  const names = await readdir(path).catch(() => []);
  const decks = names.filter((name) => kinds.has(extname(name).toLowerCase())).toSorted();
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
