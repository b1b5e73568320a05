/** A channel as a deck's program holds it. What it says goes to the page; what the page tells comes in by `hear`. */
import type { DistributiveOmit, FromFrame } from "../protocol/frame.ts";
import type { Channel, ChannelEvents, ChannelSaid } from "./deck-api.ts";
import { Listeners, tell } from "./listeners.ts";

/** What a channel needs of the deck's link to the page. */
export type ChannelHost = {
  post(message: DistributiveOmit<FromFrame, "lectern">): void;
  /** The deck wants something it did not want before. */
  wantsMore(): void;
  /** How many people look at this slide. */
  peers(): number;
};

export class OpenChannel implements Channel {
  readonly name: string;
  readonly #host: ChannelHost;
  readonly #listeners = new Listeners<ChannelEvents>();
  #last: ChannelSaid | undefined;
  #asksForPeers = false;

  constructor(name: string, host: ChannelHost) {
    this.name = name;
    this.#host = host;
  }

  get value(): unknown {
    return this.#last?.data;
  }

  get peers(): number {
    this.#askForPeers();
    return this.#host.peers();
  }

  get wantsMessages(): boolean {
    return this.#listeners.has("message");
  }

  get wantsPeers(): boolean {
    return this.#asksForPeers;
  }

  send(data: unknown): void {
    this.#host.post({ type: "send", channel: this.name, data });
  }

  set(data: unknown): void {
    this.#host.post({ type: "set", channel: this.name, data });
  }

  on<Event extends keyof ChannelEvents>(event: Event, listener: (said: ChannelEvents[Event]) => void): () => void {
    const off = this.#listeners.add(event, listener);
    if (event === "peers") this.#askForPeers();
    this.#host.wantsMore();
    // Whoever comes after the value still gets it, once, when the script that asked has ended.
    queueMicrotask(() => {
      const known = event === "value" ? this.#last : event === "peers" ? this.#host.peers() || undefined : undefined;
      if (known !== undefined && this.#listeners.has(event, listener)) tell(listener, known as ChannelEvents[Event]);
    });
    return off;
  }

  hear<Event extends keyof ChannelEvents>(event: Event, what: ChannelEvents[Event]): void {
    if (event === "value") this.#last = what as ChannelSaid;
    this.#listeners.tell(event, what);
  }

  #askForPeers(): void {
    if (this.#asksForPeers) return;
    this.#asksForPeers = true;
    this.#host.wantsMore();
  }
}
