/**
 * The room's beat. Whatever is told at a bounded rate is told at its ticks, so that what is due together leaves together,
 * in one write to each client (rule B1). It beats only while something is due.
 *
 * Telling a room of thousands takes longer than a tick. There a beat takes several ticks together, so that a fifth of the
 * time at most goes into it, and a move or an answer finds the way free.
 */
import { stopwatch } from "./observer.ts";

type Due = { readonly tick: number; readonly work: () => void };

/** How many times as long as telling the room takes it is not told again. */
const restFactor = 4;
/** Ticks that one beat takes together at most: a quarter of a second with ticks of 50 ms. */
const mostTicks = 5;

export class Beat {
  readonly #everyMs: number;
  #tick = 0;
  #due: Due[] = [];
  #timer: NodeJS.Timeout | undefined;
  #ticks = 1;
  #restMs = 0;
  #secondsSinceBeat = stopwatch();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** How many ticks the beat that is awaited takes together. */
  get ticks(): number {
    return this.#ticks;
  }

  /** Calls `work` at the next tick, before what `after` does there: events before the counts of what came of them. */
  next(work: () => void): void {
    this.#due.unshift({ tick: this.#tick + 1, work });
    this.#start();
  }

  /** Calls `work` at the first tick that is at least `ms` from now. */
  after(ms: number, work: () => void): void {
    // Of what is awaited already nobody knows how much is over.
    const ticks = Math.ceil(ms / this.#everyMs) + (this.#timer === undefined ? 0 : this.#ticks);
    this.#due.push({ tick: this.#tick + ticks, work });
    this.#start();
  }

  /** What is due is not done. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#due = [];
  }

  #start(): void {
    if (this.#timer !== undefined) return;
    const restMs = this.#restMs - this.#secondsSinceBeat() * 1000;
    this.#ticks = Math.min(mostTicks, Math.max(1, Math.ceil(restMs / this.#everyMs)));
    this.#timer = setTimeout(() => this.#beat(), this.#ticks * this.#everyMs);
  }

  #beat(): void {
    this.#tick += this.#ticks;
    const now = this.#due.filter(({ tick }) => tick <= this.#tick);
    this.#due = this.#due.filter(({ tick }) => tick > this.#tick);
    const seconds = stopwatch();
    try {
      for (const { work } of now) work();
    } finally {
      // Only now: where telling everybody takes long, more is gathered for the next time.
      this.#timer = undefined;
      this.#secondsSinceBeat = stopwatch();
      if (this.#due.length > 0) this.#start();
      // Carriers write at the end of this turn, before this: most of the work is theirs.
      process.nextTick(() => {
        this.#restMs = seconds() * 1000 * restFactor;
        this.#secondsSinceBeat = stopwatch();
      });
    }
  }
}
