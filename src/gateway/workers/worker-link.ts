/** The link to a WebSocket that lives in a worker. */
import type { Batch } from "../batch.ts";
import type { Hearer } from "../carrier.ts";
import type { Handshake } from "../handshake.ts";
import type { Link } from "../link.ts";
import type { Target } from "./operations.ts";

/** The way to the worker. */
export interface Way {
  /** The number of the work that is being gathered. */
  readonly gathering: number;
  /** The number of the last work that is done. */
  readonly done: number;
  /** Whether the worker is slower to do its work than a healthy one. */
  readonly isLate: boolean;
  tell(link: WorkerLink, batch: Batch): void;
  close(link: WorkerLink, code: number | undefined, reason: string): void;
}

/** Bytes for one client that may be on their way before they count as waiting, about what a kernel takes for a socket. */
const mostUnderway = 4 * 1024 * 1024;
/** So much counts at most: all that can wait does (`queueBytes`), and nobody is let go for their worker (`answersBytes`). */
const mostCounted = 256 * 1024;

/** Bytes that were sent to the worker with works up to a number. */
type Sent = { bytes: number; with: number };

export class WorkerLink implements Link, Target {
  readonly id: number;
  readonly handshake: Handshake;
  lastOperation = 0;
  hearer: Hearer | undefined;
  /** Bytes that wait in the worker for the client to read, as it told last. */
  waiting = 0;
  readonly #way: Way;
  #isOpen = true;
  /** What is not known to be done, in two generations: the count is true when everything is, and little too high before. */
  #older: Sent = { bytes: 0, with: 0 };
  #newer: Sent = { bytes: 0, with: 0 };

  constructor(id: number, handshake: Handshake, way: Way) {
    this.id = id;
    this.handshake = handshake;
    this.#way = way;
  }

  get transport(): "websocket" {
    return "websocket";
  }

  /** What a worker that keeps up has on its way is as good as gone. One that is late is a network that takes nothing. */
  get queuedBytes(): number {
    this.#forgetDone();
    const undone = this.#older.bytes + this.#newer.bytes - (this.#way.isLate ? 0 : mostUnderway);
    return this.waiting + Math.min(mostCounted, Math.max(0, undone));
  }

  send(batch: Batch): void {
    if (!this.#isOpen) return;
    this.#forgetDone();
    this.#newer.bytes += batch.frames.bytes.length;
    this.#newer.with = this.#way.gathering;
    this.#way.tell(this, batch);
  }

  close(code: number | undefined, reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#way.close(this, code, reason);
  }

  /** Nothing reaches the client any more. */
  gone(): void {
    this.#isOpen = false;
    this.hearer?.closed();
  }

  #forgetDone(): void {
    const { done } = this.#way;
    for (let generation = 0; generation < 2 && done >= this.#older.with; generation += 1) {
      const forgotten = this.#older;
      this.#older = this.#newer;
      forgotten.bytes = 0;
      this.#newer = forgotten;
    }
  }
}
