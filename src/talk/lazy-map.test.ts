import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plain } from "./codec.ts";
import { type Chunk, LazyMap } from "./lazy-map.ts";

const codec = plain<string>();
/** Long enough that a few of them fill a chunk. */
const long = (text: string): string => text.padEnd(10_000, ".");

function counted<K extends string | number>(chunks: readonly Chunk<K>[]): { chunks: Chunk<K>[]; read: K[] } {
  const read: K[] = [];
  return {
    read,
    chunks: chunks.map(({ first, text }) => ({
      first,
      text: () => {
        read.push(first);
        return text();
      },
    })),
  };
}

function mapOf<K extends string | number>(entries: Iterable<readonly [K, string]>): LazyMap<K, string> {
  let map = LazyMap.empty<K, string>();
  for (const [key, value] of entries) map = map.set(key, value);
  return map;
}

describe("a map that is read when it is needed", () => {
  it("[L9] is the map it was frozen from, whatever is set between one freezing and the next", () => {
    const change = fc.tuple(fc.integer({ min: -20, max: 60 }), fc.string().map(long));
    const rounds = (key: (n: number) => string | number) =>
      fc.property(fc.array(fc.array(change, { maxLength: 12 }), { maxLength: 5 }), (all) => {
        const expected = new Map<string | number, string>();
        let map = LazyMap.empty<string | number, string>();
        for (const changes of all) {
          map = LazyMap.thaw(map.freeze(codec), codec);
          for (const [n, value] of changes) {
            expected.set(key(n), value);
            map = map.set(key(n), value);
          }
          for (let n = -21; n <= 61; n++) expect(map.get(key(n))).toBe(expected.get(key(n)));
          const sorted = [...expected].sort(([one], [other]) => (one < other ? -1 : 1));
          expect([...map]).toEqual(sorted);
        }
      });
    fc.assert(
      rounds((n) => n),
      { numRuns: 50 },
    );
    fc.assert(
      rounds((n) => `p${n}`),
      { numRuns: 50 },
    );
  });

  it("[L9] parses only what it is asked for, once", () => {
    const frozen = mapOf(Array.from({ length: 40 }, (_, n) => [n, long(`${n}`)] as const)).freeze(codec);
    expect(frozen.length).toBeGreaterThan(5);
    const { chunks, read } = counted(frozen);
    const map = LazyMap.thaw(chunks, codec);
    expect(read).toEqual([]);
    expect(map.get(0)).toBe(long("0"));
    expect(map.get(1)).toBe(long("1"));
    expect(map.set(39, "new").get(39)).toBe("new");
    expect(read).toEqual([0]);
  });

  it("[L9] takes over what has not changed without parsing it", () => {
    const frozen = mapOf(Array.from({ length: 40 }, (_, n) => [n, long(`${n}`)] as const)).freeze(codec);
    const { chunks, read } = counted(frozen);
    const second = LazyMap.thaw(chunks, codec).set(40, "new").freeze(codec);
    expect(read).toEqual([chunks.at(-1)?.first]);
    const unchanged = chunks.length - 1;
    expect(second.slice(0, unchanged)).toEqual(chunks.slice(0, unchanged));
    expect(LazyMap.thaw(second, codec).get(40)).toBe("new");
  });

  it("[L9] a change is not seen by who has the map from before", () => {
    const before = LazyMap.thaw(mapOf<number>([[1, "one"]]).freeze(codec), codec);
    const after = before.set(1, "changed").set(2, "two");
    expect([before.get(1), before.get(2), after.get(1), after.get(2)]).toEqual(["one", undefined, "changed", "two"]);
    expect(before.get(1)).toBe("one");
  });
});
