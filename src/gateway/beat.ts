/**
 * The room's beat. Whatever is told at a bounded rate is told at its ticks, so that what is due together leaves together,
 * in one write to each client (rule B1). It beats only while something is due.
 */
type Due = { readonly tick: number; readonly work: () => void };

export class Beat {
  readonly #everyMs: number;
  #tick = 0;
  #due: Due[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Calls `work` at the next tick, before what `after` does there: events before the counts of what came of them. */
  next(work: () => void): void {
    this.#due.unshift({ tick: this.#tick + 1, work });
    this.#start();
  }

  /** Calls `work` at the first tick that is at least `ms` from now. */
  after(ms: number, work: () => void): void {
    // Where it beats already, the next tick is nearer than a whole one.
    const ticks = Math.ceil(ms / this.#everyMs) + (this.#timer === undefined ? 0 : 1);
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
    this.#timer ??= setTimeout(() => this.#beat(), this.#everyMs);
  }

  #beat(): void {
    this.#tick += 1;
    const now = this.#due.filter(({ tick }) => tick <= this.#tick);
    this.#due = this.#due.filter(({ tick }) => tick > this.#tick);
    try {
      for (const { work } of now) work();
    } finally {
      // Only now: where telling everybody takes long, more is gathered for the next time.
      this.#timer = undefined;
      if (this.#due.length > 0) this.#start();
    }
  }
}
