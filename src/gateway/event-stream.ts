/** Server-sent events (WHATWG HTML §9.2) as the way to a client whose network blocks WebSocket. */
import type { Batch } from "./batch.ts";
import type { Handshake } from "./handshake.ts";
import type { HttpLink, HttpResponse } from "./http-link.ts";

export class EventStream implements HttpLink {
  readonly transport = "sse";
  readonly handshake: Handshake;
  readonly over: Promise<void>;
  readonly #response: HttpResponse;

  constructor(response: HttpResponse, token: string, handshake: Handshake) {
    this.#response = response;
    this.handshake = handshake;
    this.over = new Promise((resolve) => response.once("close", resolve));
    response.flushHeaders();
    this.#write("link", JSON.stringify({ link: token }));
  }

  /** While it waits for the network; a proxy may hold more of it. */
  get queuedBytes(): number {
    return this.#response.writableLength;
  }

  send(batch: Batch): void {
    if (!this.#response.writableEnded) this.#response.write(batch.eventStream);
  }

  close(code: number, reason: string): void {
    if (this.#response.writableEnded) return;
    this.#write("close", JSON.stringify({ code, reason }));
    this.#response.end();
  }

  /** A comment, so that nothing on the way takes a quiet stream for a dead one. */
  keepAlive(): void {
    if (!this.#response.writableEnded) this.#response.write(":\n\n");
  }

  destroy(): void {
    this.#response.destroy();
  }

  #write(event: string, data: string): void {
    this.#response.write(`event: ${event}\ndata: ${data}\n\n`);
  }
}
