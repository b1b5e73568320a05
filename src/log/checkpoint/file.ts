/**
 * A checkpoint on disk: chunks of text one after another, where they are, and a checksum of it all. It is a cache of the
 * log (rule L9): what does not match or is damaged in any bit is as good as none. All of it is checked at the start, a
 * piece at a time, and what is long stays on the disk until it is asked for: to bring a hundred megabytes into memory
 * takes ten times as long as to look through them.
 */
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { type Folded, type Frozen, freeze, thaw } from "../../talk/checkpoint.ts";
import type { Entry } from "../../talk/commands.ts";
import type { Chunk } from "../../talk/lazy-map.ts";

/** Which log was folded, by which code (`fold-identity.ts`), up to which entry. */
export type Origin = { readonly epoch: string; readonly fold: string };
export type Checkpoint = Folded & { readonly last: Entry };

/** Length in bytes, and for chunks the first key before it. */
type Index = {
  readonly state: number;
  readonly recent: number;
  readonly posts: readonly (readonly [number, number])[];
  readonly people: readonly (readonly [string, number])[];
  readonly accepted: readonly (readonly [string, number])[];
};
type Head = Origin & { readonly last: Entry; readonly index: Index };

/** The file's end: the head's length in bytes and the checksum of all before, both in hexadecimal digits. */
const tailLength = 16;
/** Bytes written between two syncs: a commit of the log may have to wait for one of them, not for the whole file. */
const syncBytes = 8 * 1024 * 1024;

/** Puts the checkpoint in the place of an earlier one, whole or not at all. @throws what the disk says */
export function writeCheckpoint(file: string, origin: Origin, { last, ...folded }: Checkpoint): void {
  const unfinished = `${file}.new`;
  const output = new Output(unfinished);
  try {
    const { state, recent, posts, people, accepted } = freeze(folded);
    const index: Index = {
      state: output.write(state),
      recent: output.write(recent),
      posts: posts.map(({ first, text }) => [first, output.write(text())]),
      people: people.map(({ first, text }) => [first, output.write(text())]),
      accepted: accepted.map(({ first, text }) => [first, output.write(text())]),
    };
    const head = output.write(JSON.stringify({ ...origin, last, index } satisfies Head));
    output.write(hex(head) + hex(output.checksum));
  } finally {
    output.close();
  }
  renameSync(unfinished, file);
  syncFolder(dirname(file));
}

/** What the file holds when it is whole and of this origin; undefined otherwise. */
export function readCheckpoint(file: string, origin: Origin): Checkpoint | undefined {
  try {
    const source = process.platform === "win32" ? inMemory(file) : onDisk(file);
    const end = source.size - tailLength;
    const headLength = Number.parseInt(source.text(end, 8), 16);
    const checksum = Number.parseInt(source.text(end + 8, 8), 16);
    const head = JSON.parse(source.text(end - headLength, headLength)) as Head;
    if (head.epoch !== origin.epoch || head.fold !== origin.fold) return undefined;
    if (source.checksum(end) !== checksum) return undefined;
    return { ...thaw(cut(source, head.index)), last: head.last };
  } catch {
    return undefined;
  }
}

/** The file as it was when it was opened, whatever is put in its place. All lengths in bytes. */
type Source = {
  readonly size: number;
  text(from: number, length: number): string;
  /** Of everything before `end`. */
  checksum(end: number): number;
};

/** Bytes looked through at once. */
const pieceBytes = 256 * 1024;

/** Closes files of which nothing can be asked for any more. */
const unused = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

function onDisk(file: string): Source {
  const descriptor = openSync(file, "r");
  const read = (into: Buffer, at: number): Buffer => {
    for (let done = 0; done < into.length; ) {
      const bytes = readSync(descriptor, into, done, into.length - done, at + done);
      if (bytes === 0) throw new RangeError(`${file} ends before ${at + into.length}`);
      done += bytes;
    }
    return into;
  };
  const source: Source = {
    size: fstatSync(descriptor).size,
    text(from, length) {
      // Also where a damaged file says how long a part of it is.
      if (!(from >= 0 && length <= source.size)) throw new RangeError(`${file} has no ${length} bytes at ${from}`);
      return read(Buffer.allocUnsafe(length), from).toString("utf8");
    },
    checksum(end) {
      const piece = Buffer.allocUnsafe(pieceBytes);
      let sum = 0;
      for (let at = 0; at < end; at += pieceBytes) sum = crc32(read(piece.subarray(0, end - at), at), sum);
      return sum;
    },
  };
  unused.register(source, descriptor);
  return source;
}

/** On Windows nothing can take the place of a file that is open. */
function inMemory(file: string): Source {
  const bytes = readFileSync(file);
  return {
    size: bytes.length,
    text: (from, length) => bytes.toString("utf8", from, from + length),
    checksum: (end) => crc32(bytes.subarray(0, end)),
  };
}

class Output {
  readonly #descriptor: number;
  #checksum = 0;
  #unsynced = 0;

  constructor(file: string) {
    this.#descriptor = openSync(file, "w", 0o600);
  }

  get checksum(): number {
    return this.#checksum;
  }

  /** @returns how many bytes it was */
  write(part: string): number {
    const bytes = Buffer.from(part);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes, written);
    this.#checksum = crc32(bytes, this.#checksum);
    this.#unsynced += bytes.length;
    if (this.#unsynced >= syncBytes) this.#sync();
    return bytes.length;
  }

  close(): void {
    try {
      fsyncSync(this.#descriptor);
    } finally {
      closeSync(this.#descriptor);
    }
  }

  #sync(): void {
    fdatasyncSync(this.#descriptor);
    this.#unsynced = 0;
  }
}

function cut(source: Source, index: Index): Frozen {
  let at = 0;
  const next = (length: number): (() => string) => {
    const from = at;
    at += length;
    return () => source.text(from, length);
  };
  const chunks = <K extends string | number>(list: readonly (readonly [K, number])[]): Chunk<K>[] =>
    list.map(([first, length]) => ({ first, text: next(length) }));
  return {
    state: next(index.state)(),
    recent: next(index.recent)(),
    posts: chunks(index.posts),
    people: chunks(index.people),
    accepted: chunks(index.accepted),
  };
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** So that the new name is there after a power failure; where folders cannot be synced the old one may be. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
