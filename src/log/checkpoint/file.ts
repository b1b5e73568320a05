/**
 * A checkpoint on disk: chunks of text one after another, where they are, and a checksum of it all. It is a cache of the
 * log (rule L9): what does not match or is damaged in any bit is as good as none.
 */
import { closeSync, fdatasyncSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
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
    const bytes = readFileSync(file);
    const end = bytes.length - tailLength;
    const headLength = Number.parseInt(text(bytes, end, 8), 16);
    const checksum = Number.parseInt(text(bytes, end + 8, 8), 16);
    const head = JSON.parse(text(bytes, end - headLength, headLength)) as Head;
    if (head.epoch !== origin.epoch || head.fold !== origin.fold) return undefined;
    if (crc32(bytes.subarray(0, end)) !== checksum) return undefined;
    return { ...thaw(cut(bytes, head.index)), last: head.last };
  } catch {
    return undefined;
  }
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

function cut(bytes: Buffer, index: Index): Frozen {
  let at = 0;
  const next = (length: number): (() => string) => {
    const from = at;
    at += length;
    return () => text(bytes, from, length);
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

function text(bytes: Buffer, from: number, length: number): string {
  return bytes.toString("utf8", from, from + length);
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
