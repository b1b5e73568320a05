/** A proxy on loopback that does to a talk what networks do: lets no WebSocket through, collects answers, breaks lines. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";

export type Blocking = {
  /** `stripped`: the upgrade is passed on as a plain request; `silent`: it opens, and nothing comes through. */
  websocket?: "stripped" | "silent";
  /** Gives an answer only when it is complete. */
  collects?: boolean;
  /** The next answer to a POST is lost after the server has acted on it. */
  losesAnswer?: boolean;
};

export class BlockingProxy {
  readonly #server: Server;
  readonly #port: number;
  readonly #sockets = new Set<Duplex>();
  /** May be changed at any time. */
  blocking: Blocking;
  /** Paths of the requests, in their order, upgrades too. */
  readonly asked: string[] = [];

  private constructor(server: Server, port: number, blocking: Blocking) {
    this.#server = server;
    this.#port = port;
    this.blocking = blocking;
    server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    server.on("request", (asked, answer) => this.#pass(asked, answer));
    server.on("upgrade", (asked, socket: Duplex, head) => this.#upgrade(asked, socket, head));
  }

  /** In front of the server on this port. */
  static async before(port: number, blocking: Blocking): Promise<BlockingProxy> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new BlockingProxy(server, port, blocking);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get socketUrl(): string {
    return `${this.origin.replace("http", "ws")}/ws`;
  }

  /** Breaks every line that stands. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
  }

  #onward({ method, url, headers }: IncomingMessage): ReturnType<typeof request> {
    this.asked.push(url ?? "");
    return request({ host: "127.0.0.1", port: this.#port, method, path: url, headers });
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const onward = this.#onward(asked);
    asked.pipe(onward);
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    onward.on("response", (given) => {
      given.on("error", () => answer.destroy());
      if (this.blocking.losesAnswer === true && asked.method === "POST") {
        this.blocking = { ...this.blocking, losesAnswer: false };
        answer.destroy();
      } else if (this.blocking.collects === true) collect(given, answer).catch(() => answer.destroy());
      else given.pipe(answer.writeHead(given.statusCode ?? 502, given.headers));
    });
  }

  #upgrade(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    if (this.blocking.websocket === "stripped") {
      this.asked.push(asked.url ?? "");
      socket.end("HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const onward = this.#onward(asked);
    onward.on("error", () => socket.destroy());
    onward.on("upgrade", (given, server: Socket) => {
      const lines = given.rawHeaders.flatMap((name, at, all) => (at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : []));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
      for (const [one, other] of [
        [socket, server],
        [server, socket],
      ] as const) {
        one.on("close", () => other.destroy());
        one.on("error", () => other.destroy());
      }
      if (this.blocking.websocket === "silent") return;
      server.write(head);
      server.pipe(socket);
      socket.pipe(server);
    });
    onward.end();
  }
}

async function collect(given: IncomingMessage, answer: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of given) parts.push(part as Buffer);
  const { "transfer-encoding": _, ...headers } = given.headers;
  answer.writeHead(given.statusCode ?? 502, headers).end(Buffer.concat(parts));
}
