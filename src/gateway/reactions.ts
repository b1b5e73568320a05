/**
 * Reactions pass by the log: counted, and told as counts at a bounded rate, whatever comes in (rule B3). Nobody's
 * reaction is anybody's in particular.
 */
import { type ErrorCode, type ErrorDetails, LecternError } from "../errors.ts";
import { encode } from "../protocol/encode.ts";
import type { State } from "../talk/state.ts";
import { Batch } from "./batch.ts";
import type { Beat } from "./beat.ts";
import type { Limits } from "./limits.ts";
import { Rates } from "./rates.ts";

export class Reactions {
  readonly #beat: Beat;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #tell: (batch: Batch) => void;
  readonly #rates: Rates;
  #counts = new Map<string, number>();
  #isDue = false;

  /** `tell` says something to everybody in the room. */
  constructor(beat: Beat, limits: Limits, now: () => number, tell: (batch: Batch) => void) {
    this.#beat = beat;
    this.#limits = limits;
    this.#now = now;
    this.#tell = tell;
    const rate = limits.reactionsPerSecond;
    this.#rates = new Rates(rate, rate * 2, limits.connections, now);
  }

  /** @throws LecternError `feature-off`, `no-such-emoji`, `reaction-rate` */
  react(state: State, participant: string, emoji: string): void {
    const { on, emoji: offered } = state.features.reactions;
    if (!on) refuse("feature-off", { what: "Reactions are" });
    if (!offered.includes(emoji)) refuse("no-such-emoji", { emoji });
    if (!this.#rates.take(participant)) refuse("reaction-rate", { rate: this.#limits.reactionsPerSecond });
    this.#counts.set(emoji, (this.#counts.get(emoji) ?? 0) + 1);
    if (this.#isDue) return;
    this.#isDue = true;
    this.#beat.after(this.#limits.presenceMs, () => this.#flush());
  }

  #flush(): void {
    this.#isDue = false;
    const counts = Object.fromEntries(this.#counts);
    this.#counts = new Map();
    this.#tell(new Batch([encode({ event: "reactions", at: this.#now(), counts })]));
  }
}

function refuse(code: ErrorCode, details: ErrorDetails): never {
  throw new LecternError(code, details);
}
