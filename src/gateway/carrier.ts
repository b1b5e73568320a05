/** What carries WebSockets: this process (`sockets.ts`), or several beside it (`workers/pool.ts`). */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Link } from "./link.ts";

/** Who hears what comes over a link. */
export interface Hearer {
  receive(text: string): void;
  refuseAndClose(code: "binary-frame"): void;
  closed(why?: "protocol-error"): void;
  /** ws is about to close, as its peer has, or for an error. Who has still something to say says it, and closes the link. */
  closing?(code: number | undefined, reason: string): void;
}

/** What is looked at in a request that opens a WebSocket. */
export type UpgradeRequest = Pick<IncomingMessage, "method" | "url" | "httpVersion" | "headers" | "rawHeaders">;

export interface SocketCarrier {
  /** Sockets it carries, and those about to open. */
  readonly size: number;
  /** Opens a WebSocket, or says in HTTP why not; `enter` is given the link once it is open. */
  upgrade(request: UpgradeRequest, socket: Duplex, head: Buffer, enter: (link: Link) => Hearer): void;
  /** Resolves when the last socket is closed; no more are opened. */
  close(): Promise<void>;
  /** Ends what is still open. */
  terminate(): Promise<void>;
}
