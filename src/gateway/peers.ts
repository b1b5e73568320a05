/**
 * Who looks at which slide: for decks that ask. Whoever follows looks at the live slide, so a move costs no message;
 * only who browses says where. Told at the rate of presence (rule B3), as counts.
 */
import { encode } from "../protocol/encode.ts";
import { Batch } from "./batch.ts";
import type { Beat } from "./beat.ts";

export interface PeerListener {
  message(batch: Batch): void;
  /** The participant to count, if any (rule W12). */
  readonly counted: string | undefined;
}

type Place = { readonly h: number; readonly v: number };

/** How many slides besides the live one are told: the most looked at. */
const toldSlides = 50;

export class Peers {
  readonly #beat: Beat;
  readonly #everyMs: number;
  readonly #now: () => number;
  /** Everybody who asked, and what they look at; null: the live slide. */
  readonly #looking = new Map<PeerListener, Place | null>();
  #told = "";
  #isDue = false;

  constructor(beat: Beat, everyMs: number, now: () => number) {
    this.#beat = beat;
    this.#everyMs = everyMs;
    this.#now = now;
  }

  listen(listener: PeerListener, wants: boolean): void {
    if (wants === this.#looking.has(listener)) return;
    if (wants) this.#looking.set(listener, null);
    else this.#looking.delete(listener);
    // Whoever is new knows nothing yet.
    if (wants) this.#told = "";
    this.#tellSoon();
  }

  /** What this listener looks at; null for the live slide. Nothing for those who did not ask. */
  look(listener: PeerListener, at: Place | null): void {
    if (!this.#looking.has(listener)) return;
    this.#looking.set(listener, at);
    this.#tellSoon();
  }

  /** Somebody may have missed what was told last. */
  again(): void {
    this.#told = "";
    this.#tellSoon();
  }

  #tellSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#beat.after(this.#everyMs, () => this.#tell());
  }

  #tell(): void {
    this.#isDue = false;
    const { live, elsewhere } = this.#count();
    const counts = JSON.stringify([live, elsewhere]);
    if (counts === this.#told) return;
    this.#told = counts;
    const batch = new Batch([encode({ event: "peers", at: this.#now(), live, elsewhere })]);
    for (const listener of this.#looking.keys()) listener.message(batch);
  }

  #count() {
    const live = new Set<string>();
    const slides = new Map<string, { readonly place: Place; readonly people: Set<string> }>();
    for (const [{ counted }, place] of this.#looking) {
      if (counted === undefined) continue;
      if (place === null) {
        live.add(counted);
        continue;
      }
      const name = `${place.h}/${place.v}`;
      const slide = slides.get(name) ?? { place, people: new Set<string>() };
      slides.set(name, slide);
      slide.people.add(counted);
    }
    const elsewhere = [...slides.values()]
      .map(({ place, people }) => ({ h: place.h, v: place.v, people: people.size }))
      .sort((one, other) => other.people - one.people || one.h - other.h || one.v - other.v)
      .slice(0, toldSlides);
    return { live: live.size, elsewhere };
  }
}
