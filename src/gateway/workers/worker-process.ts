/** One worker, as the talk's process sees it: its sockets, what is on its way there, and whether it still works. */
import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { extname } from "node:path";
import type { Batch } from "../batch.ts";
import type { Hearer, UpgradeRequest } from "../carrier.ts";
import { sharedHandshake } from "../handshake.ts";
import type { Link } from "../link.ts";
import type { SocketLimits } from "../sockets.ts";
import type { FromWorker, Happening, ToWorker } from "./messages.ts";
import { Operations } from "./operations.ts";
import { type Way, WorkerLink } from "./worker-link.ts";

/** A socket that is given to a worker. */
export type Handover = {
  readonly request: UpgradeRequest;
  readonly socket: Socket;
  readonly head: Buffer;
  readonly enter: (link: Link) => Hearer;
};

/** How a worker ended, and how many connections with it. */
export type WorkerEnd = { readonly cause: string; readonly connections: number; readonly wasReady: boolean };

/** Sockets on their way at once. Node passes one after the other, and holds back all that is said meanwhile. */
const handoversAtOnce = 8;
/** Milliseconds a worker may take to answer for a socket it was given, before that one is let go. */
const handoverMs = 5_000;
/**
 * V8 lets what is new take up to 128 MB while many come in, and never gives it back; with 4 MB a half everything is as
 * fast (docs/performance.md).
 */
const youngGeneration = "--max-semi-space-size=4";
/** Milliseconds a worker may take to end by itself. */
const endMs = 500;

export class WorkerProcess implements Way {
  readonly ended: Promise<WorkerEnd>;
  /** Rejects when it ends before. */
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #links = new Map<number, WorkerLink>();
  /** Sockets that wait for their turn. */
  #handovers: Handover[] = [];
  readonly #underway = new Map<number, { readonly handover: Handover; readonly patience: NodeJS.Timeout }>();
  #lastId = 0;
  readonly #operations = new Operations();
  #gathering = 1;
  #done = 0;
  #isReady = false;
  /** The work that was sent last when the worker was last looked at. */
  #expected = 0;
  #lateLooks = 0;

  constructor(limits: SocketLimits) {
    const script = new URL(`./socket-worker${extname(import.meta.url)}`, import.meta.url);
    // Its own standard output would spoil what `--json` promises.
    this.#child = fork(script, {
      execArgv: [...process.execArgv, youngGeneration],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    this.ended = new Promise((end) => {
      const over = (cause: string): void => {
        reject(new Error(`a worker process ended before it worked (${cause})`));
        end(this.#end(cause));
      };
      this.#child.once("exit", (code, signal) => over(signal ?? `exit code ${code}`));
      this.#child.on("error", (error) => {
        if (this.#child.pid === undefined) over(error.message);
      });
    });
    // Who starts it looks at this; one that is started later has nobody to tell.
    this.ready.catch(() => {});
    this.#child.on("message", (message) => {
      this.#isReady = true;
      resolve();
      this.#hear(message as FromWorker);
    });
    this.#say({ kind: "begin", limits });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Sockets it has, and those that are on their way to it. */
  get size(): number {
    return this.#links.size + this.#underway.size + this.#handovers.length;
  }

  get gathering(): number {
    return this.#gathering;
  }

  get done(): number {
    return this.#done;
  }

  get isLate(): boolean {
    return this.#lateLooks > 0;
  }

  take(handover: Handover): void {
    this.#handovers.push(handover);
    this.#handOver();
  }

  tell(link: WorkerLink, batch: Batch): void {
    this.#gather();
    this.#operations.tell(link, batch);
  }

  close(link: WorkerLink, code: number | undefined, reason: string): void {
    this.#gather();
    this.#operations.close(link, code, reason);
  }

  /** Called again and again: how many times in a row it has not done what was sent by the time before. */
  look(): number {
    if (this.#done < this.#expected) this.#lateLooks += 1;
    else {
      this.#lateLooks = 0;
      this.#expected = this.#gathering - 1;
    }
    return this.#lateLooks;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Lets go of what it has; resolves when it is no more. */
  async terminate(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const patience = setTimeout(() => this.kill(), endMs);
    await this.ended;
    clearTimeout(patience);
  }

  #gather(): void {
    if (this.#operations.isEmpty) process.nextTick(() => this.#work());
  }

  /** What was gathered in one turn of the event loop goes together. */
  #work(): void {
    this.#say({ kind: "work", number: this.#gathering, operations: this.#operations.take() });
    this.#gathering += 1;
  }

  #handOver(): void {
    while (this.#underway.size < handoversAtOnce) {
      const handover = this.#handovers.shift();
      if (handover === undefined) return;
      this.#lastId += 1;
      const id = this.#lastId;
      this.#underway.set(id, { handover, patience: setTimeout(() => this.#giveUp(id), handoverMs) });
      const { method, url, httpVersion, headers, rawHeaders } = handover.request;
      const request = { method, url, httpVersion, headers, rawHeaders };
      // Kept open here until it is open there, so that it can be closed when the worker ends first.
      this.#say({ kind: "accept", id, request, head: handover.head }, handover.socket);
    }
  }

  /** The socket with this number is there, or not to be had there; another one may follow. */
  #handedOver(id: number): Handover | undefined {
    const one = this.#underway.get(id);
    if (one === undefined) return undefined;
    clearTimeout(one.patience);
    this.#underway.delete(id);
    one.handover.socket.destroy();
    this.#handOver();
    return one.handover;
  }

  #giveUp(id: number): void {
    this.#handedOver(id);
    // Shows whether it does anything at all.
    this.#work();
  }

  #hear({ done, waiting, happenings }: FromWorker): void {
    for (const { id, bytes } of waiting) {
      const link = this.#links.get(id);
      if (link !== undefined) link.waiting = bytes;
    }
    this.#done = done;
    for (const happening of happenings) this.#happened(happening);
  }

  #happened(happening: Happening): void {
    const { id } = happening;
    const hearer = this.#links.get(id)?.hearer;
    switch (happening.kind) {
      case "opened": {
        const handover = this.#handedOver(id);
        const link = new WorkerLink(id, sharedHandshake(happening.handshake), this);
        // Who was given up meanwhile is closed there too.
        if (handover === undefined) return link.close(1001, "");
        this.#links.set(id, link);
        link.hearer = handover.enter(link);
        return;
      }
      case "said":
        return hearer?.receive(happening.text);
      case "binary":
        return hearer?.refuseAndClose("binary-frame");
      case "closing":
        return this.#links.get(id)?.close(happening.code, happening.reason);
      case "failed":
        return hearer?.closed("protocol-error");
      case "gone":
        this.#handedOver(id);
        this.#links.get(id)?.gone();
        this.#links.delete(id);
        return;
    }
  }

  #end(cause: string): WorkerEnd {
    const links = [...this.#links.values()];
    this.#links.clear();
    for (const link of links) link.gone();
    for (const { patience } of this.#underway.values()) clearTimeout(patience);
    const lost = [...[...this.#underway.values()].map(({ handover }) => handover), ...this.#handovers];
    this.#underway.clear();
    this.#handovers = [];
    for (const { socket } of lost) socket.destroy();
    return { cause, connections: links.length, wasReady: this.#isReady };
  }

  #say(message: ToWorker, socket?: Socket): void {
    // What does not reach it any more is lost with its sockets, as `ended` tells.
    if (this.#child.connected) this.#child.send(message, socket, { keepOpen: true }, () => {});
  }
}
