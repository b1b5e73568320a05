/**
 * The server's clock as seen from here. Each exchange gives one estimate: the server's time against the middle of
 * the round trip; the estimate from the shortest trip is the best one.
 */
export class ServerClock {
  #offset = 0;
  #shortest = Number.POSITIVE_INFINITY;

  /** `sent` and `received` are local times, `at` the server's, all in Unix milliseconds. */
  sample(sent: number, at: number, received: number): void {
    const trip = received - sent;
    if (trip < 0 || trip > this.#shortest) return;
    this.#shortest = trip;
    this.#offset = at - (sent + received) / 2;
  }

  /** Server time, Unix milliseconds, for a local time. */
  at(local: number): number {
    return local + this.#offset;
  }

  /** Local minus server, in milliseconds; and the round trip it was taken from. */
  get estimate(): { readonly offset: number; readonly trip: number } {
    return { offset: this.#offset, trip: this.#shortest };
  }

  /** A new link may have another path; old trips say nothing about it. */
  reset(): void {
    this.#shortest = Number.POSITIVE_INFINITY;
  }
}
