/**
 * WebSockets in worker processes, so that the writes of a large room use several cores (rule B8). Everything else stays
 * in this process: a worker knows sockets and frames, and nothing of the talk.
 */
import type { Duplex } from "node:stream";
import type { Hearer, SocketCarrier, UpgradeRequest } from "../carrier.ts";
import type { Limits } from "../limits.ts";
import type { Link } from "../link.ts";
import type { Observe } from "../observer.ts";
import { letGo } from "./handover.ts";
import { WorkerProcess } from "./worker-process.ts";

/** Milliseconds between two looks at the workers; one that has not done by the second what was sent before the first is late. */
const lookMs = 1_000;
/** Milliseconds between two looks whether the last socket is closed. */
const closingMs = 20;
/** Milliseconds until a worker that could not even start is tried again. */
const againMs = 1_000;

export class WorkerPool implements SocketCarrier {
  readonly #limits: Limits;
  readonly #observe: Observe;
  readonly #workers = new Set<WorkerProcess>();
  readonly #looking: NodeJS.Timeout;
  #isEnding = false;

  private constructor(limits: Limits, observe: Observe) {
    this.#limits = limits;
    this.#observe = observe;
    this.#looking = setInterval(() => this.#look(), lookMs);
    this.#looking.unref();
  }

  /** Resolves when all of them work; rejects where one cannot be had. */
  static async start(count: number, limits: Limits, observe: Observe): Promise<WorkerPool> {
    const pool = new WorkerPool(limits, observe);
    try {
      await Promise.all(Array.from({ length: count }, () => pool.#start().ready));
    } catch (error) {
      await pool.terminate();
      throw error;
    }
    return pool;
  }

  get size(): number {
    return [...this.#workers].reduce((sum, { size }) => sum + size, 0);
  }

  upgrade(request: UpgradeRequest, socket: Duplex, head: Buffer, enter: (link: Link) => Hearer): void {
    const [worker] = [...this.#workers].toSorted(
      (one, other) => Number(one.isLate) - Number(other.isLate) || one.size - other.size,
    );
    if (worker === undefined) return void socket.destroy();
    worker.take({ request, socket: letGo(socket), head, enter });
  }

  async close(): Promise<void> {
    while (this.size > 0) await new Promise((resolve) => setTimeout(resolve, closingMs));
  }

  async terminate(): Promise<void> {
    this.#isEnding = true;
    clearInterval(this.#looking);
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  #start(): WorkerProcess {
    const worker = new WorkerProcess(this.#limits);
    this.#workers.add(worker);
    const { pid } = worker;
    this.#observe({ kind: "worker-started", pid });
    void worker.ended.then(({ cause, connections, wasReady }) => {
      this.#workers.delete(worker);
      if (this.#isEnding) return;
      this.#observe({ kind: "worker-died", pid, cause, connections });
      if (wasReady) this.#start();
      else setTimeout(() => this.#isEnding || this.#start(), againMs).unref();
    });
    return worker;
  }

  /** One that does nothing for as long as a slow reader is waited for is replaced. */
  #look(): void {
    for (const worker of this.#workers) if (worker.look() * lookMs > this.#limits.drainMs) worker.kill();
  }
}
