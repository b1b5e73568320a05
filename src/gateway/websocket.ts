/** WebSocket as a carrier of connections: this file and `websocket-link.ts` are all that knows `ws`. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type Server, WebSocket, WebSocketServer } from "ws";
import { errors } from "../errors.ts";
import { Connection } from "./connection.ts";
import { describeRequest, describeResponse } from "./handshake.ts";
import type { Limits, Refusal } from "./limits.ts";
import type { Room } from "./room.ts";
import { endUpgrade, refuseHandshake, upgradeProblem } from "./upgrade.ts";
import { WebSocketLink } from "./websocket-link.ts";

/** A socket that knows whose it is, so that one set of listeners serves all. */
class ClientSocket extends WebSocket {
  connection: Connection | undefined;
  link: WebSocketLink | undefined;
  /** Whether it answered anything since the last ping. */
  isAlive = true;

  /** Whoever closes: what waits for the end of the turn goes before the closing frame. */
  override close(code?: number, reason?: string | Buffer): void {
    this.link?.flush();
    super.close(code, reason);
  }
}

export class WebSocketGateway {
  readonly #server: Server<typeof ClientSocket>;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #refusal: () => Refusal | undefined;
  readonly #pinging: NodeJS.Timeout;
  /** The lines of the answer that accepts the present upgrade, as ws writes them. */
  #answer: readonly string[] = [];

  /** `refusal`: why the server takes no more connections, if it does not. */
  constructor(limits: Limits, now: () => number, refusal: () => Refusal | undefined) {
    this.#limits = limits;
    this.#now = now;
    this.#refusal = refusal;
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

  /** Answers an HTTP upgrade with a connection in `room`, or 503 when the server is full or going. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, room: Room): void {
    const refusal = this.#refusal();
    if (refusal !== undefined) {
      room.host.observe({ kind: "responded", status: errors[refusal].status ?? 503, code: refusal });
      return endUpgrade(socket, refusal, { limit: this.#limits.connections });
    }
    const problem = upgradeProblem(request);
    if (problem !== undefined) return refuseHandshake(request, socket, problem);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#open(webSocket, request, room));
  }

  /** Stops pinging and ends what is still open after the closing handshakes had their time. */
  terminate(): void {
    clearInterval(this.#pinging);
    for (const webSocket of this.#server.clients) webSocket.terminate();
  }

  #open(webSocket: ClientSocket, request: IncomingMessage, room: Room): void {
    const handshake = { request: describeRequest(request), response: describeResponse(this.#answer) };
    webSocket.link = new WebSocketLink(webSocket, handshake);
    webSocket.connection = new Connection(webSocket.link, room, this.#limits, this.#now);
    webSocket.on("pong", noteLife).on("message", receive).on("close", leave).on("error", breakRules);
  }

  /** A socket that answered nothing since the last round is dead (rule W9). */
  #pingAll(): void {
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
  if (isBinary) this.connection?.refuseAndClose("binary-frame");
  else this.connection?.receive(data.toString());
}

function leave(this: WebSocket): void {
  if (this instanceof ClientSocket) this.connection?.closed();
}

/** ws answers protocol errors itself (1002, 1007, 1009). */
function breakRules(this: WebSocket): void {
  if (this instanceof ClientSocket) this.connection?.closed("protocol-error");
}
