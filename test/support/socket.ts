/** A bare WebSocket client for tests of the wire: what arrives is kept until it is asked for. */
import { once } from "node:events";
import { WebSocket } from "ws";

export type Message = Readonly<Record<string, unknown>> & { readonly event: string };

export class Socket {
  readonly #socket: WebSocket;
  readonly received: Message[] = [];
  readonly #waiting = new Set<() => void>();
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  #taken = 0;

  private constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.on("message", (data) => {
      this.received.push(JSON.parse(String(data)) as Message);
      for (const wake of [...this.#waiting]) wake();
    });
    this.closed = new Promise((resolve) =>
      this.#socket.on("close", (code, reason) => resolve({ code, reason: String(reason) })),
    );
    // A test that expects an error awaits it where it opens or closes.
    this.#socket.on("error", () => {});
  }

  static async open(url: string): Promise<Socket> {
    const socket = new Socket(url);
    await once(socket.#socket, "open");
    return socket;
  }

  /** Opens, says hello and returns with the welcome taken. */
  static async hello(url: string, hello: object = {}): Promise<Socket & { welcome: Message }> {
    const socket = await Socket.open(url);
    socket.send({ event: "hello", v: 1, ...hello });
    return Object.assign(socket, { welcome: await socket.next("welcome") });
  }

  send(message: object | string | Uint8Array): void {
    const isRaw = typeof message === "string" || message instanceof Uint8Array;
    this.#socket.send(isRaw ? message : JSON.stringify(message));
  }

  /** The next message with this event that was not taken yet; messages before it are passed over. */
  async next(event: string): Promise<Message> {
    for (;;) {
      const index = this.received.findIndex((message, at) => at >= this.#taken && message.event === event);
      const message = this.received[index];
      if (message !== undefined) {
        this.#taken = index + 1;
        return message;
      }
      if (this.#socket.readyState === WebSocket.CLOSED) throw new Error(`closed while waiting for ${event}`);
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        void this.closed.then(() => resolve());
      });
      this.#waiting.clear();
    }
  }

  /** Sends a message with an id and waits for its ack or error. */
  async ask(message: { readonly id: number } & Readonly<Record<string, unknown>>): Promise<Message> {
    const answered = (one: Message): boolean => one.id === message.id && (one.event === "ack" || one.event === "error");
    const from = this.received.length;
    this.send(message);
    for (;;) {
      const answer = this.received.slice(from).find(answered);
      if (answer) return answer;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
      this.#waiting.clear();
    }
  }

  /** Resolves when everything sent so far was read and answered by the server. */
  async settled(): Promise<void> {
    this.send({ event: "ping" });
    await this.next("pong");
  }

  /** Reads nothing any more, so that the network's buffers fill up. */
  stall(): void {
    this.#socket.pause();
  }

  readOn(): void {
    this.#socket.resume();
  }

  close(code = 1000): void {
    this.#socket.close(code);
  }

  terminate(): void {
    this.#socket.terminate();
  }
}
