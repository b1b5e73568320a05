/** A room under load: everybody says something again and again, at seeded moments, whatever happens to the lines. */
import { connect } from "lectern/client";
import { WebSocket } from "ws";
import { transportNames } from "../../src/protocol/transports.ts";
import { type Attendee, BareAttendee, type Place, PlainAttendee, ProductAttendee } from "../support/attendee.ts";
import { polls, Repertoire } from "../support/repertoire.ts";
import { between, type Random, seeded } from "../support/seeded.ts";

/** The deck's part: one channel that everybody may set. */
export const deckText = `---
channels:
  wall: { set: everyone, rate: 50 }
---
# One

---

# Two

---

# Three
`;

/** A bare socket that does not wait for ever. */
class Impatient extends WebSocket {
  constructor(url: string) {
    super(url, { handshakeTimeout: 3000 });
  }
}

export type CrowdOptions = {
  readonly url: string;
  readonly seed: number;
  /** How many of the audience each transport carries. */
  readonly people: number;
  readonly speakerKey: string;
  readonly moderatorKey: string;
};

/** What one may have on the way. */
const mostUnanswered = 6;

export class Crowd {
  readonly everybody: readonly Attendee[];
  readonly speakers: readonly ProductAttendee[];
  readonly products: readonly ProductAttendee[];
  readonly #random: Random;
  readonly #repertoire: Repertoire;
  readonly #watching = new Set<() => void>();
  readonly #timers = new Map<Attendee, NodeJS.Timeout>();
  /** Messages heard by all, so far. */
  heard = 0;

  constructor({ url, seed, people, speakerKey, moderatorKey }: CrowdOptions) {
    this.#random = seeded(seed);
    this.#repertoire = new Repertoire(this.#random);
    let of = seed;
    const place = (role: Place["role"], key?: string): Place => {
      of += 1;
      return {
        url,
        key,
        role,
        random: seeded(of * 7919),
        pulse: () => this.#pulse(),
        connect,
        WebSocket: globalThis.WebSocket,
      };
    };
    this.speakers = [
      new ProductAttendee("speaker", ["websocket"], place("speaker", speakerKey)),
      new ProductAttendee("remote", ["sse"], place("speaker", speakerKey)),
    ];
    const moderator = new ProductAttendee("moderator", ["poll"], place("moderator", moderatorKey));
    const audience = transportNames.flatMap((transport) =>
      Array.from({ length: people }, (_, n) => new ProductAttendee(`${transport}${n}`, [transport], place("audience"))),
    );
    const bare = Array.from({ length: people }, (_, n) => new BareAttendee(`bare${n}`, bareSocket(place("audience"))));
    this.products = [...this.speakers, moderator, ...audience];
    this.everybody = [...this.products, ...bare, new PlainAttendee("plain", bareSocket(place("audience")))];
  }

  /** Opens the polls; everybody begins. */
  async begin(): Promise<void> {
    const [speaker] = this.speakers;
    for (const poll of polls) await speaker?.say({ event: "openpoll", poll: poll as never });
    for (const attendee of this.everybody) this.#actLater(attendee);
  }

  /** Everybody says several things at once. */
  burst(): void {
    for (const attendee of this.everybody) {
      if (attendee.isLive) for (let n = 0; n < 3; n++) this.#act(attendee);
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  close(): void {
    this.stop();
    for (const attendee of this.everybody) attendee.close();
  }

  /** Resolves once the test passes, looked at whenever somebody was told something; false when that takes too long. */
  until(test: () => boolean, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (passed: boolean): void => {
        clearTimeout(timer);
        this.#watching.delete(look);
        resolve(passed);
      };
      const look = (): void => {
        if (test()) finish(true);
      };
      const timer = setTimeout(() => finish(test()), withinMs);
      this.#watching.add(look);
      look();
    });
  }

  #pulse(): void {
    this.heard += 1;
    for (const look of [...this.#watching]) look();
  }

  #actLater(attendee: Attendee): void {
    const timer = setTimeout(
      () => {
        this.#act(attendee);
        this.#actLater(attendee);
      },
      between(this.#random, 20, 150),
    );
    this.#timers.set(attendee, timer);
  }

  #act(attendee: Attendee): void {
    if (attendee.unanswered < mostUnanswered) this.#repertoire.say(attendee);
  }
}

function bareSocket(place: Place): Place {
  return { ...place, WebSocket: Impatient as unknown as typeof globalThis.WebSocket };
}
