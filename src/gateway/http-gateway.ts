/**
 * Plain HTTP as a carrier of connections, for networks that block WebSocket (rule T1): what the server says comes as
 * server-sent events or by long polling, what the client says as POSTs. A token that only this client knows holds the
 * two together.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { LecternError } from "../errors.ts";
import { Connection } from "./connection.ts";
import { EventStream } from "./event-stream.ts";
import { describeRequest, describeResponse, type Handshake } from "./handshake.ts";
import type { HttpLink } from "./http-link.ts";
import type { Limits, Refusal } from "./limits.ts";
import { LongPoll } from "./long-poll.ts";
import type { Room } from "./room.ts";

type Held = { readonly link: HttpLink; readonly connection: Connection; heardAt: number };

export class HttpGateway {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #refusal: () => Refusal | undefined;
  readonly #held = new Map<string, Held>();
  readonly #checking: NodeJS.Timeout;

  /** `refusal`: why the server takes no more connections, if it does not. */
  constructor(limits: Limits, now: () => number, refusal: () => Refusal | undefined) {
    this.#limits = limits;
    this.#now = now;
    this.#refusal = refusal;
    this.#checking = setInterval(() => this.#check(), limits.pingMs);
    this.#checking.unref();
  }

  get size(): number {
    return this.#held.size;
  }

  /**
   * Answers with a stream of server-sent events; the first, `link`, holds the token. Ends with the request.
   * @throws LecternError `server-full`, `draining`
   */
  stream(request: IncomingMessage, response: ServerResponse, room: Room): void {
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
  open(request: IncomingMessage, room: Room): string {
    const token = this.#newToken();
    const response = ["HTTP/1.1 201 Created", "Content-Type: application/json"];
    this.#hold(token, new LongPoll({ request: describeRequest(request), response }), room);
    return token;
  }

  /** Answers with what comes after message `after`, within half a minute; false where there is no such link. */
  poll(token: string, after: number, response: ServerResponse): boolean {
    const held = this.#held.get(token);
    if (held === undefined || !(held.link instanceof LongPoll)) return false;
    held.heardAt = this.#now();
    held.link.ask(after, response);
    response.once("finish", () => {
      held.heardAt = this.#now();
    });
    return true;
  }

  /** What a client says, a message a line, in their order; false where there is no such link. */
  receive(token: string, body: string): boolean {
    const held = this.#held.get(token);
    if (held === undefined) return false;
    held.heardAt = this.#now();
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
    clearInterval(this.#checking);
    for (const token of [...this.#held.keys()]) this.end(token);
  }

  #newToken(): string {
    const refusal = this.#refusal();
    if (refusal !== undefined) throw new LecternError(refusal, { limit: this.#limits.connections });
    return randomBytes(24).toString("base64url");
  }

  #hold(token: string, link: HttpLink, room: Room): void {
    const connection = new Connection(link, room, this.#limits, this.#now);
    this.#held.set(token, { link, connection, heardAt: this.#now() });
  }

  /** Clients say something at least every `pingMs`; one that missed two rounds is gone (rule W9). */
  #check(): void {
    for (const [token, { link, heardAt }] of this.#held) {
      if (this.#now() - heardAt <= this.#limits.pingMs * 2 || link.isWaiting) link.keepAlive();
      else this.end(token);
    }
  }
}

function describe(request: IncomingMessage, response: ServerResponse): Handshake {
  const headers = Object.entries(response.getHeaders()).map(([name, value]) => `${name}: ${value}`);
  return { request: describeRequest(request), response: describeResponse(["HTTP/1.1 200 OK", ...headers]) };
}
