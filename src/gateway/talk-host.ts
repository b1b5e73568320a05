/**
 * Hosts one talk: judges commands in the order they arrive, makes the accepted ones durable together, and only then
 * adopts the new state, tells everybody and answers (rule L3). It decides nothing itself; `talk/apply` does.
 */
import { randomUUID } from "node:crypto";
import { type ErrorCode, type ErrorDetails, LecternError } from "../errors.ts";
import type { TalkIdentity, TalkLog } from "../log/talk-log.ts";
import type { Trouble } from "../protocol/messages.ts";
import { apply, foldOne, type Outcome } from "../talk/apply.ts";
import type { Folded } from "../talk/checkpoint.ts";
import type { Author, Command, Entry } from "../talk/commands.ts";
import type { TalkEvent } from "../talk/events.ts";
import { RecentEvents } from "../talk/recent-events.ts";
import { emptyState, type State } from "../talk/state.ts";
import { defaultLimits } from "./limits.ts";
import { type Observe, observeNothing } from "./observer.ts";
import { troubleOf } from "./trouble.ts";

export type Answer =
  | { readonly kind: "ack"; readonly seq: number }
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly details: ErrorDetails };

type Waiting = {
  readonly author: Author;
  readonly id: number | null;
  readonly command: Command;
  readonly answer: (answer: Answer) => void;
};

type Judged = { readonly waiting: Waiting; readonly answer: Answer };

export type TalkHostOptions = {
  readonly log: TalkLog;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** How many of the newest events to keep for `eventsSince`. */
  readonly resumeEvents: number;
  /** How often a log that cannot be written is tried, in milliseconds; the limits' default where nothing is said. */
  readonly logCheckMs?: number;
  /** What the log's first entries come to, when that is known already (rule L9). */
  readonly from?: Folded | undefined;
  /** Called with what a user must not see: the cause of an `internal` or `log-unwritable` answer. */
  readonly onFault: (error: unknown, reference: string) => void;
  /** Called with what is worth knowing to the operator. */
  readonly observe?: Observe;
};

