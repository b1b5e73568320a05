/** A TCP proxy on loopback whose lines are as bad as real ones: slow, cut at any byte, stalled, dead on one side only. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { between, type Random } from "./seeded.ts";

/** What one direction of a line suffers. */
export type Fate = {
  /** Milliseconds before each piece is passed on, and the most bytes of a piece. */
  readonly delayMs: number;
  readonly pieceBytes: number;
  /** After so many bytes the line is cut, or this direction stands still for `stallMs`. */
  readonly cutAfter?: number;
  readonly stallAfter?: number;
  readonly stallMs: number;
  /** How long the far side is not told that the near side is gone. */
  readonly lingerMs: number;
};

/** A line without faults. */
export const goodLine: Fate = { delayMs: 0, pieceBytes: 64 * 1024, stallMs: 0, lingerMs: 0 };

/** Chooses fates: most directions work, each in its own bad way. */
export function badNetwork(random: Random): () => Fate {
  return () => ({
    delayMs: random() < 0.5 ? 0 : between(random, 1, 30),
    pieceBytes: random() < 0.2 ? between(random, 200, 1400) : goodLine.pieceBytes,
    ...(random() < 0.15 && { cutAfter: between(random, 1, 20_000) }),
    ...(random() < 0.1 && { stallAfter: between(random, 1, 10_000) }),
    stallMs: between(random, 50, 1500),
    lingerMs: random() < 0.15 ? between(random, 50, 1500) : 0,
  });
}

export class FaultyProxy {
  readonly #server: Server;
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  #fate: () => Fate;
  /** Lines opened so far. */
  lines = 0;

  private constructor(server: Server, port: number, fate: () => Fate) {
    this.#server = server;
    this.#port = port;
    this.#fate = fate;
    server.on("connection", (client) => this.#open(client));
  }

  /** In front of whatever listens on this port, now or later. */
  static async before(port: number, fate: () => Fate): Promise<FaultyProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultyProxy(server, port, fate);
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws`;
  }

  /** From now on lines work; those that stand are cut, since they may be stalled for ever. */
  heal(): void {
    this.#fate = () => goodLine;
    this.cut();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
  }

  #open(client: Socket): void {
    this.lines += 1;
    const server = connect({ host: "127.0.0.1", port: this.#port, noDelay: true });
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => this.#sockets.delete(socket));
    }
    void carry(client, server, this.#fate());
    void carry(server, client, this.#fate());
  }
}

async function carry(from: Socket, to: Socket, fate: Fate): Promise<void> {
  try {
    for await (const piece of shaped(from, fate)) {
      if (!to.write(piece)) await writable(to);
    }
  } catch {
    // Cut by fate, or broken by whoever stood at its end: the other side finds out below.
  }
  if (fate.lingerMs > 0) await wait(fate.lingerMs);
  to.destroySoon();
  from.destroy();
}

async function* shaped(from: AsyncIterable<Buffer>, fate: Fate): AsyncGenerator<Buffer> {
  let passed = 0;
  let isStallDue = fate.stallAfter !== undefined;
  for await (const data of from) {
    for (let at = 0; at < data.length; at += fate.pieceBytes) {
      const piece = data.subarray(at, at + fate.pieceBytes);
      if (fate.delayMs > 0) await wait(fate.delayMs);
      if (isStallDue && passed + piece.length > (fate.stallAfter ?? 0)) {
        isStallDue = false;
        await wait(fate.stallMs);
      }
      if (fate.cutAfter !== undefined && passed + piece.length > fate.cutAfter) {
        yield piece.subarray(0, fate.cutAfter - passed);
        return;
      }
      passed += piece.length;
      yield piece;
    }
  }
}

/** Resolves when the socket takes more, or never will. */
function writable(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    if (socket.destroyed) resolve();
    else socket.on("drain", done).on("close", done);
  });
}
