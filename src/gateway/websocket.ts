/** WebSocket as a way into a room, whatever carries the sockets. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { errors } from "../errors.ts";
import type { SocketCarrier } from "./carrier.ts";
import { Connection } from "./connection.ts";
import type { Limits, Refusal } from "./limits.ts";
import type { Room } from "./room.ts";
import { endUpgrade, refuseHandshake, upgradeProblem } from "./upgrade.ts";

export class WebSocketGateway {
  readonly #carrier: SocketCarrier;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #refusal: () => Refusal | undefined;

  /** `refusal`: why the server takes no more connections, if it does not. */
  constructor(carrier: SocketCarrier, limits: Limits, now: () => number, refusal: () => Refusal | undefined) {
    this.#carrier = carrier;
    this.#limits = limits;
    this.#now = now;
    this.#refusal = refusal;
  }

  get size(): number {
    return this.#carrier.size;
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
    this.#carrier.upgrade(request, socket, head, (link) => {
      const connection = new Connection(link, room, this.#limits, this.#now);
      // Everybody was told to go while this one was on its way to a worker.
      if (this.#refusal() === "draining") connection.drain(Math.floor(Math.random() * this.#limits.returnSpreadMs));
      return connection;
    });
  }

  /** Resolves when the closing handshakes are over. */
  close(): Promise<void> {
    return this.#carrier.close();
  }

  /** Ends what is still open after they had their time. */
  terminate(): Promise<void> {
    return this.#carrier.terminate();
  }
}
