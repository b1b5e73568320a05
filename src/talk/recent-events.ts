/** The newest events of a talk, for clients that were away for a moment (rule W3). */
import type { TalkEvent } from "./events.ts";

/** `events` are all there were after the seq `from`, in order. */
export type Recent = { readonly from: number; readonly events: readonly TalkEvent[] };

export class RecentEvents {
  readonly #limit: number;
  #from: number;
  #events: TalkEvent[];

  /** @param limit how many of the newest are kept at least */
  constructor(limit: number, { from, events }: Recent = { from: 0, events: [] }) {
    this.#limit = limit;
    this.#from = from;
    this.#events = [...events];
  }

  get kept(): Recent {
    return { from: this.#from, events: this.#events };
  }

  add(events: readonly TalkEvent[]): void {
    for (const event of events) this.#events.push(event);
    // Cut in halves, so that the cost of forgetting is spread over many events.
    if (this.#events.length <= this.#limit * 2) return;
    const forgotten = this.#events.splice(0, this.#events.length - this.#limit);
    this.#from = forgotten.at(-1)?.seq ?? this.#from;
  }

  /** The events after `seq`, or undefined when they are not all remembered. */
  since(seq: number): readonly TalkEvent[] | undefined {
    return seq < this.#from ? undefined : this.#events.filter((event) => event.seq > seq);
  }
}
