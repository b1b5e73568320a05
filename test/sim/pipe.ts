/** One direction of a line: keeps the order, and takes its time. What happens at the same moment happens in one turn. */
import { between, type Random } from "../support/seeded.ts";

/** How a line behaves. Times in milliseconds. */
export type Weather = {
  readonly latency: number;
  readonly jitter: number;
  /** How often a packet is lost, and comes again later; everything behind it waits. */
  readonly loss: number;
  /** Bytes a second; Infinity for what needs no time. */
  readonly bandwidth: number;
  /** What the kernel takes before bytes wait in the process. */
  readonly kernelBytes: number;
};

export const goodWeather: Weather = {
  latency: 1,
  jitter: 0,
  loss: 0,
  bandwidth: Number.POSITIVE_INFINITY,
  kernelBytes: Number.POSITIVE_INFINITY,
};

/** How long a lost packet takes to come again. */
const againMs = { least: 200, most: 1500 };

/** Wakes those that have something due, all of one moment together, in a seeded order. */
export class Moments {
  readonly #random: Random;
  readonly #due = new Map<number, (() => void)[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** `at` in Unix milliseconds. */
  wake(at: number, work: () => void): void {
    const known = this.#due.get(at);
    if (known !== undefined) known.push(work);
    else {
      this.#due.set(at, [work]);
      setTimeout(() => this.#happen(at), at - Date.now());
    }
  }

  #happen(at: number): void {
    const works = this.#due.get(at) ?? [];
    this.#due.delete(at);
    while (works.length > 0) works.splice(Math.floor(this.#random() * works.length), 1)[0]?.();
  }
}

type Sent<Frame> = { readonly frame: Frame; readonly bytes: number; readonly due: number };

export class Pipe<Frame> {
  readonly #moments: Moments;
  readonly #random: Random;
  #weather: Weather;
  readonly #arrive: (frame: Frame) => void;
  readonly #drained: () => void;
  #sent: Sent<Frame>[] = [];
  #bytes = 0;
  #blockedUntil = 0;
  #isDead = false;
  /** When it wakes next, so that it is woken once. */
  #wakesAt = Number.POSITIVE_INFINITY;

  /** `drained`: nothing waits any more in the process that sent. */
  constructor(
    moments: Moments,
    random: Random,
    weather: Weather,
    arrive: (frame: Frame) => void,
    drained: () => void = () => {},
  ) {
    this.#moments = moments;
    this.#random = random;
    this.#weather = weather;
    this.#arrive = arrive;
    this.#drained = drained;
  }

  /** Bytes that wait in the process that sent them. */
  get queuedBytes(): number {
    return Math.max(0, this.#bytes - this.#weather.kernelBytes);
  }

  send(frame: Frame, bytes: number): void {
    if (this.#isDead) return;
    const { latency, jitter, loss, bandwidth } = this.#weather;
    const random = this.#random;
    const again = random() < loss ? between(random, againMs.least, againMs.most) : 0;
    const arrival = Date.now() + latency + between(random, 0, jitter) + again;
    const before = this.#sent.at(-1)?.due ?? 0;
    const due = Math.max(arrival, Math.ceil(Math.max(before, Date.now()) + (bytes / bandwidth) * 1000), before);
    this.#sent.push({ frame, bytes, due });
    this.#bytes += bytes;
    this.#wakeAt(due);
  }

  /** Nothing arrives for so long; it comes afterwards. */
  block(milliseconds: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, Date.now() + milliseconds);
  }

  /** What is on its way arrives now, and nothing is slow any more. */
  heal(): void {
    this.#blockedUntil = 0;
    this.#weather = goodWeather;
    this.#sent = this.#sent.map((sent) => ({ ...sent, due: Date.now() }));
    this.#wakeAt(Date.now());
  }

  /** Nothing arrives any more, what is on its way neither. */
  die(): void {
    this.#isDead = true;
    this.#sent.length = 0;
  }

  #wakeAt(at: number): void {
    const [first] = this.#sent;
    if (first === undefined) return;
    const next = Math.max(at, first.due, this.#blockedUntil, Date.now());
    if (next >= this.#wakesAt) return;
    this.#wakesAt = next;
    this.#moments.wake(next, () => this.#wake(next));
  }

  #wake(at: number): void {
    if (at !== this.#wakesAt) return;
    this.#wakesAt = Number.POSITIVE_INFINITY;
    if (this.#blockedUntil <= at) {
      for (let first = this.#sent[0]; first !== undefined && first.due <= at; first = this.#sent[0]) {
        this.#sent.shift();
        this.#bytes -= first.bytes;
        this.#arrive(first.frame);
      }
      if (this.queuedBytes === 0) this.#drained();
    }
    this.#wakeAt(at);
  }
}
