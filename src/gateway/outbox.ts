/**
 * What is said to one client, and what a client hears that reads more slowly than the room speaks (rule B2). Its memory
 * is bounded, and nobody else waits for it:
 *
 *     keeping up ──some is waiting──▶ facts wait ──more than the cap──▶ events wait too
 *          ▲                              │                                   │
 *          └───────────drained: the facts of now, the events missed or a snapshot
 *                          not drained in time: closed (4408)
 */
import { Batch } from "./batch.ts";
import type { Audience, Listener } from "./fan-out.ts";
import type { Limits } from "./limits.ts";
import type { Link } from "./link.ts";

export type Lag = {
  /** Whether events of the log are missing, or only facts. */
  readonly missing: "facts" | "events";
};

/** Who is told how the client is doing. */
export interface OutboxOwner {
  /** It has begun to miss something. */
  lags(): void;
  /** It does not even take the answers to what it says. */
  isFull(): void;
  /** Something that passes was not told. */
  drops(): void;
}

export class Outbox implements Listener {
  readonly #link: Link;
  readonly #limits: Limits;
  readonly #owner: OutboxOwner;
  #audience: Audience = "plain";
  #heard: number;
  /** What would be told to a plain client, until it is known whether this is one. */
  #held: string[] | undefined = [];
  #hasHeardEvents = false;
  #lag: Lag | undefined;
  /** How often it was looked in vain whether it has drained. */
  #checks = 0;

  /** `heard`: the seq up to which the client needs to be told nothing. */
  constructor(link: Link, limits: Limits, heard: number, owner: OutboxOwner) {
    this.#link = link;
    this.#limits = limits;
    this.#heard = heard;
    this.#owner = owner;
  }

  get audience(): Audience {
    return this.#audience;
  }

  get heard(): number {
    return this.#heard;
  }

  /** Whether the client was told anything that happened, before or after it was known who it is. */
  get hasHeardEvents(): boolean {
    return this.#hasHeardEvents;
  }

  get lag(): Lag | undefined {
    return this.#lag;
  }

  /** It is known now who listens. A member is given what was held with all else that they may see. */
  listensAs(audience: Audience): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#audience = audience;
    if (audience === "plain" && held.length > 0) this.hear(new Batch(held), this.#heard);
  }

  /** Events of the log, in order; when they must wait, the client catches up later. */
  hear(batch: Batch | undefined, seq: number): void {
    if (this.#held !== undefined) this.#held.push(...(batch?.texts ?? []));
    else if (this.#lag?.missing === "events") return;
    else if (batch !== undefined) {
      if (this.#link.queuedBytes > this.#limits.queueBytes) return this.#miss("events");
      this.#link.send(batch);
      this.#hasHeardEvents = true;
    }
    this.#heard = seq;
  }

  /** Something whose last value counts: while others wait for it, it is not told; later, what it is then. */
  fact(batch: Batch): void {
    if (this.#lag === undefined && this.#link.queuedBytes <= this.#limits.factsBytes) this.#link.send(batch);
    else this.#miss("facts");
  }

  /** Something that passes, and is not told later. */
  message(batch: Batch): void {
    if (this.#lag?.missing !== "events" && this.#link.queuedBytes <= this.#limits.queueBytes) this.#link.send(batch);
    else this.#owner.drops();
  }

  /** What the client has asked for. */
  answer(text: string): void {
    if (this.#link.queuedBytes > this.#limits.answersBytes) this.#owner.isFull();
    else this.#link.send(new Batch([text]));
  }

  /** How a client that lags is doing, asked once a tick; `drained` when it may hear what it missed. */
  check(): "waiting" | "drained" | "too-slow" {
    if (this.#lag === undefined || this.#link.queuedBytes <= this.#limits.factsBytes / 4) return "drained";
    // Counted in ticks: the clock of a laptop may jump.
    this.#checks += 1;
    return this.#checks * this.#limits.tickMs > this.#limits.drainMs ? "too-slow" : "waiting";
  }

  /** The client is given everything it missed, which brings it to `seq`. */
  catchUp(batch: Batch, seq: number): void {
    this.#lag = undefined;
    this.#checks = 0;
    this.#heard = seq;
    this.#link.send(batch);
  }

  #miss(missing: Lag["missing"]): void {
    const before = this.#lag;
    this.#lag = { missing: before?.missing === "events" ? "events" : missing };
    if (before === undefined) this.#owner.lags();
  }
}
