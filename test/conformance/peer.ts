/** A WebSocket client on a raw TCP socket: what it sends is exactly what a case says. */
import { connect, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { FrameReader, opcodes, type ReadFrame } from "./frames.ts";

export type Address = { readonly port: number; readonly host: string };

/** How long, in milliseconds, anything may take before a case has failed. */
const patienceMs = 15_000;

export class Peer {
  readonly #socket: Socket;
  readonly #reader = new FrameReader();
  readonly frames: ReadFrame[] = [];
  /** Why the server's frames could not be read. */
  fault: string | undefined;
  #isEnded = false;
  #head = "";
  readonly #waiting = new Set<() => void>();

  private constructor(address: Address) {
    this.#socket = connect({ ...address, noDelay: true });
    this.#socket.on("data", (data) => this.#take(data));
    // A server that has failed the connection may reset what is still sent to it.
    this.#socket.on("error", () => {});
    this.#socket.on("drain", () => this.#wake());
    this.#socket.on("end", () => this.#end());
    this.#socket.on("close", () => this.#end());
    this.#socket.setTimeout(patienceMs, () => {
      this.fault = "left open";
      this.#socket.destroy();
    });
  }

  /** Opens a WebSocket at `/ws`; `headers` are lines added to the request. */
  static async open(address: Address, headers: readonly string[] = []): Promise<Peer> {
    const peer = await Peer.request(address, openingRequest(headers));
    if (peer.status !== 101) throw new Error(`not opened: ${peer.head}`);
    return peer;
  }

  /** Sends a request as it stands and returns once the head of its answer is there, or the server has gone. */
  static async request(address: Address, request: string | Uint8Array): Promise<Peer> {
    const peer = new Peer(address);
    peer.#socket.write(request);
    await peer.#until(() => peer.head !== "");
    return peer;
  }

  /** Status line and headers; empty until they are whole. */
  get head(): string {
    const end = this.#head.indexOf("\r\n\r\n");
    return end < 0 ? "" : this.#head.slice(0, end);
  }

  /** What came after the head of an answer that opened nothing. */
  get body(): string {
    return this.head === "" ? "" : this.#head.slice(this.head.length + 4);
  }

  get status(): number | undefined {
    const [, status] = /^HTTP\/1\.[01] (\d{3}) /.exec(this.head) ?? [];
    return status === undefined ? undefined : Number(status);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  get isClosing(): boolean {
    return this.frames.some(({ opcode }) => opcode === opcodes.close);
  }

  /** Sends octets in pieces of `size`, each in a write of its own; stops where the server has closed. */
  async send(octets: Uint8Array, size = octets.length): Promise<void> {
    for (let at = 0; at < octets.length && !this.isEnded && !this.isClosing; at += size) {
      const hasRoom = this.#socket.write(octets.subarray(at, at + size));
      if (at + size < octets.length) await setImmediate();
      if (!hasRoom) await this.#until(() => !this.#socket.writableNeedDrain || this.isClosing);
    }
  }

  /** Resolves when the server has sent a close frame or ended the connection. */
  async closing(): Promise<void> {
    await this.#until(() => this.isClosing);
  }

  /** Answers the server's close frame where `reply` is given, and resolves when the server has ended the connection. */
  async ended(reply?: Uint8Array): Promise<void> {
    if (reply !== undefined && !this.#isEnded) this.#socket.write(reply);
    await this.#until(() => this.#isEnded);
    this.destroy();
  }

  /** Resolves when `length` octets have come after the head. */
  async received(length: number): Promise<void> {
    await this.#until(() => this.body.length >= length);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  async #until(test: () => boolean): Promise<void> {
    while (!this.#isEnded && this.fault === undefined && !test()) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #take(data: Buffer): void {
    if (this.status === 101) this.#read(data);
    else {
      this.#head += data.toString("latin1");
      const end = this.#head.indexOf("\r\n\r\n");
      if (this.status === 101 && end >= 0) this.#read(Buffer.from(this.#head.slice(end + 4), "latin1"));
    }
    this.#wake();
  }

  #read(data: Buffer): void {
    try {
      this.frames.push(...this.#reader.read(data));
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }

  #end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/** The key of RFC 6455 §1.3 and what a server makes of it. */
export const sampleKey = "dGhlIHNhbXBsZSBub25jZQ==";
export const sampleAccept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

export function openingRequest(headers: readonly string[] = []): string {
  const lines = ["GET /ws HTTP/1.1", "Host: talk.example", "Upgrade: websocket", "Connection: Upgrade"];
  return [...lines, `Sec-WebSocket-Key: ${sampleKey}`, "Sec-WebSocket-Version: 13", ...headers, "", ""].join("\r\n");
}
