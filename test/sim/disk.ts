/**
 * The disk under a talk's log. What is written is durable only when it was synced; who crashes in between finds it or
 * does not, whole in any case. It may refuse for a while.
 */
import { LecternError } from "../../src/errors.ts";
import type { Limits } from "../../src/gateway/limits.ts";
import type { TalkIdentity, TalkLog } from "../../src/log/talk-log.ts";
import type { TalkCheckpoints } from "../../src/server/served-talk.ts";
import { foldOne } from "../../src/talk/apply.ts";
import { type Folded, type Frozen, freeze, thaw } from "../../src/talk/checkpoint.ts";
import type { Entry } from "../../src/talk/commands.ts";
import { RecentEvents } from "../../src/talk/recent-events.ts";
import { emptyState } from "../../src/talk/state.ts";
import { between, type Random } from "../support/seeded.ts";

const identity: TalkIdentity = {
  epoch: "epoch-of-the-simulation",
  code: "SIM234",
  speakerKey: "speaker-key-of-the-simulation",
  moderatorKey: "moderator-key-of-the-simulation",
  secret: "secret-of-the-simulation",
  createdAt: 1_800_000_000_000,
};

const full = { cause: "the simulated disk is full" };
const nothing: Folded = { state: emptyState, recent: { from: 0, events: [] } };

export class Disk {
  readonly #random: Random;
  readonly #syncMs: number;
  readonly #entries: string[] = [];
  #unsynced: readonly string[] = [];
  #holder = 0;
  #refusesUntil = 0;
  #checkpoint: Frozen | undefined;
  #checkpointAt = 0;

  /** `syncMs`: the longest that a write usually takes. */
  constructor(random: Random, syncMs: number) {
    this.#random = random;
    this.#syncMs = syncMs;
  }

  get identity(): TalkIdentity {
    return identity;
  }

  /** What is durable. */
  get entries(): readonly Entry[] {
    return this.#entries.map((text) => JSON.parse(text) as Entry);
  }

  /** Nothing can be written for so long. */
  refuse(milliseconds: number): void {
    this.#refusesUntil = Date.now() + milliseconds;
  }

  heal(): void {
    this.#refusesUntil = 0;
  }

  /** The process that had it open is gone. */
  crash(): void {
    this.#holder += 1;
    if (this.#random() < 0.5) this.#entries.push(...this.#unsynced);
    this.#unsynced = [];
  }

  /** The checkpoints beside the log (rule L9). */
  checkpoints({ checkpointEntries, resumeEvents }: Limits): TalkCheckpoints {
    return {
      load: async () => this.#loadCheckpoint(resumeEvents),
      reached: (seq) => {
        if (seq - this.#checkpointAt >= checkpointEntries) this.#checkpointAt = this.#entries.length;
      },
      close: async () => {},
    };
  }

  open(): TalkLog {
    this.#holder += 1;
    const holder = this.#holder;
    return {
      identity,
      append: (entries) => this.#append(holder, entries),
      check: () => this.#check(holder),
      read: (after) => this.#read(after),
      head: async () => this.#entries.length,
      close: async () => {},
    };
  }

  async #append(holder: number, entries: readonly Entry[]): Promise<void> {
    // A dead process learns nothing any more.
    if (holder !== this.#holder) return new Promise(() => {});
    const first = entries[0];
    if (first === undefined) return;
    if (first.seq !== this.#entries.length + 1) throw new LecternError("log-conflict", { seq: first.seq - 1 });
    const refuses = Date.now() < this.#refusesUntil;
    const texts = entries.map((entry) => JSON.stringify(entry));
    if (!refuses) this.#unsynced = texts;
    await new Promise((resolve) => setTimeout(resolve, this.#duration()));
    if (holder !== this.#holder) return new Promise(() => {});
    if (refuses) throw new LecternError("log-unwritable", full);
    this.#entries.push(...texts);
    this.#unsynced = [];
  }

  async #check(holder: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.#duration()));
    if (holder !== this.#holder) return new Promise(() => {});
    if (Date.now() < this.#refusesUntil) throw new LecternError("log-unwritable", full);
  }

  /** What a thread of its own has made of what was durable then; made only now, since most are never read. */
  #loadCheckpoint(resumeEvents: number): Folded | undefined {
    if (this.#checkpointAt === 0) return undefined;
    const before = this.#checkpoint === undefined ? nothing : thaw(this.#checkpoint);
    const recent = new RecentEvents(resumeEvents, before.recent);
    let { state } = before;
    for (const text of this.#entries.slice(state.seq, this.#checkpointAt)) {
      const folded = foldOne(state, JSON.parse(text) as Entry);
      state = folded.state;
      recent.add(folded.events);
    }
    this.#checkpoint = freeze({ state, recent: recent.kept });
    return thaw(this.#checkpoint);
  }

  async *#read(after: number): AsyncIterable<Entry> {
    for (const text of this.#entries.slice(after)) yield JSON.parse(text) as Entry;
  }

  #duration(): number {
    return this.#random() < 0.02 ? between(this.#random, 100, 3000) : between(this.#random, 0, this.#syncMs);
  }
}
