/**
 * How many people are here, and how their screens are connected (rules W12, T1). *Here* are participants of the
 * audience: somebody with two tabs is one.
 */
import { encode } from "../protocol/encode.ts";
import type { ServerMessage, Transports } from "../protocol/messages.ts";
import type { Transport } from "../protocol/transports.ts";
import { Batch } from "./batch.ts";
import type { Beat } from "./beat.ts";

type Tell = (forAudience: Batch, forModerators: Batch) => void;
type Present = { readonly transport: Transport };

export class Presence {
  readonly #beat: Beat;
  readonly #everyMs: number;
  readonly #tell: Tell;
  readonly #now: () => number;
  /** Participant → open connections. */
  readonly #people = new Map<string, number>();
  readonly #countedAs = new Map<Present, string>();
  /** What was said last, as JSON. */
  #told = "";
  #isDue = false;

  /** `tell` gives everybody in the room what is theirs to know, at most every `everyMs` (rule B3). */
  constructor(beat: Beat, everyMs: number, now: () => number, tell: Tell) {
    this.#beat = beat;
    this.#everyMs = everyMs;
    this.#now = now;
    this.#tell = tell;
  }

  get here(): number {
    return this.#people.size;
  }

  /** How the screens of those who are here are connected. */
  get transports(): Transports {
    const counts = { websocket: 0, sse: 0, poll: 0 };
    for (const { transport } of this.#countedAs.keys()) counts[transport] += 1;
    return counts;
  }

  enter(connection: Present, participant: string): void {
    this.#countedAs.set(connection, participant);
    this.#people.set(participant, (this.#people.get(participant) ?? 0) + 1);
    this.#tellSoon();
  }

  leave(connection: Present): void {
    const participant = this.#countedAs.get(connection);
    if (participant === undefined) return;
    this.#countedAs.delete(connection);
    const left = (this.#people.get(participant) ?? 1) - 1;
    if (left > 0) this.#people.set(participant, left);
    else this.#people.delete(participant);
    this.#tellSoon();
  }

  /** Somebody is told now how it stands: by the next time it may have come back to what all were told before. */
  welcomed(): void {
    if (this.#isDue) this.#told = "";
  }

  #tellSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#beat.after(this.#everyMs, () => this.#announce());
  }

  #announce(): void {
    this.#isDue = false;
    const { here, transports } = this;
    const standing = JSON.stringify([here, transports]);
    if (standing === this.#told) return;
    this.#told = standing;
    const presence: ServerMessage = { event: "presence", at: this.#now(), here };
    this.#tell(new Batch([encode(presence)]), new Batch([encode({ ...presence, transports })]));
  }
}
