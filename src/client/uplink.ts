/**
 * Keeps a link to the server up: which way it goes, when to try again, and the way back to WebSocket where another one
 * had to do (rules F6, T1).
 */
import type { ClientMessage } from "../protocol/messages.ts";
import type { Transport } from "../protocol/transports.ts";
import { backoffMs, retryHintMs } from "./backoff.ts";
import { answersPing, type CarrierOptions, openCarrier, openWebSocket } from "./carrier.ts";
import { Link } from "./link.ts";
import { TransportChoice } from "./transport-choice.ts";
import type { ConnectOptions } from "./types.ts";

export type UplinkEvents = {
  /** A link stands; the first word is the client's. */
  opened(): void;
  heard(text: string, at: number): void;
  passed(direction: "in" | "out", text: string): void;
  /** The server has said nothing for 20 s. */
  quiet(): void;
  /** The link is gone. Whether to try again. */
  lost(code: number, reason: string): boolean;
};

/** How long a transport may take to a welcome, in milliseconds: one that has never worked here, and one that has. */
const unprovenMs = 3000;
const provenMs = 10_000;
const firstReturnMs = 60_000;
const longestReturnMs = 600_000;

export class Uplink {
  readonly #carrierOptions: CarrierOptions;
  readonly #returnMs: number;
  readonly #random: () => number;
  readonly #events: UplinkEvents;
  readonly #choice: TransportChoice;
  #link: Link | undefined;
  /** On the present link. */
  #isWelcomed = false;
  #attempt = 0;
  #awayMs: number | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** Until when an attempt may take. */
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #returning: { readonly timer: ReturnType<typeof setTimeout>; readonly waitedMs: number } | undefined;

  constructor(options: ConnectOptions, events: UplinkEvents) {
    const { url, WebSocket = globalThis.WebSocket, fetch = globalThis.fetch } = options;
    this.#carrierOptions = { url, WebSocket, fetch };
    this.#returnMs = options.returnMs ?? firstReturnMs;
    this.#random = options.random ?? Math.random;
    this.#events = events;
    this.#choice = new TransportChoice(options.transports, options.transport);
  }

  get transport(): Transport {
    return this.#choice.current;
  }

  /** Whether there is a link, welcomed or not. */
  get stands(): boolean {
    return this.#link !== undefined;
  }

  open(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#isWelcomed = false;
    const { current, hasWorked } = this.#choice;
    this.#deadline = setTimeout(() => this.cut(), hasWorked ? provenMs : unprovenMs);
    this.#link = new Link((events) => openCarrier(current, this.#carrierOptions, events), {
      opened: () => this.#events.opened(),
      heard: (text, at) => this.#events.heard(text, at),
      passed: (direction, text) => this.#events.passed(direction, text),
      quiet: () => this.#events.quiet(),
      lost: (code, reason) => this.#lost(code, reason),
    });
  }

  /** False where there is no link to say it on. */
  say(message: ClientMessage): boolean {
    return this.#link?.say(message) ?? false;
  }

  /** The server knows who this is: this way works. */
  welcomed(): void {
    this.#attempt = 0;
    this.#isWelcomed = true;
    clearTimeout(this.#deadline);
    this.#choice.worked();
    if (this.#choice.canReturn) this.#returnLater(this.#returnMs);
  }

  /** Gives the link up, as if it had broken. */
  cut(): void {
    this.#link?.cut();
  }

  /** Cuts the link as a tunnel does, and comes back after `milliseconds`. */
  interrupt(milliseconds: number): void {
    if (this.#link === undefined) return;
    this.#awayMs = milliseconds;
    this.#link.cut();
  }

  /** Tries at once what would be tried later. */
  hurry(): void {
    if (this.#retry !== undefined) this.open();
  }

  end(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#link?.end();
    this.#forgetLink();
  }

  #lost(code: number, reason: string): void {
    this.#forgetLink();
    if (!this.#events.lost(code, reason)) return;
    const isOtherWay = this.#awayMs === undefined && !this.#isWelcomed && this.#choice.failed();
    const wait = this.#awayMs ?? retryHintMs(reason) ?? (isOtherWay ? 0 : backoffMs(this.#attempt++, this.#random()));
    this.#awayMs = undefined;
    this.#retry = setTimeout(() => this.open(), wait);
  }

  #forgetLink(): void {
    this.#link = undefined;
    clearTimeout(this.#deadline);
    clearTimeout(this.#returning?.timer);
    this.#returning = undefined;
  }

  /** A network that blocks WebSocket may be left, or opened. Everybody looks at another moment. */
  #returnLater(waitedMs: number): void {
    const timer = setTimeout(() => void this.#return(), waitedMs * (0.75 + this.#random() / 2));
    this.#returning = { timer, waitedMs };
  }

  async #return(): Promise<void> {
    const link = this.#link;
    const isOpen = await answersPing((events) => openWebSocket(this.#carrierOptions, events), unprovenMs);
    if (link === undefined || this.#link !== link || this.#returning === undefined) return;
    if (!isOpen) return this.#returnLater(Math.min(longestReturnMs, this.#returning.waitedMs * 2));
    // The view goes on from where it is; commands that are not answered yet are said again.
    link.end();
    this.#forgetLink();
    this.#choice.prefer("websocket");
    this.open();
  }
}
