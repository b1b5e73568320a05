/**
 * The checkpoints of one log (rule L9): takes up the last one at the start, and has the next one made beside the talk
 * when enough was added. The log is the truth: without a checkpoint everything is the same, but for the time it takes.
 */
import { on } from "node:events";
import { extname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Worker } from "node:worker_threads";
import type { Folded } from "../../talk/checkpoint.ts";
import type { Entry } from "../../talk/commands.ts";
import type { TalkLog } from "../talk-log.ts";
import { type Origin, readCheckpoint } from "./file.ts";
import { foldIdentity } from "./fold-identity.ts";
import type { Request, Task } from "./task.ts";

export type CheckpointOptions = {
  /** Beside the log's own file: it holds what people said, too. */
  readonly file: string;
  /** Entries after which the next one is made. */
  readonly everyEntries: number;
  /** Newest events kept for clients that resume. */
  readonly resumeEvents: number;
  /** Called when one could not be made. The talk goes on without, and another is tried later. */
  readonly onFault: (error: unknown) => void;
};

/** Entries handed over at once: some two milliseconds of the main thread's time. */
const pageLength = 250;

export class Checkpoints {
  readonly #log: TalkLog;
  readonly #options: CheckpointOptions;
  readonly #origin: Origin;
  /** The seq of the checkpoint in the file; 0 while there is none to be trusted. */
  #seq = 0;
  /** Where the last attempt began. */
  #tried = 0;
  #making: { readonly worker: Worker; readonly done: Promise<void> } | undefined;
  #isClosed = false;

  constructor(log: TalkLog, options: CheckpointOptions) {
    this.#log = log;
    this.#options = options;
    this.#origin = { epoch: log.identity.epoch, fold: foldIdentity() };
  }

  /** The talk as of the last checkpoint; undefined where there is none that this log leads to. */
  async load(): Promise<Folded | undefined> {
    const found = readCheckpoint(this.#options.file, this.#origin);
    if (found === undefined || !(await this.#leadsTo(found.last))) return undefined;
    this.#seq = found.state.seq;
    this.#tried = this.#seq;
    return { state: found.state, recent: found.recent };
  }

  /** The log has come to `seq`: has a checkpoint made when it is time. Does not wait for it. */
  reached(seq: number): void {
    if (this.#isClosed || this.#making !== undefined || seq - this.#tried < this.#options.everyEntries) return;
    this.#tried = seq;
    const worker = this.#start();
    const done = this.#serve(worker)
      .catch((error: unknown) => {
        if (!this.#isClosed) this.#options.onFault(error);
      })
      .finally(async () => {
        await worker.terminate();
        this.#making = undefined;
      });
    this.#making = { worker, done };
  }

  /** Resolves when none is being made. */
  async settled(): Promise<void> {
    await this.#making?.done;
  }

  /** Gives up one that is being made; the one before stays. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#making?.worker.terminate();
  }

  #start(): Worker {
    const { file, resumeEvents } = this.#options;
    const task: Task = { file, origin: this.#origin, from: this.#seq, resumeEvents };
    const script = new URL(`./make-checkpoint${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(script, { workerData: task, env: {} });
    // A thread that still writes keeps no process alive.
    worker.unref();
    return worker;
  }

  /** Gives the worker what it asks for until it ends. */
  async #serve(worker: Worker): Promise<void> {
    let pages: AsyncGenerator<readonly Entry[]> | undefined;
    for await (const [request] of on(worker, "message", { close: ["exit"] }) as AsyncIterable<[Request]>) {
      if (request.kind === "written") {
        this.#seq = request.seq;
        continue;
      }
      pages ??= pagesOf(this.#log, request.after);
      const { value } = await pages.next();
      if (!this.#isClosed) worker.postMessage(value ?? []);
    }
  }

  /** An older log put back, or one that went another way since, has another entry there or none. */
  async #leadsTo(last: Entry): Promise<boolean> {
    for await (const entry of this.#log.read(last.seq - 1)) return isDeepStrictEqual(entry, last);
    return false;
  }
}

async function* pagesOf(log: TalkLog, after: number): AsyncGenerator<readonly Entry[]> {
  let page: Entry[] = [];
  for await (const entry of log.read(after)) {
    page.push(entry);
    if (page.length < pageLength) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
