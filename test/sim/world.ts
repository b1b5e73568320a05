/**
 * Time and chance of a simulation. While one runs, the clock and the random numbers of this process are its own, so
 * that the product in it does the same things in the same order whenever the seed is the same.
 */
import { createHash } from "node:crypto";
import { type Clock, install } from "@sinonjs/fake-timers";
import { type Random, seeded } from "../support/seeded.ts";

/** Where the clock begins; Unix milliseconds. */
const began = 1_800_000_000_000;

/** Lets everything happen that waits for no time: promises, and what they lead to. */
const settled = (
  (later) => () =>
    new Promise<void>((resolve) => later(resolve))
)(setImmediate);

export class World {
  readonly random: Random;
  readonly #clock: Clock;
  readonly #hash = createHash("sha1");
  /** What is not hashed yet: a hash takes much at once faster than little by little. */
  #history = "";
  readonly #tell: ((line: string) => void) | undefined;

  private constructor(clock: Clock, random: Random, tell: ((line: string) => void) | undefined) {
    this.#clock = clock;
    this.random = random;
    this.#tell = tell;
  }

  /** Runs `work` in a world of its own; `tell` is given everything that happens, a line each. */
  static async run<T>(
    seed: number,
    tell: ((line: string) => void) | undefined,
    work: (world: World) => Promise<T>,
  ): Promise<T> {
    const random = seeded(seed);
    const clock = install({
      now: began,
      toFake: [
        ...(["setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const),
        ...(["setImmediate", "clearImmediate", "Date", "performance"] as const),
      ],
    });
    const restore = fakeChance(seeded(seed ^ 0x5eed));
    const { stackTraceLimit } = Error;
    // A refusal is an error and a timer remembers where it was set: traces of both would take half of the time.
    Error.stackTraceLimit = 0;
    try {
      return await work(new World(clock, random, tell));
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      restore();
      clock.uninstall();
    }
  }

  /** Milliseconds since the beginning. */
  get elapsed(): number {
    return Date.now() - began;
  }

  /** Lets time pass until the test passes, looked at after everything that happens; false when it takes too long. */
  async until(test: () => boolean, withinMs: number): Promise<boolean> {
    const end = Date.now() + withinMs;
    await settled();
    while (!test()) {
      if (Date.now() >= end) return false;
      this.#clock.next();
      await settled();
    }
    return true;
  }

  async pass(milliseconds: number): Promise<void> {
    let isOver = false;
    setTimeout(() => {
      isOver = true;
    }, milliseconds);
    await this.until(() => isOver, milliseconds + 1);
  }

  /** Something that happened; all of it together is what `digest` names. */
  trace(who: string, what: string): void {
    const line = `${this.elapsed} ${who} ${what}`;
    this.#tell?.(line);
    this.#history += line;
    if (this.#history.length < 65_536) return;
    this.#hash.update(this.#history);
    this.#history = "";
  }

  /** Names the whole history. */
  digest(): string {
    return this.#hash.update(this.#history).digest("hex");
  }
}

/** Names of clients and participants come from the platform's random bytes, the rest from `Math.random`. */
function fakeChance(random: Random): () => void {
  const { random: mathRandom } = Math;
  const { getRandomValues } = crypto;
  Math.random = random;
  crypto.getRandomValues = (array) => {
    if (array !== null) {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      for (let n = 0; n < bytes.length; n++) bytes[n] = Math.floor(random() * 256);
    }
    return array;
  };
  return () => {
    Math.random = mathRandom;
    crypto.getRandomValues = getRandomValues;
  };
}
