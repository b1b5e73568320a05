import { LecternError } from "../errors.ts";
import type { Deck } from "./deck.ts";

export type DeckListener = {
  /** The deck shows something else now, or can be read again after a failure. */
  readonly changed: (deck: Deck) => void;
  /** The deck cannot be read now; the last good one stays. Each failure is told once. */
  readonly failed: (error: LecternError) => void;
};

/** Milliseconds. */
export type ReloadTiming = {
  /** Quiet time after the last sign of a change: editors save in several steps. */
  readonly settle: number;
  /** How long a file that cannot be read may still be half saved. */
  readonly retry: number;
};

export const defaultTiming: ReloadTiming = { settle: 80, retry: 150 };

/** Decides when to read again and whom to tell. `read` resolves to a deck or throws a LecternError. */
export class Reloader {
  readonly #read: () => Promise<Deck>;
  readonly #timing: ReloadTiming;
  readonly #listeners = new Set<DeckListener>();
  #deck: Deck;
  #failure = "";
  #timer: NodeJS.Timeout | undefined;
  #reading = false;
  #again = false;

  constructor(deck: Deck, read: () => Promise<Deck>, timing: ReloadTiming = defaultTiming) {
    this.#deck = deck;
    this.#read = read;
    this.#timing = timing;
  }

  /** The last good deck. */
  get deck(): Deck {
    return this.#deck;
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  add(listener: DeckListener): void {
    this.#listeners.add(listener);
  }

  remove(listener: DeckListener): void {
    this.#listeners.delete(listener);
    if (!this.isWatched) clearTimeout(this.#timer);
  }

  /** Something may have changed: read once it is quiet. */
  touch(): void {
    this.#schedule(this.#timing.settle, false);
  }

  #schedule(delay: number, isRetry: boolean): void {
    if (!this.isWatched) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(isRetry), delay);
    this.#timer.unref?.();
  }

  async #run(isRetry: boolean): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    const result = await this.#read().then(
      (deck) => ({ deck }),
      (error: unknown) => ({ error }),
    );
    this.#reading = false;
    if (!this.isWatched) return;
    if ("deck" in result) this.#succeed(result.deck);
    else if (isRetry) this.#fail(result.error);
    else if (!this.#again) this.#schedule(this.#timing.retry, true);
    if (this.#again) this.touch();
    this.#again = false;
  }

  #succeed(deck: Deck): void {
    const isNews = deck.version !== this.#deck.version || this.#failure !== "";
    this.#failure = "";
    this.#deck = deck;
    if (isNews) for (const listener of this.#listeners) listener.changed(deck);
  }

  #fail(cause: unknown): void {
    const error = asLecternError(cause);
    if (error.message === this.#failure) return;
    this.#failure = error.message;
    for (const listener of this.#listeners) listener.failed(error);
  }
}

/** Even a mistake of ours in reading a deck must not end the talk that is being given. */
function asLecternError(error: unknown): LecternError {
  if (error instanceof LecternError) return error;
  const cause = error instanceof Error ? error.message : String(error);
  return new LecternError("deck-unreadable", { file: "The deck", cause }, { cause: error });
}
