/**
 * The link to one WebSocket. Frames that were made once for all are written to the socket under ws, past its sender:
 * ws itself writes whole frames only, since nothing is compressed or cut into fragments here.
 */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Batch } from "./batch.ts";
import type { Handshake } from "./handshake.ts";
import type { Link } from "./link.ts";

/** Bytes from which gathering saves nothing; what waits in a link would look like a slow reader's queue (rule B2). */
const large = 16 * 1024;

export class WebSocketLink implements Link {
  readonly handshake: Handshake;
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;
  /** What was said first in this turn of the event loop; what follows it waits, corked, in the socket. */
  #due: Buffer | undefined;
  #isClosing = false;

  constructor(webSocket: WebSocket, handshake: Handshake) {
    this.handshake = handshake;
    this.#webSocket = webSocket;
    this.#socket = socketOf(webSocket);
  }

  get transport(): "websocket" {
    return "websocket";
  }

  get queuedBytes(): number {
    return this.#socket.writableLength + (this.#due?.length ?? 0);
  }

  /** What is sent in one turn of the event loop goes to the network in one write (rule B1). */
  send({ frames }: Pick<Batch, "frames">): void {
    // Nothing follows a closing frame (RFC 6455 §5.5.1).
    if (!this.#isOpen) return;
    const socket = this.#socket;
    const isAlone = this.#due === undefined && frames.length >= large;
    if (isAlone || socket.writableCorked > 0) socket.write(frames);
    else if (this.#due === undefined) {
      this.#due = frames;
      if (told.push(this) === 1) process.nextTick(endTurn);
    } else {
      socket.cork();
      this.#writeDue();
      socket.write(frames);
    }
  }

  /** Whether its closing was asked for here. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  close(code: number | undefined, reason: string): void {
    this.#isClosing = true;
    this.flush();
    this.#webSocket.close(code, reason);
  }

  /** What waits for the end of the turn is written now. */
  flush(): void {
    if (this.#socket.writableCorked > 0) this.#socket.uncork();
    else this.#writeDue();
  }

  #writeDue(): void {
    const frames = this.#due;
    this.#due = undefined;
    if (frames !== undefined && this.#isOpen) this.#socket.write(frames);
  }

  get #isOpen(): boolean {
    return this.#webSocket.readyState === this.#webSocket.OPEN;
  }
}

/** Whoever was told something in this turn of the event loop. */
let told: WebSocketLink[] = [];

function endTurn(): void {
  const links = told;
  told = [];
  for (const link of links) link.flush();
}

/** Private to ws. A socket is given to it before it is open, and stays the same until it is closed. */
function socketOf(webSocket: WebSocket): Duplex {
  const { _socket: socket } = webSocket as unknown as { readonly _socket?: Duplex };
  if (socket === undefined) throw new Error("ws does not keep its socket in _socket any more");
  return socket;
}
