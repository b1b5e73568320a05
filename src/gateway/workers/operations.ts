/**
 * What a worker is to do in one turn of the event loop. A batch to many sockets is one operation, which holds its frames
 * once (rule B1), and what is said to one socket keeps its order.
 */
import type { Batch } from "../batch.ts";
import type { Operation } from "./messages.ts";

export type Target = {
  readonly id: number;
  /** The number of the last operation it is in. */
  lastOperation: number;
};

type Telling = { readonly number: number; readonly frames: Uint8Array; readonly to: number[] };
type Closing = Extract<Operation, { readonly kind: "close" }>;

export class Operations {
  #count = 0;
  #due: (Telling | Closing)[] = [];
  readonly #tellings = new Map<Batch, Telling>();

  get isEmpty(): boolean {
    return this.#due.length === 0;
  }

  tell(target: Target, batch: Batch): void {
    const before = this.#tellings.get(batch);
    // Joining it would overtake what the target was told since.
    const telling = before !== undefined && before.number > target.lastOperation ? before : this.#begin(batch);
    telling.to.push(target.id);
    target.lastOperation = telling.number;
  }

  close({ id }: Target, code: number | undefined, reason: string): void {
    this.#due.push({ kind: "close", id, code, reason });
  }

  /** What is due, in order; then nothing is. */
  take(): readonly Operation[] {
    const due = this.#due;
    this.#due = [];
    this.#tellings.clear();
    return due.map((one) => ("to" in one ? { kind: "tell", frames: one.frames, to: Uint32Array.from(one.to) } : one));
  }

  #begin(batch: Batch): Telling {
    this.#count += 1;
    const telling = { number: this.#count, frames: batch.frames.bytes, to: [] };
    this.#due.push(telling);
    this.#tellings.set(batch, telling);
    return telling;
  }
}
