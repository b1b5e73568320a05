/** Listeners and async iteration over one source of values. */
export class Stream<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #endings = new Set<() => void>();
  #ended = false;

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  end(): void {
    this.#ended = true;
    for (const ending of [...this.#endings]) ending();
    this.#listeners.clear();
  }

  /** Everything emitted after the call; ends with the stream. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    const queue: T[] = [];
    let wake = (): void => {};
    const off = this.on((value) => {
      queue.push(value);
      wake();
    });
    const ending = (): void => wake();
    this.#endings.add(ending);
    try {
      while (!this.#ended || queue.length > 0) {
        const next = queue.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      off();
      this.#endings.delete(ending);
    }
  }
}
