/**
 * The link to one WebSocket. Frames that were made once for all are written to the socket under ws, past its sender:
 * ws itself writes whole frames only, since nothing is compressed or cut into fragments here.
 */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Batch, Frames } from "./batch.ts";
import type { Handshake } from "./handshake.ts";
import type { Link } from "./link.ts";
import { SocketWriter } from "./socket-writer.ts";

/** Bytes from which gathering saves nothing; what waits in a link would look like a slow reader's queue (rule B2). */
const large = 16 * 1024;

export class WebSocketLink extends SocketWriter implements Link {
  readonly handshake: Handshake;
  readonly #webSocket: WebSocket;
  /** What was said in this turn of the event loop. */
  #due: Frames | undefined;
  #isOpen = true;

  constructor(webSocket: WebSocket, handshake: Handshake) {
    super(socketOf(webSocket));
    this.handshake = handshake;
    this.#webSocket = webSocket;
  }

  get transport(): "websocket" {
    return "websocket";
  }

  override get queuedBytes(): number {
    return super.queuedBytes + (this.#due?.bytes.length ?? 0);
  }

  /** What is sent in one turn of the event loop goes to the network in one write (rule B1). */
  send({ frames }: Pick<Batch, "frames">): void {
    // Nothing follows a closing frame (RFC 6455 §5.5.1).
    if (!this.#isOpen) return;
    const due = this.#due === undefined ? frames : this.#due.followedBy(frames);
    if (due.isUrgent || due.bytes.length >= large) {
      this.#due = undefined;
      this.write(due.bytes);
      return;
    }
    if (this.#due === undefined && told.push(this) === 1) process.nextTick(endTurn);
    this.#due = due;
  }

  /** Whether something may still be said here. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  close(code: number | undefined, reason: string): void {
    this.end();
    this.#webSocket.close(code, reason);
  }

  /** What was said before the closing frame goes before it, and nothing follows. */
  end(): void {
    this.flush();
    this.#isOpen = false;
  }

  /** What waits for the end of the turn is written now. */
  flush(): void {
    const due = this.#due;
    if (due === undefined) return;
    this.#due = undefined;
    this.write(due.bytes);
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
