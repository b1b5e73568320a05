/** How fast each participant may do one kind of thing: so many a second on average, and so many at once. */
import { TokenBucket } from "../talk/token-bucket.ts";

export class Rates {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #most: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, TokenBucket>();

  /** `most`: of how many participants it is known at once. */
  constructor(perSecond: number, burst: number, most: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#most = most;
    this.#now = now;
  }

  /** Whether this participant may do one more now. */
  take(participant: string): boolean {
    const known = this.#buckets.get(participant);
    // A full bucket says the same as none.
    if (known === undefined && this.#buckets.size >= this.#most) this.#buckets.clear();
    const bucket = known ?? new TokenBucket(this.#perSecond, this.#burst, this.#now());
    this.#buckets.set(participant, bucket);
    return bucket.take(this.#now());
  }
}
