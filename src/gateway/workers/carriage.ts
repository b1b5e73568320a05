/** The sockets of one worker: does what the talk's process says, and tells it what clients say, both a turn at a time. */
import type { Socket } from "node:net";
import { Frames } from "../batch.ts";
import type { Hearer } from "../carrier.ts";
import { type SocketLimits, Sockets } from "../sockets.ts";
import type { WebSocketLink } from "../websocket-link.ts";
import type { FromWorker, Happening, ToWorker, Waiting } from "./messages.ts";

type Accept = Extract<ToWorker, { readonly kind: "accept" }>;
type Work = Extract<ToWorker, { readonly kind: "work" }>;
/** `sent` is called when the system has taken it. */
type Report = (message: FromWorker, sent: () => void) => void;

/** Milliseconds between two looks at who has not read everything. */
const lookMs = 20;
/** Characters that clients may say before the talk's process has taken them; then they wait in the network. */
const mostUntold = 4 * 1024 * 1024;

export class Carriage {
  readonly #sockets: Sockets;
  readonly #report: Report;
  readonly #links = new Map<number, WebSocketLink>();
  /** Who was written to in this turn; some more than once. */
  #told: Uint32Array[] = [];
  /** Bytes that wait for those who have not read everything, as they were told last. */
  readonly #waiting = new Map<number, number>();
  #looking: NodeJS.Timeout | undefined;
  #happenings: Happening[] = [];
  #untold = 0;
  #done = 0;
  #isReporting = false;
  #isDue = false;

  constructor(limits: SocketLimits, report: Report) {
    this.#sockets = new Sockets(limits);
    this.#report = report;
    this.#reportSoon();
  }

  accept({ id, request, head }: Accept, socket: Socket | undefined): void {
    let isOpen = false;
    socket?.on("error", () => socket.destroy());
    if (socket !== undefined) {
      this.#sockets.upgrade(request, socket, Buffer.from(head), (link) => {
        isOpen = true;
        this.#links.set(id, link);
        this.#happened({ kind: "opened", id, handshake: link.handshake });
        return this.#hearer(id);
      });
    }
    if (!isOpen) this.#happened({ kind: "gone", id });
  }

  work({ number, operations }: Work): void {
    for (const operation of operations) {
      if (operation.kind === "close") this.#links.get(operation.id)?.close(operation.code, operation.reason);
      else this.#tell(operation.frames, operation.to, operations.length === 1);
    }
    this.#done = number;
    this.#reportSoon();
  }

  #tell(bytes: Uint8Array, to: Uint32Array, isAll: boolean): void {
    // A copy: what waits for a slow reader would otherwise hold on to all that came with it.
    const copy = { frames: new Frames(Buffer.from(bytes), isAll) };
    for (const id of to) this.#links.get(id)?.send(copy);
    this.#told.push(to);
  }

  #hearer(id: number): Hearer {
    return {
      receive: (text) => {
        this.#untold += text.length;
        this.#happened({ kind: "said", id, text });
        if (this.#untold > mostUntold) this.#sockets.pause(true);
      },
      refuseAndClose: () => this.#happened({ kind: "binary", id }),
      closing: (code, reason) => this.#happened({ kind: "closing", id, code, reason }),
      closed: (why) => {
        if (why !== undefined) return this.#happened({ kind: "failed", id });
        this.#links.delete(id);
        this.#waiting.delete(id);
        this.#happened({ kind: "gone", id });
      },
    };
  }

  #happened(happening: Happening): void {
    this.#happenings.push(happening);
    this.#reportSoon();
  }

  /** What happens in one turn of the event loop is told together, and no more before that was taken. */
  #reportSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      if (!this.#isReporting) this.#reportNow();
    });
  }

  #reportNow(): void {
    const message = { done: this.#done, happenings: this.#happenings, waiting: this.#waitingNow() };
    const isPaused = this.#untold > mostUntold;
    this.#happenings = [];
    this.#untold = 0;
    this.#isDue = false;
    this.#isReporting = true;
    this.#report(message, () => {
      this.#isReporting = false;
      if (isPaused) this.#sockets.pause(false);
      if (this.#isDue) this.#reportNow();
    });
  }

  /** Where that has changed since it was told. */
  #waitingNow(): readonly Waiting[] {
    const changes: Waiting[] = [];
    for (const ids of [...this.#told, [...this.#waiting.keys()]]) {
      for (const id of ids) {
        const bytes = this.#links.get(id)?.queuedBytes ?? 0;
        if (bytes === (this.#waiting.get(id) ?? 0)) continue;
        changes.push({ id, bytes });
        if (bytes > 0) this.#waiting.set(id, bytes);
        else this.#waiting.delete(id);
      }
    }
    this.#told = [];
    if (this.#waiting.size > 0) this.#looking ??= setInterval(() => this.#reportSoon(), lookMs);
    else {
      clearInterval(this.#looking);
      this.#looking = undefined;
    }
    return changes;
  }
}
