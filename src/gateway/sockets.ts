/** WebSockets in this process: this file and `websocket-link.ts` are all that knows `ws`. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type Server, WebSocket, WebSocketServer } from "ws";
import type { Hearer, SocketCarrier, UpgradeRequest } from "./carrier.ts";
import { describeRequest, describeResponse } from "./handshake.ts";
import type { Limits } from "./limits.ts";
import { refuseHandshake } from "./upgrade.ts";
import { WebSocketLink } from "./websocket-link.ts";

/** A socket that knows who hears it, so that one set of listeners serves all. */
class ClientSocket extends WebSocket {
  hearer: Hearer | undefined;
  link: WebSocketLink | undefined;
  /** Whether it answered anything since the last ping. */
  isAlive = true;

  /** Whoever closes: what waits for the end of the turn goes before the closing frame. */
  override close(code?: number, reason?: string | Buffer): void {
    const { hearer, link } = this;
    if (hearer?.closing !== undefined && link?.isOpen) return hearer.closing(code, reason?.toString() ?? "");
    link?.end();
    super.close(code, reason);
  }
}

/** What of the limits is about sockets. */
export type SocketLimits = Pick<Limits, "messageBytes" | "messageFragments" | "pingMs">;

export class Sockets implements SocketCarrier {
  readonly #server: Server<typeof ClientSocket>;
  readonly #pinging: NodeJS.Timeout;
  #isPaused = false;
  /** The lines of the answer that accepts the present upgrade, as ws writes them. */
  #answer: readonly string[] = [];

  constructor(limits: SocketLimits) {
    this.#server = new WebSocketServer<typeof ClientSocket>({
      noServer: true,
      WebSocket: ClientSocket,
      perMessageDeflate: false,
      maxPayload: limits.messageBytes,
      maxFragments: limits.messageFragments,
    });
    this.#server.on("headers", (lines) => {
      this.#answer = [...lines];
    });
    this.#server.on("wsClientError", ({ message }, socket, request) => refuseHandshake(request, socket, message));
    this.#pinging = setInterval(() => this.#pingAll(), limits.pingMs);
    this.#pinging.unref();
  }

  get size(): number {
    return this.#server.clients.size;
  }

  /** `enter` is called, if at all, before this returns. */
  upgrade(request: UpgradeRequest, socket: Duplex, head: Buffer, enter: (link: WebSocketLink) => Hearer): void {
    // Of a request ws takes the method, the address and the headers.
    this.#server.handleUpgrade(request as IncomingMessage, socket, head, (webSocket) => {
      const handshake = { request: describeRequest(request), response: describeResponse(this.#answer) };
      webSocket.link = new WebSocketLink(webSocket, handshake);
      webSocket.hearer = enter(webSocket.link);
      webSocket.on("pong", noteLife).on("message", receive).on("close", leave).on("error", breakRules);
      if (this.#isPaused) webSocket.pause();
    });
  }

  /** Reads nothing from anybody, or reads on. */
  pause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    for (const webSocket of this.#server.clients) {
      if (isPaused) webSocket.pause();
      else webSocket.resume();
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async terminate(): Promise<void> {
    clearInterval(this.#pinging);
    for (const webSocket of this.#server.clients) webSocket.terminate();
  }

  /** A socket that answered nothing since the last round is dead (rule W9), unless nobody was listening. */
  #pingAll(): void {
    if (this.#isPaused) return;
    for (const webSocket of this.#server.clients) {
      if (webSocket.isAlive) {
        webSocket.isAlive = false;
        webSocket.ping();
      } else webSocket.terminate();
    }
  }
}

function noteLife(this: WebSocket): void {
  if (this instanceof ClientSocket) this.isAlive = true;
}

function receive(this: WebSocket, data: RawData, isBinary: boolean): void {
  if (!(this instanceof ClientSocket)) return;
  this.isAlive = true;
  // Who was told that it ends is not heard any more.
  if (this.readyState !== WebSocket.OPEN) return;
  if (isBinary) this.hearer?.refuseAndClose("binary-frame");
  else this.hearer?.receive(data.toString());
}

function leave(this: WebSocket): void {
  if (this instanceof ClientSocket) this.hearer?.closed();
}

/** ws answers protocol errors itself (1002, 1007, 1009). */
function breakRules(this: WebSocket): void {
  if (this instanceof ClientSocket) this.hearer?.closed("protocol-error");
}
