/**
 * Plain HTTP as a carrier of connections, for networks that block WebSocket (rule T1): what the server says comes as
 * server-sent events or by long polling, what the client says as POSTs. A token that only this client knows holds the
 * two together.
 */
import { LecternError } from "../errors.ts";
import { Connection } from "./connection.ts";
import { EventStream } from "./event-stream.ts";
import { describeRequest, describeResponse, type Handshake, type HttpRequest } from "./handshake.ts";
import type { HttpLink, HttpResponse } from "./http-link.ts";
import type { Limits, Refusal } from "./limits.ts";
import { LongPoll } from "./long-poll.ts";
import type { Room } from "./room.ts";

type Held = { readonly link: HttpLink; readonly connection: Connection; silentRounds: number };

/** How often is looked who is gone while a client may be silent; counted, since the clock of a laptop may jump. */
const roundsAPing = 4;

export class HttpGateway {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #refusal: () => Refusal | undefined;
  readonly #held = new Map<string, Held>();
  readonly #timers: readonly NodeJS.Timeout[];

  /** `refusal`: why the server takes no more connections, if it does not. */
  constructor(limits: Limits, now: () => number, refusal: () => Refusal | undefined) {
    this.#limits = limits;
    this.#now = now;
    this.#refusal = refusal;
    const checking = setInterval(() => this.#check(), limits.pingMs / roundsAPing);
    const keeping = setInterval(() => this.#keepAlive(), limits.pingMs);
    this.#timers = [checking, keeping];
    for (const timer of this.#timers) timer.unref();
  }

  get size(): number {
    return this.#held.size;
  }

  /**
   * Answers with a stream of server-sent events; the first, `link`, holds the token. Ends with the request.
   * @throws LecternError `server-full`, `draining`
   */
  stream(request: HttpRequest, response: HttpResponse, room: Room): void {
    const token = this.#newToken();
    response.setHeader("Content-Type", "text/event-stream");
    // A proxy that collects or compresses would hold back what is live.
    response.setHeader("Cache-Control", "no-store, no-transform");
    response.setHeader("X-Accel-Buffering", "no");
    const link = new EventStream(response, token, describe(request, response));
    this.#hold(token, link, room);
    response.once("close", () => this.end(token));
  }

  /**
   * The token of a new link for long polling.
   * @throws LecternError `server-full`, `draining`
   */
  open(request: HttpRequest, room: Room): string {
    const token = this.#newToken();
    const response = ["HTTP/1.1 201 Created", "Content-Type: application/json"];
    this.#hold(token, new LongPoll({ request: describeRequest(request), response }), room);
    return token;
  }

  /** Answers with what comes after message `after`, within half a minute; false where there is no such link. */
  poll(token: string, after: number, response: HttpResponse): boolean {
    const held = this.#held.get(token);
    if (held === undefined || !(held.link instanceof LongPoll)) return false;
    held.silentRounds = 0;
    held.link.ask(after, response);
    return true;
  }

  /** What a client says, a message a line, in their order; false where there is no such link. */
  receive(token: string, body: string): boolean {
    const held = this.#held.get(token);
    if (held === undefined) return false;
    held.silentRounds = 0;
    for (const line of body.split("\n")) {
      if (line === "") continue;
      if (Buffer.byteLength(line) > this.#limits.messageBytes) {
        held.connection.refuseAndClose("message-too-big", { limit: this.#limits.messageBytes });
      } else held.connection.receive(line);
    }
    return true;
  }

  /** The client has gone, or says that it goes. */
  end(token: string): void {
    const held = this.#held.get(token);
    if (held === undefined) return;
    this.#held.delete(token);
    held.link.destroy();
    held.connection.closed();
  }

  /** Resolves when everybody who was told to go knows: who polls is told with their next question. */
  async goodbyes(): Promise<void> {
    await Promise.all([...this.#held.values()].map(({ link }) => link.over));
  }

  terminate(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const token of [...this.#held.keys()]) this.end(token);
  }

  #newToken(): string {
    const refusal = this.#refusal();
    if (refusal !== undefined) throw new LecternError(refusal, { limit: this.#limits.connections });
    return Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("base64url");
  }

  #hold(token: string, link: HttpLink, room: Room): void {
    const connection = new Connection(link, room, this.#limits, this.#now);
    this.#held.set(token, { link, connection, silentRounds: 0 });
  }

  /** Clients say something at least every `pingMs`; one that was silent for twice as long is gone (rule W9). */
  #check(): void {
    for (const [token, held] of this.#held) {
      if (held.silentRounds >= roundsAPing * 2) this.end(token);
      held.silentRounds += 1;
    }
  }

  #keepAlive(): void {
    for (const { link } of this.#held.values()) link.keepAlive();
  }
}

function describe(request: HttpRequest, response: HttpResponse): Handshake {
  const headers = Object.entries(response.getHeaders()).map(([name, value]) => `${name}: ${value}`);
  return { request: describeRequest(request), response: describeResponse(["HTTP/1.1 200 OK", ...headers]) };
}
