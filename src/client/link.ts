/** One line to the server, from opening to its end: says, hears, and finds out when it is dead (rule W9). */
import type { ClientMessage } from "../protocol/messages.ts";
import type { Carrier, CarrierEvents } from "./carrier.ts";

export type LinkEvents = {
  opened(): void;
  heard(text: string, at: number): void;
  /** Every message that passes, also before `heard`; `at` in this machine's time. */
  passed(direction: "in" | "out", text: string, at: number): void;
  /** The other side has said nothing for 20 s. */
  quiet(): void;
  /** The line is gone; nothing else happens after it. */
  lost(code: number, reason: string): void;
};

const quietMs = 20_000;
const deadMs = 35_000;
const checkMs = 5_000;

export class Link {
  readonly #carrier: Carrier;
  readonly #events: LinkEvents;
  readonly #watchdog: ReturnType<typeof setInterval>;
  #heardAt = Date.now();
  #isOver = false;

  constructor(open: (events: CarrierEvents) => Carrier, events: LinkEvents) {
    this.#events = events;
    this.#watchdog = setInterval(() => this.#check(), checkMs);
    this.#carrier = open({
      opened: () => {
        if (!this.#isOver) events.opened();
      },
      heard: (text) => {
        if (!this.#isOver) this.#hear(text);
      },
      closed: (code, reason) => this.#lose(code, reason),
    });
  }

  /** Sends when the line stands; false when it does not. */
  say(message: ClientMessage): boolean {
    const text = JSON.stringify(message);
    if (this.#isOver || !this.#carrier.send(text)) return false;
    this.#events.passed("out", text, Date.now());
    return true;
  }

  /** Closes without a word to the events. */
  end(): void {
    this.#stop();
    this.#carrier.close();
  }

  /** Gives the line up, as if it had broken: `lost` is told at once, with 1006. */
  cut(): void {
    this.#lose(1006, "");
    this.#carrier.close();
  }

  #hear(text: string): void {
    this.#heardAt = Date.now();
    this.#events.passed("in", text, this.#heardAt);
    this.#events.heard(text, this.#heardAt);
  }

  #check(): void {
    const silence = Date.now() - this.#heardAt;
    if (silence > deadMs) this.cut();
    else if (silence > quietMs) this.#events.quiet();
  }

  #lose(code: number, reason: string): void {
    if (this.#isOver) return;
    this.#stop();
    this.#events.lost(code, reason);
  }

  #stop(): void {
    this.#isOver = true;
    clearInterval(this.#watchdog);
  }
}
