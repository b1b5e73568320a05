/**
 * Reactions pass by the log: counted, and told as counts at a bounded rate, whatever comes in (rule B3). Nobody's
 * reaction is anybody's in particular.
 */
import { type ErrorCode, type ErrorDetails, LecternError } from "../errors.ts";
import { encode } from "../protocol/encode.ts";
import type { State } from "../talk/state.ts";
import { TokenBucket } from "../talk/token-bucket.ts";
import type { Limits } from "./limits.ts";

export class Reactions {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #tell: (text: string) => void;
  readonly #buckets = new Map<string, TokenBucket>();
  #counts = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  /** `tell` gives a text to everybody in the room. */
  constructor(limits: Limits, now: () => number, tell: (text: string) => void) {
    this.#limits = limits;
    this.#now = now;
    this.#tell = tell;
  }

  /** @throws LecternError `feature-off`, `no-such-emoji`, `reaction-rate` */
  react(state: State, participant: string, emoji: string): void {
    const { on, emoji: offered } = state.features.reactions;
    if (!on) refuse("feature-off", { what: "Reactions are" });
    if (!offered.includes(emoji)) refuse("no-such-emoji", { emoji });
    const rate = this.#limits.reactionsPerSecond;
    const bucket = this.#buckets.get(participant) ?? new TokenBucket(rate, rate * 2, this.#now());
    this.#buckets.set(participant, bucket);
    if (!bucket.take(this.#now())) refuse("reaction-rate", { rate });
    this.#counts.set(emoji, (this.#counts.get(emoji) ?? 0) + 1);
    this.#timer ??= setTimeout(() => this.#flush(), this.#limits.presenceMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #flush(): void {
    this.#timer = undefined;
    const counts = Object.fromEntries(this.#counts);
    this.#counts = new Map();
    this.#tell(encode({ event: "reactions", at: this.#now(), counts }));
    // A full bucket says the same as none; whoever was quiet for two seconds has one.
    if (this.#buckets.size > this.#limits.connections) this.#buckets.clear();
  }
}

function refuse(code: ErrorCode, details: ErrorDetails): never {
  throw new LecternError(code, details);
}
