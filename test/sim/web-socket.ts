/** A WebSocket on a line: what browsers have at one end, and what `gateway/websocket.ts` makes of ws at the other. */
import { Connection } from "../../src/gateway/connection.ts";
import type { Limits } from "../../src/gateway/limits.ts";
import type { Link } from "../../src/gateway/link.ts";
import type { Room } from "../../src/gateway/room.ts";
import type { ClientEnd, Line, ServerEnd } from "./line.ts";
import type { Overseer } from "./overseer.ts";

export type SocketUp = { readonly kind: "upgrade" | "pong" } | { readonly kind: "text"; readonly text: string };
export type SocketDown =
  | { readonly kind: "open" | "ping" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "close"; readonly code: number; readonly reason: string };
type SocketLine = Line<SocketUp, SocketDown>;

/** How long ws waits for the answer to its close frame. */
const closingMs = 30_000;
export const headerBytes = 4;

export class SimSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((close: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;
  readonly #line: SocketLine | undefined;

  constructor(dial: (client: ClientEnd<SocketDown>) => SocketLine | undefined) {
    this.#line = dial({ heard: (frame) => this.#heard(frame), lost: () => this.#closed(1006, "") });
  }

  send(text: string): void {
    if (this.readyState === 1) this.#line?.say({ kind: "text", text }, text.length + headerBytes);
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.#line?.hangUp();
  }

  #heard(frame: SocketDown): void {
    if (this.readyState >= 2) return;
    if (frame.kind === "ping") return this.#line?.say({ kind: "pong" }, headerBytes);
    if (frame.kind === "text") return this.onmessage?.({ data: frame.text });
    if (frame.kind === "close") {
      this.#line?.hangUp();
      return this.#closed(frame.code, frame.reason);
    }
    this.readyState = 1;
    this.onopen?.();
  }

  #closed(code: number, reason: string): void {
    if (this.readyState >= 2) return;
    this.readyState = 3;
    this.onclose?.({ code, reason });
  }
}

type Socket = { readonly connection: Connection; isAlive: boolean };

export class Sockets {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #overseer: Overseer;
  readonly #sockets = new Map<SocketLine, Socket>();
  readonly #pinging: NodeJS.Timeout;

  constructor(limits: Limits, now: () => number, overseer: Overseer) {
    this.#limits = limits;
    this.#now = now;
    this.#overseer = overseer;
    this.#pinging = setInterval(() => this.#pingAll(), limits.pingMs);
  }

  get size(): number {
    return this.#sockets.size;
  }

  accept(line: SocketLine, room: Room): ServerEnd<SocketUp> {
    line.tell({ kind: "open" }, headerBytes);
    const connection = new Connection(this.#linkTo(line), room, this.#limits, this.#now);
    const socket: Socket = { connection, isAlive: true };
    this.#sockets.set(line, socket);
    return {
      heard: (frame) => {
        socket.isAlive = true;
        if (frame.kind !== "text") return;
        this.#overseer.hearing(connection, [frame.text], () => connection.receive(frame.text));
      },
      drained: () => {},
      lost: () => {
        this.#sockets.delete(line);
        connection.closed();
      },
    };
  }

  terminate(): void {
    clearInterval(this.#pinging);
    for (const line of [...this.#sockets.keys()]) line.terminate();
  }

  /** The process has died. */
  die(): void {
    clearInterval(this.#pinging);
    for (const line of this.#sockets.keys()) line.serverDied();
  }

  /** A socket that answered nothing since the last round is dead (rule W9). */
  #pingAll(): void {
    for (const [line, socket] of [...this.#sockets]) {
      if (!socket.isAlive) line.terminate();
      else {
        socket.isAlive = false;
        line.tell({ kind: "ping" }, headerBytes);
      }
    }
  }

  #linkTo(line: SocketLine): Link {
    return {
      transport: "websocket",
      handshake: { request: [], response: [] },
      send: ({ texts }) => {
        const connection = this.#sockets.get(line)?.connection;
        if (line.isHeld) this.#overseer.telling(line.owner, line.queuedBytes, texts[0] ?? "", connection);
        for (const text of texts) line.tell({ kind: "text", text }, text.length + headerBytes);
      },
      close: (code, reason) => {
        line.tell({ kind: "close", code, reason }, headerBytes);
        setTimeout(() => line.terminate(), closingMs);
      },
      get queuedBytes() {
        return line.queuedBytes;
      },
    };
  }
}
