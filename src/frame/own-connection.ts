/** This screen's connection as a deck's program sees it (rule D3); all of it is told by the page. */
import type { ConnectionFrame, DistributiveOmit, FromFrame, Handshake, LinkState, ToFrame } from "../protocol/frame.ts";
import type { Connection, ConnectionEvents } from "./deck-api.ts";
import { Listeners, tell } from "./listeners.ts";

/** How many of the newest frames a new listener gets. */
const kept = 50;

export class OwnConnection implements Connection {
  link: LinkState = { status: "connecting", roundTrip: undefined, url: "" };
  readonly #post: (message: DistributiveOmit<FromFrame, "lectern">) => void;
  readonly #wantsMore: () => void;
  readonly #listeners = new Listeners<ConnectionEvents>();
  #frames: readonly ConnectionFrame[] = [];
  #asked: { resolve(handshake: Handshake): void; reject(error: Error): void }[] = [];

  constructor(post: (message: DistributiveOmit<FromFrame, "lectern">) => void, wantsMore: () => void) {
    this.#post = post;
    this.#wantsMore = wantsMore;
  }

  get status(): LinkState["status"] {
    return this.link.status;
  }

  get roundTrip(): number | undefined {
    return this.link.roundTrip;
  }

  get url(): string {
    return this.link.url;
  }

  get wantsFrames(): boolean {
    return this.#listeners.has("frame");
  }

  on<Event extends keyof ConnectionEvents>(
    event: Event,
    listener: (what: ConnectionEvents[Event]) => void,
  ): () => void {
    const off = this.#listeners.add(event, listener);
    if (event === "status") tell(listener as (link: LinkState) => void, this.link);
    if (event !== "frame") return off;
    for (const frame of this.#frames) tell(listener as (frame: ConnectionFrame) => void, frame);
    this.#wantsMore();
    return off;
  }

  handshake(): Promise<Handshake> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject });
      this.#post({ type: "handshake" });
    });
  }

  cut(milliseconds = 5000): void {
    this.#post({ type: "cut", milliseconds });
  }

  hear(message: ToFrame): void {
    switch (message.type) {
      case "person":
        this.link = message.link;
        return this.#listeners.tell("status", this.link);
      case "opened":
        return this.#listeners.tell("open", { at: message.at });
      case "closed":
        return this.#listeners.tell("close", { at: message.at, code: message.code, reason: message.reason });
      case "passed":
        this.#frames = [...this.#frames, ...message.frames].slice(-kept);
        for (const frame of message.frames) this.#listeners.tell("frame", frame);
        return;
      case "handshake":
        return this.#answer(message.handshake);
    }
  }

  #answer(handshake: Handshake | string): void {
    for (const { resolve, reject } of this.#asked.splice(0)) {
      if (typeof handshake === "string") reject(new Error(handshake));
      else resolve(handshake);
    }
  }
}
