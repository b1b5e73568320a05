/**
 * Says something that may happen very often at once, and then as a count, so that nobody can fill a disk with it.
 */
export class Throttle {
  readonly #everyMs: number;
  readonly #say: (count: number) => void;
  #unsaid = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number, say: (count: number) => void) {
    this.#everyMs = everyMs;
    this.#say = say;
  }

  happened(): void {
    if (this.#timer !== undefined) {
      this.#unsaid += 1;
      return;
    }
    this.#say(1);
    this.#wait();
  }

  /** Says what is not said yet. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#unsaid > 0) this.#say(this.#unsaid);
    this.#unsaid = 0;
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      const isQuiet = this.#unsaid === 0;
      this.close();
      if (!isQuiet) this.#wait();
    }, this.#everyMs);
    this.#timer.unref();
  }
}
