/**
 * The fan-out: what happened in the talk, to everybody who may hear it (rules A2, B1). An event is projected and
 * serialised once for each role; what is due in one tick is framed once and goes to each client in one write. A move
 * waits for no tick, and takes along what was due before it.
 */
import { encode } from "../protocol/encode.ts";
import type { Role } from "../talk/commands.ts";
import type { TalkEvent } from "../talk/events.ts";
import { projectEvent } from "../talk/view.ts";
import { Batch } from "./batch.ts";
import type { Beat } from "./beat.ts";
import { stopwatch } from "./observer.ts";

/** Who hears the same: a role, or those who have not said hello (rule W7). */
export type Audience = Role | "plain";

export interface Listener {
  readonly audience: Audience;
  /** The seq up to which this listener knows the talk. */
  readonly heard: number;
  /** `batch` brings the listener to `seq`; undefined where nothing up to there is for them. */
  hear(batch: Batch | undefined, seq: number): void;
}

/** How many events went out together, and how long that took. */
type Told = (events: number, seconds: number) => void;

type Due = { readonly seq: number; readonly texts: Readonly<Record<Audience, string | undefined>> };

export class FanOut {
  readonly #listeners: Iterable<Listener>;
  readonly #beat: Beat;
  readonly #onTold: Told;
  #due: Due[] = [];

  constructor(listeners: Iterable<Listener>, beat: Beat, onTold: Told = () => {}) {
    this.#listeners = listeners;
    this.#beat = beat;
    this.#onTold = onTold;
  }

  /** Tells these events, in their order: with the tick, or now when one of them cannot wait. */
  tell(events: readonly TalkEvent[]): void {
    const isFirst = this.#due.length === 0;
    for (const event of events) this.#due.push({ seq: event.seq, texts: textsOf(event) });
    if (events.some(({ event }) => event === "slide")) this.flush({ isUrgent: true });
    else if (isFirst && this.#due.length > 0) this.#beat.next(() => this.flush());
  }

  flush({ isUrgent = false } = {}): void {
    const due = this.#due;
    const [first, last] = [due[0], due.at(-1)];
    if (first === undefined || last === undefined) return;
    this.#due = [];
    const elapsed = stopwatch();
    const batches = {
      speaker: batchOf(due, "speaker", isUrgent),
      moderator: batchOf(due, "moderator", isUrgent),
      audience: batchOf(due, "audience", isUrgent),
      plain: batchOf(due, "plain", isUrgent),
    };
    for (const listener of this.#listeners) {
      const { audience, heard } = listener;
      // Whoever came in during the tick knows a part of it already.
      if (heard >= first.seq) {
        hearRest(listener, due);
        continue;
      }
      listener.hear(batches[audience], last.seq);
    }
    // Carriers write at the end of this turn, before this: most of the work is theirs.
    process.nextTick(() => this.#onTold(due.length, elapsed()));
  }

  /** Tells one listener now what is due for all. */
  tellNow(listener: Listener): void {
    hearRest(listener, this.#due);
  }
}

/** What each audience hears of an event; nothing where it may not. */
function textsOf(event: TalkEvent): Due["texts"] {
  const audience = encodeFor(event, "audience");
  return {
    speaker: encodeFor(event, "speaker"),
    moderator: encodeFor(event, "moderator"),
    audience,
    plain: event.event === "chat" ? audience : undefined,
  };
}

/** The event as this role may hear it, serialised; undefined when it may not. */
export function encodeFor(event: TalkEvent, role: Role): string | undefined {
  const projected = projectEvent(event, role);
  return projected === null ? undefined : encode(projected);
}

function hearRest(listener: Listener, due: readonly Due[]): void {
  const rest = due.filter(({ seq }) => seq > listener.heard);
  const last = rest.at(-1);
  if (last !== undefined) listener.hear(batchOf(rest, listener.audience), last.seq);
}

function batchOf(due: readonly Due[], audience: Audience, isUrgent = false): Batch | undefined {
  const texts = due.flatMap(({ texts }) => texts[audience] ?? []);
  return texts.length === 0 ? undefined : new Batch(texts, { isUrgent });
}
