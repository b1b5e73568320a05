/** What a running server holds: memory that is in use after a garbage collection, and open files. */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { WebSocket } from "ws";
import type { Lectern } from "../support/lectern.ts";

/** How Node is started so that it lets itself be asked. */
export const askable = { flags: ["--inspect=127.0.0.1:0"] } as const;

export type Held = {
  /** Bytes of JavaScript objects and of the buffers they own. */
  readonly bytes: number;
  /** Resident bytes of the process; what was free in them is not given back at once. */
  readonly resident: number;
  readonly files: number;
};

export class Memory {
  readonly #socket: WebSocket;
  readonly #pid: number;
  #asked = 0;

  private constructor(socket: WebSocket, pid: number) {
    this.#socket = socket;
    this.#pid = pid;
  }

  static async of(lectern: Lectern): Promise<Memory> {
    const [address] = /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(lectern.stderr) ?? [];
    if (address === undefined) throw new Error(`the server was not started with ${askable.flags.join(" ")}`);
    const socket = new WebSocket(address);
    await once(socket, "open");
    return new Memory(socket, lectern.listening.pid);
  }

  /** Open files of the process now. */
  get files(): number {
    return readdirSync(`/proc/${this.#pid}/fd`).length;
  }

  /** Collects garbage first, and again for what finalizers let go. */
  async held(): Promise<Held> {
    for (let times = 0; times < 3; times++) await this.#ask("HeapProfiler.collectGarbage");
    const usage = (await this.#ask("Runtime.getHeapUsage")) as { usedSize: number; backingStorageSize?: number };
    const [, kilobytes = "0"] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${this.#pid}/status`, "utf8")) ?? [];
    return {
      bytes: usage.usedSize + (usage.backingStorageSize ?? 0),
      resident: Number(kilobytes) * 1024,
      files: this.files,
    };
  }

  close(): void {
    this.#socket.close();
  }

  async #ask(method: string): Promise<unknown> {
    const id = ++this.#asked;
    this.#socket.send(JSON.stringify({ id, method }));
    for (;;) {
      const [data] = await once(this.#socket, "message");
      const answer = JSON.parse(String(data)) as { id?: number; result?: unknown };
      if (answer.id === id) return answer.result;
    }
  }
}
