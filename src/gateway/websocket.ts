/** WebSocket as a carrier of connections: the only file that knows `ws`. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { errors } from "../errors.ts";
import type { Batch } from "./batch.ts";
import { Connection } from "./connection.ts";
import { describeRequest, describeResponse, type Handshake } from "./handshake.ts";
import type { Limits, Refusal } from "./limits.ts";
import type { Link } from "./link.ts";
import type { Room } from "./room.ts";
import { endUpgrade, refuseHandshake, upgradeProblem } from "./upgrade.ts";

export class WebSocketGateway {
  readonly #server: WebSocketServer;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #refusal: () => Refusal | undefined;
  readonly #alive = new WeakSet<WebSocket>();
  readonly #pinging: NodeJS.Timeout;
  /** The lines of each answer that accepts an upgrade, between ws writing them and the socket being opened. */
  readonly #answers = new WeakMap<IncomingMessage, readonly string[]>();

  /** `refusal`: why the server takes no more connections, if it does not. */
  constructor(limits: Limits, now: () => number, refusal: () => Refusal | undefined) {
    this.#limits = limits;
    this.#now = now;
    this.#refusal = refusal;
    this.#server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: limits.messageBytes,
      maxFragments: limits.messageFragments,
    });
    this.#server.on("headers", (lines, request) => this.#answers.set(request, [...lines]));
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
    this.#server.handleUpgrade(request, socket, head, (webSocket) =>
      this.#open(webSocket, room, {
        request: describeRequest(request),
        response: describeResponse(this.#answers.get(request) ?? []),
      }),
    );
  }

  /** Stops pinging and ends what is still open after the closing handshakes had their time. */
  terminate(): void {
    clearInterval(this.#pinging);
    for (const webSocket of this.#server.clients) webSocket.terminate();
  }

  #open(webSocket: WebSocket, room: Room, handshake: Handshake): void {
    const connection = new Connection(linkTo(webSocket, handshake), room, this.#limits, this.#now);
    this.#alive.add(webSocket);
    webSocket.on("pong", () => this.#alive.add(webSocket));
    webSocket.on("message", (data, isBinary) => {
      this.#alive.add(webSocket);
      if (isBinary) connection.refuseAndClose("binary-frame");
      else connection.receive(data.toString());
    });
    webSocket.on("close", () => connection.closed());
    // ws answers protocol errors itself (1002, 1007, 1009).
    webSocket.on("error", () => connection.closed("protocol-error"));
  }

  /** A socket that answered nothing since the last round is dead (rule W9). */
  #pingAll(): void {
    for (const webSocket of this.#server.clients) {
      if (this.#alive.has(webSocket)) {
        this.#alive.delete(webSocket);
        webSocket.ping();
      } else webSocket.terminate();
    }
  }
}

/** Exported for its test. */
export function linkTo(webSocket: WebSocket, handshake: Handshake): Link {
  const socket = socketOf(webSocket);
  return {
    transport: "websocket",
    handshake,
    send: (batch: Batch) => {
      if (webSocket.readyState !== webSocket.OPEN) return;
      gather(socket);
      socket.write(batch.frames);
    },
    close: (code, reason) => webSocket.close(code, reason),
    get queuedBytes() {
      return webSocket.bufferedAmount;
    },
  };
}

/**
 * The socket under a WebSocket, private to ws, so that frames made once go to every client. ws itself writes whole
 * frames only: nothing is compressed or cut into fragments here.
 */
function socketOf(webSocket: WebSocket): Duplex {
  const { _socket: socket } = webSocket as unknown as { readonly _socket?: Duplex };
  if (socket === undefined) throw new Error("ws does not keep its socket in _socket any more");
  return socket;
}

let gathered: Duplex[] = [];

/** What is written to a socket in one turn of the event loop goes to the network in one write (rule B1). */
function gather(socket: Duplex): void {
  if (socket.writableCorked > 0) return;
  socket.cork();
  if (gathered.push(socket) === 1) process.nextTick(release);
}

function release(): void {
  const sockets = gathered;
  gathered = [];
  for (const socket of sockets) socket.uncork();
}
