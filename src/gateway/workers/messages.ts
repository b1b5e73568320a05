/** What the talk's process and a worker, which carries WebSockets for it, say to each other. Sockets have numbers. */
import type { UpgradeRequest } from "../carrier.ts";
import type { Handshake } from "../handshake.ts";
import type { SocketLimits } from "../sockets.ts";

export type ToWorker =
  | { readonly kind: "begin"; readonly limits: SocketLimits }
  /** Comes with a TCP socket, on which an upgrade was asked for. */
  | { readonly kind: "accept"; readonly id: number; readonly request: UpgradeRequest; readonly head: Uint8Array }
  /** What is to be said in one turn of the event loop. */
  | { readonly kind: "work"; readonly number: number; readonly operations: readonly Operation[] };

export type Operation =
  /** WebSocket frames, the same for all of them. */
  | { readonly kind: "tell"; readonly frames: Uint8Array; readonly to: Uint32Array }
  | { readonly kind: "close"; readonly id: number; readonly code: number | undefined; readonly reason: string };

/** What came of one turn in a worker; the first one says that it is ready. */
export type FromWorker = {
  /** The last work that is done: written to the sockets. */
  readonly done: number;
  readonly happenings: readonly Happening[];
  /** Bytes that wait for clients to read, where that has changed. */
  readonly waiting: readonly Waiting[];
};

export type Happening =
  | { readonly kind: "opened"; readonly id: number; readonly handshake: Handshake }
  | { readonly kind: "said"; readonly id: number; readonly text: string }
  | { readonly kind: "binary"; readonly id: number }
  /** It closes, or is to be closed for an error: so that what it said before is answered before. */
  | { readonly kind: "closing"; readonly id: number; readonly code: number | undefined; readonly reason: string }
  /** It broke the rules of WebSocket, and is being closed. */
  | { readonly kind: "failed"; readonly id: number }
  | { readonly kind: "gone"; readonly id: number };

export type Waiting = { readonly id: number; readonly bytes: number };
