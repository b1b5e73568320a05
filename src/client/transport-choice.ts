/** Which transport to try next (rule T1): the next one where one does not work, the same where it has worked. Pure. */
import { type Transport, transportNames } from "../protocol/transports.ts";

/** How often one that has worked may fail before another is tried: a server that restarts is no blocked network. */
const patience = 3;

export class TransportChoice {
  readonly #names: readonly Transport[];
  readonly #proven = new Set<Transport>();
  #at = 0;
  #failures = 0;
  #tried = 0;

  /** `first`: what worked on this machine the last time. */
  constructor(names: readonly Transport[] = transportNames, first?: Transport) {
    this.#names = names;
    this.prefer(first);
  }

  get current(): Transport {
    return this.#names[this.#at] ?? "websocket";
  }

  get hasWorked(): boolean {
    return this.#proven.has(this.current);
  }

  /** Whether there is something better to come back to. */
  get canReturn(): boolean {
    return this.#names.includes("websocket") && this.current !== "websocket";
  }

  prefer(name: Transport | undefined): void {
    this.#at = Math.max(0, name === undefined ? 0 : this.#names.indexOf(name));
    this.#failures = 0;
    this.#tried = 0;
  }

  worked(): void {
    this.#proven.add(this.current);
    this.#failures = 0;
    this.#tried = 0;
  }

  /** The current one did not come to a welcome. True: another may be tried at once; false: wait first. */
  failed(): boolean {
    this.#failures += 1;
    if (this.#tried === 0 && this.hasWorked && this.#failures < patience) return false;
    this.#at = (this.#at + 1) % this.#names.length;
    this.#tried += 1;
    if (this.#tried < this.#names.length) return true;
    this.#tried = 0;
    return false;
  }
}
