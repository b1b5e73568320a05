/**
 * A persistent map of which most lies unread: chunks of JSON, each parsed when one of its keys is asked for first, and
 * over them what has changed since. So a long talk is there at once, however much was said in it. What is parsed stays,
 * so that the same value is the same object every time. Pure but for that.
 */
import { Map as PersistentMap } from "immutable";
import type { Codec } from "./codec.ts";

type Key = string | number;

/** The keys from `first` to the next chunk's, with their values, as JSON. */
export type Chunk<K extends Key> = { readonly first: K; readonly text: () => string };

/** The length of a chunk's text, about: a quarter of a millisecond to parse, and a long talk has some thousands. */
const chunkLength = 32_000;

export class LazyMap<K extends Key, V> {
  readonly #leaves: readonly Leaf<K, V>[];
  readonly #changed: PersistentMap<K, V>;

  private constructor(leaves: readonly Leaf<K, V>[], changed: PersistentMap<K, V>) {
    this.#leaves = leaves;
    this.#changed = changed;
  }

  static empty<K extends Key, V>(): LazyMap<K, V> {
    return new LazyMap([], PersistentMap());
  }

  /** @param chunks in the order of their keys, as `freeze` made them */
  static thaw<K extends Key, V>(chunks: readonly Chunk<K>[], codec: Codec<V>): LazyMap<K, V> {
    return new LazyMap(
      chunks.map((chunk) => new Leaf(chunk, codec)),
      PersistentMap(),
    );
  }

  get(key: K): V | undefined {
    return this.#changed.get(key) ?? this.#leaves[this.#leafOf(key)]?.values.get(key);
  }

  set(key: K, value: V): LazyMap<K, V> {
    return new LazyMap(this.#leaves, this.#changed.set(key, value));
  }

  /** The whole map as chunks; those in which nothing has changed are taken over unread. */
  freeze(codec: Codec<V>): readonly Chunk<K>[] {
    const changes = new Map<number, [K, V][]>();
    for (const change of this.#changed) {
      const leaf = this.#leafOf(change[0]);
      const others = changes.get(leaf);
      if (others === undefined) changes.set(leaf, [change]);
      else others.push(change);
    }
    if (this.#leaves.length === 0) return pieces(inOrder(this.#changed), codec);
    return this.#leaves.flatMap((leaf, index) => {
      const changed = changes.get(index);
      return changed === undefined ? leaf.chunk : pieces(inOrder([...leaf.values, ...changed]), codec);
    });
  }

  /** All of it, in the order of the keys. */
  *[Symbol.iterator](): Generator<[K, V]> {
    yield* inOrder([...this.#leaves.flatMap(({ values }) => [...values]), ...this.#changed]);
  }

  *values(): Generator<V> {
    for (const [, value] of this) yield value;
  }

  toJSON(): Record<string, V> {
    return Object.fromEntries(this);
  }

  /** The last leaf that begins at or before the key; the first one also for what comes before it. */
  #leafOf(key: K): number {
    let low = 0;
    let high = this.#leaves.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const leaf = this.#leaves[middle];
      if (leaf !== undefined && leaf.chunk.first <= key) low = middle;
      else high = middle;
    }
    return low;
  }
}

class Leaf<K extends Key, V> {
  readonly chunk: Chunk<K>;
  readonly #codec: Codec<V>;
  #values: ReadonlyMap<K, V> | undefined;

  constructor(chunk: Chunk<K>, codec: Codec<V>) {
    this.chunk = chunk;
    this.#codec = codec;
  }

  get values(): ReadonlyMap<K, V> {
    if (this.#values === undefined) {
      const frozen = JSON.parse(this.chunk.text()) as [K, unknown][];
      this.#values = new Map(frozen.map(([key, value]) => [key, this.#codec.thaw(value)]));
    }
    return this.#values;
  }
}

/** By key; of several values for one key the last. */
function inOrder<K extends Key, V>(entries: Iterable<[K, V]>): [K, V][] {
  return [...new Map(entries)].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** In chunks of one to two lengths, evenly: what grows a little every time does not fall into crumbs. */
function pieces<K extends Key, V>(entries: readonly (readonly [K, V])[], codec: Codec<V>): Chunk<K>[] {
  const texts = entries.map(([key, value]) => [key, JSON.stringify([key, codec.freeze(value)])] as const);
  const total = texts.reduce((sum, [, text]) => sum + text.length, 0);
  const enough = total / Math.max(1, Math.floor(total / chunkLength));
  const chunks: Chunk<K>[] = [];
  let begun: { readonly first: K; readonly texts: string[]; length: number } | undefined;
  for (const [key, text] of texts) {
    begun ??= { first: key, texts: [], length: 0 };
    begun.texts.push(text);
    begun.length += text.length;
    if (begun.length < enough) continue;
    chunks.push(chunkOf(begun));
    begun = undefined;
  }
  if (begun !== undefined) chunks.push(chunkOf(begun));
  return chunks;
}

function chunkOf<K extends Key>({ first, texts }: { readonly first: K; readonly texts: readonly string[] }): Chunk<K> {
  const text = `[${texts.join(",")}]`;
  return { first, text: () => text };
}
