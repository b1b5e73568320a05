/**
 * How a value becomes JSON and the same value again. Records name a codec for each of their fields, so what is added to
 * a type and not carried does not compile.
 */
import { List, OrderedMap, Map as PersistentMap, Set as PersistentSet } from "immutable";

export type Codec<T> = {
  /** JSON, without `undefined` where JSON has none. */
  readonly freeze: (value: T) => unknown;
  /** @param frozen what `freeze` made, perhaps written and read as JSON meanwhile */
  readonly thaw: (frozen: unknown) => T;
  /** As the field of a record: thawed when it is asked for first. */
  readonly isLazy?: true;
};

export type Codecs<T> = { readonly [Field in keyof T]-?: Codec<T[Field]> };

/** Anything that is the same after JSON; collections are not. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

export function plain<T extends Json>(): Codec<T> {
  return asItIs();
}

/** For `unknown` that is JSON by contract. */
export function asItIs<T>(): Codec<T> {
  return { freeze: (value) => value, thaw: (frozen) => frozen as T };
}

export function optional<T extends Json>(): Codec<T | undefined> {
  return { freeze: (value) => value ?? null, thaw: (frozen) => (frozen === null ? undefined : (frozen as T)) };
}

/** As a list of the fields' values, in the order in which their codecs are named. */
export function record<T extends object>(codecs: Codecs<T>): Codec<T> {
  const fields = Object.entries(codecs) as [keyof T & string, Codec<unknown>][];
  return {
    freeze: (value) => fields.map(([field, codec]) => codec.freeze(value[field])),
    thaw: (frozen) => {
      const values = frozen as readonly unknown[];
      const thawed: Record<string, unknown> = {};
      fields.forEach(([field, { thaw, isLazy }], index) => {
        if (isLazy) defineLazily(thawed, field, () => thaw(values[index]));
        else thawed[field] = thaw(values[index]);
      });
      return thawed as T;
    },
  };
}

/** For a field that is large and seldom looked at. */
export function lazy<T>(codec: Codec<T>): Codec<T> {
  return { ...codec, isLazy: true };
}

function defineLazily(record: Record<string, unknown>, field: string, make: () => unknown): void {
  const define = (how: PropertyDescriptor) =>
    Object.defineProperty(record, field, { ...how, enumerable: true, configurable: true });
  define({
    get() {
      const value = make();
      define({ value });
      return value;
    },
  });
}

export function listOf<T extends Json>(): Codec<List<T>> {
  return { freeze: (list) => list.toArray(), thaw: (frozen) => List(frozen as T[]) };
}

export function setOf<T extends string | number>(): Codec<PersistentSet<T>> {
  return { freeze: (set) => set.toArray(), thaw: (frozen) => PersistentSet(frozen as T[]) };
}

export function mapOf<K extends string | number, V>(codec: Codec<V>): Codec<PersistentMap<K, V>> {
  return {
    freeze: (map) => frozenEntries(map, codec),
    thaw: (frozen) => PersistentMap(thawedEntries<K, V>(frozen, codec)),
  };
}

export function orderedMapOf<K extends string | number, V>(codec: Codec<V>): Codec<OrderedMap<K, V>> {
  return {
    freeze: (map) => frozenEntries(map, codec),
    thaw: (frozen) => OrderedMap(thawedEntries<K, V>(frozen, codec)),
  };
}

function frozenEntries<K, V>(map: Iterable<[K, V]>, codec: Codec<V>): [K, unknown][] {
  return Array.from(map, ([key, value]) => [key, codec.freeze(value)]);
}

function thawedEntries<K, V>(frozen: unknown, codec: Codec<V>): [K, V][] {
  return (frozen as [K, unknown][]).map(([key, value]) => [key, codec.thaw(value)]);
}
