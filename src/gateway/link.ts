import type { Transport } from "../protocol/transports.ts";
import type { Batch } from "./batch.ts";
import type { Handshake } from "./handshake.ts";

/** What a connection needs of the thing that carries it. */
export interface Link {
  /**
   * Says these messages, in order; what is sent in one turn of the event loop goes to the network together. Where that can
   * be, what is urgent goes at once.
   */
  send(batch: Batch): void;
  close(code: number, reason: string): void;
  /** Bytes accepted by `send` that have not left yet. */
  readonly queuedBytes: number;
  /** How it was opened. */
  readonly handshake: Handshake;
  readonly transport: Transport;
}
