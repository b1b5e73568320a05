/**
 * Which commands of one client were accepted, and by which entry (rule L4). A client numbers its commands upwards, so
 * they are kept as one run of numbers, a tenth of what a map of them takes; what comes out of turn is kept apart.
 */
import { List, Map as PersistentMap } from "immutable";
import { type Codec, listOf, mapOf, plain, record } from "./codec.ts";

export type Receipts = {
  /** id, seq, id, seq …, ids rising. */
  readonly run: List<number>;
  /** Accepted after a command with a higher id: id → seq. */
  readonly strays: PersistentMap<number, number>;
};

export const noReceipts: Receipts = { run: List(), strays: PersistentMap() };

export const receiptsCodec: Codec<Receipts> = record({ run: listOf<number>(), strays: mapOf(plain<number>()) });

/** The seq of the entry that accepted command `id`; undefined when none did. */
export function receiptFor({ run, strays }: Receipts, id: number): number | undefined {
  if (id > lastId(run)) return undefined;
  let low = 0;
  let high = run.size / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = run.get(2 * middle) ?? 0;
    if (found === id) return run.get(2 * middle + 1);
    if (found < id) low = middle + 1;
    else high = middle;
  }
  return strays.get(id);
}

/** @param id of a command without a receipt */
export function withReceipt({ run, strays }: Receipts, id: number, seq: number): Receipts {
  return id > lastId(run) ? { run: run.push(id, seq), strays } : { run, strays: strays.set(id, seq) };
}

function lastId(run: List<number>): number {
  return run.get(-2) ?? Number.NEGATIVE_INFINITY;
}