export class TalkHost {
  /** Whoever carries this talk tells the operator here. */
  readonly observe: Observe;
  readonly #options: TalkHostOptions;
  readonly #listeners = new Set<(events: readonly TalkEvent[]) => void>();
  readonly #troubleListeners = new Set<(trouble: Trouble | null) => void>();
  readonly #recent: RecentEvents;
  #state: State;
  #queue: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  #trouble: Trouble | null = null;
  #checking: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(options: TalkHostOptions) {
    this.#options = options;
    this.observe = options.observe ?? observeNothing;
    this.#state = options.from?.state ?? emptyState;
    this.#recent = new RecentEvents(options.resumeEvents, options.from?.recent);
  }

  /** Folds what is not folded of the log, and is ready. */
  static async open(options: TalkHostOptions): Promise<TalkHost> {
    const host = new TalkHost(options);
    for await (const entry of options.log.read(host.#state.seq)) host.#replay(entry);
    return host;
  }

  get state(): State {
    return this.#state;
  }

  /** Why the log did not take what it was given last; null when it did. */
  get trouble(): Trouble | null {
    return this.#trouble;
  }

  get isWritable(): boolean {
    return this.#trouble === null;
  }

  get identity(): TalkIdentity {
    return this.#options.log.identity;
  }

  /** Calls `listener` after each durable batch that was adopted, with its events in order; returns how to stop. */
  onChange(listener: (events: readonly TalkEvent[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` when the log cannot be written, for another reason than before, or can be again (null). */
  onTrouble(listener: (trouble: Trouble | null) => void): () => void {
    this.#troubleListeners.add(listener);
    return () => this.#troubleListeners.delete(listener);
  }

  /** Asks for an entry. Resolves when it is durable, repeated or refused; never rejects. */
  submit(author: Author, id: number | null, command: Command): Promise<Answer> {
    return new Promise((resolve) => {
      this.#queue.push({ author, id, command, answer: resolve });
      // Everything that arrives in this turn of the event loop becomes one transaction (group commit).
      this.#flushing ??= new Promise<void>((start) => setImmediate(start)).then(() => this.#flush());
    });
  }

  /**
   * Asks for an entry that nobody would ask for again: one of the server's own. While the log cannot be written it is
   * kept, and asked for again when it can be; `wanted` says each time what that is then, undefined for nothing any more.
   */
  async insist(author: Author, wanted: (isAgain: boolean) => Command | undefined): Promise<Answer | undefined> {
    for (let isAgain = false; ; isAgain = true) {
      const command = wanted(isAgain);
      if (command === undefined) return undefined;
      const answer = await this.submit(author, null, command);
      if (answer.kind !== "refused" || answer.code !== "log-unwritable") return answer;
      await this.#writable();
    }
  }

  /** The events after `seq`, or undefined when they are not all remembered. */
  eventsSince(seq: number): readonly TalkEvent[] | undefined {
    return seq > this.#state.seq ? undefined : this.#recent.since(seq);
  }

  /** Resolves when everything submitted so far is answered. */
  async drain(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
  }

  /** Makes everything durable, and tries a log no longer that cannot be written. */
  async close(): Promise<void> {
    await this.drain();
    this.#isClosed = true;
    clearTimeout(this.#checking);
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0);
      try {
        await this.#commit(batch);
      } catch (error) {
        // A mistake of ours: nobody waits for ever, and what comes next has its turn.
        const reference = this.fault(error);
        for (const { answer } of batch) answer({ kind: "refused", code: "internal", details: { reference } });
      }
    }
    this.#flushing = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    let state = this.#state;
    const entries: Entry[] = [];
    const events: TalkEvent[] = [];
    const judged: Judged[] = [];
    for (const waiting of batch) {
      const entry = this.#entry(state, waiting);
      const outcome = this.#judge(state, entry);
      if (outcome.kind === "accepted") {
        state = outcome.state;
        entries.push(entry);
        events.push(...outcome.events);
      }
      judged.push({ waiting, answer: toAnswer(outcome, entry.seq) });
    }
    const failure = entries.length > 0 ? await this.#append(entries) : undefined;
    if (failure === undefined && entries.length > 0) this.#adopt(state, events);
    for (const { waiting, answer } of judged)
      waiting.answer(this.#reliesOnBatch(answer) ? (failure ?? answer) : answer);
  }

  /** An answer that promises an entry which was not durable before this batch. */
  #reliesOnBatch(answer: Answer): boolean {
    return answer.kind === "ack" && answer.seq > this.#state.seq;
  }

  #entry(state: State, { author, id, command }: Waiting): Entry {
    // The clock of a laptop may jump back; the talk's does not.
    const at = Math.max(this.#options.now(), state.at);
    return { seq: state.seq + 1, at, author, id, command };
  }

  #judge(state: State, entry: Entry): Outcome {
    try {
      return apply(state, entry);
    } catch (error) {
      return { kind: "refused", code: "internal", details: { reference: this.fault(error) } };
    }
  }

  async #append(entries: readonly Entry[]): Promise<Answer | undefined> {
    try {
      await this.#options.log.append(entries);
      this.#standsNow(null);
      return undefined;
    } catch (error) {
      const isNews = this.#standsNow(troubleOf(error));
      if (!(error instanceof LecternError))
        return { kind: "refused", code: "internal", details: { reference: this.fault(error) } };
      // A full disk is one piece of news, however many commands meet it.
      if (isNews) this.fault(error);
      return { kind: "refused", code: error.code, details: error.details };
    }
  }

  /** How it stands with the log; whether that is news. */
  #standsNow(trouble: Trouble | null): boolean {
    const isNews = trouble?.message !== this.#trouble?.message;
    this.#trouble = trouble;
    if (trouble !== null && !this.#isClosed)
      this.#checking ??= setTimeout(() => void this.#check(), this.#options.logCheckMs ?? defaultLimits.logCheckMs);
    if (isNews) {
      this.observe({ kind: "log-stands", trouble });
      this.#tell(this.#troubleListeners, trouble);
    }
    return isNews;
  }

  /** Nobody may be typing when the disk is back: the log is tried until it can be written. */
  async #check(): Promise<void> {
    let trouble: Trouble | null = null;
    try {
      await this.#options.log.check();
    } catch (error) {
      trouble = troubleOf(error);
    }
    this.#checking = undefined;
    // A command may have come first.
    if (this.#trouble !== null) this.#standsNow(trouble);
  }

  async #writable(): Promise<void> {
    if (this.#trouble === null) return;
    await new Promise<void>((resolve) => {
      const stop = this.onTrouble((trouble) => {
        if (trouble !== null) return;
        stop();
        resolve();
      });
    });
  }

  #adopt(state: State, events: readonly TalkEvent[]): void {
    this.#state = state;
    this.#recent.add(events);
    this.#tell(this.#listeners, events);
  }

  /** What is durable is answered, whatever somebody makes of it. */
  #tell<News>(listeners: Iterable<(news: News) => void>, news: News): void {
    for (const listener of [...listeners]) {
      try {
        listener(news);
      } catch (error) {
        this.fault(error);
      }
    }
  }

  #replay(entry: Entry): void {
    const { state, events } = foldOne(this.#state, entry);
    this.#state = state;
    this.#recent.add(events);
  }

  /** Tells the operator what a user must not see; the answer is what the user can name it by. */
  fault(error: unknown): string {
    const reference = randomUUID().slice(0, 8);
    try {
      this.#options.onFault(error, reference);
      this.observe({ kind: "fault", error, reference });
    } catch {
      // Where faults are told may be on the disk that is full.
    }
    return reference;
  }
}

function toAnswer(outcome: Outcome, seq: number): Answer {
  switch (outcome.kind) {
    case "accepted":
      return { kind: "ack", seq };
    case "duplicate":
      return { kind: "ack", seq: outcome.seq };
    case "refused":
      return outcome;
  }
}
