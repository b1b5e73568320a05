/**
 * One TCP line between somebody and the server, with a WebSocket on it. Each end finds out by itself that the line is
 * gone, sooner, later or never, as on a real network: a line that is severed says so to nobody.
 */
import { between, type Random } from "../support/seeded.ts";
import { type Moments, Pipe, type Weather } from "./pipe.ts";

type Up = { readonly kind: "connect" | "pong" | "close" } | { readonly kind: "text"; readonly text: string };
type Down =
  | { readonly kind: "open" }
  | { readonly kind: "ping" }
  | { readonly kind: "reset" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "close"; readonly code: number; readonly reason: string };

export interface ClientEnd {
  opened(): void;
  heard(text: string): void;
  closed(code: number, reason: string): void;
}

export interface ServerEnd {
  heard(text: string): void;
  /** A pong came. */
  alive(): void;
  gone(): void;
}

/** What answers at the server's address; undefined: it takes nobody. */
export type Accept = (line: Line) => ServerEnd | undefined;

export type LineOptions = {
  /** Whose it is. */
  readonly owner: string;
  readonly moments: Moments;
  readonly random: Random;
  readonly weather: Weather;
  readonly client: ClientEnd;
  readonly accept: Accept;
};

/** How long an end may take to hear that the line broke, where it hears of it; milliseconds. */
const noticeMs = 1000;
/** How long ws waits for the answer to its close frame. */
const closingMs = 30_000;
const headerBytes = 4;

export class Line {
  readonly #options: LineOptions;
  readonly #up: Pipe<Up>;
  readonly #down: Pipe<Down>;
  #server: ServerEnd | undefined;
  #isClientOver = false;
  #isServerOver = false;
  /** When nothing passed any more. */
  severedAt: number | undefined;
  /** When the ends let go of it. */
  clientGoneAt: number | undefined;
  serverGoneAt: number | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
    const { moments, random, weather } = options;
    this.#up = new Pipe(moments, random, weather, (frame) => this.#atServer(frame));
    this.#down = new Pipe(moments, random, weather, (frame) => this.#atClient(frame));
    this.#up.send({ kind: "connect" }, headerBytes);
  }

  get owner(): string {
    return this.#options.owner;
  }

  /** The client has let go of it, and the server holds it still. */
  get isHalfGone(): boolean {
    return this.clientGoneAt !== undefined && this.wasHeld && this.serverGoneAt === undefined;
  }

  get isOver(): boolean {
    return this.#isClientOver && (this.#isServerOver || this.#server === undefined);
  }

  /** Whether a server ever took it. */
  get wasHeld(): boolean {
    return this.#server !== undefined;
  }

  /** Whether a server holds the other end. */
  get isHeld(): boolean {
    return this.#server !== undefined && !this.#isServerOver;
  }

  get queuedBytes(): number {
    return this.#down.queuedBytes;
  }

  // What the client does.

  say(text: string): void {
    if (!this.#isClientOver) this.#up.send({ kind: "text", text }, text.length + headerBytes);
  }

  hangUp(): void {
    if (this.#isClientOver) return;
    this.#clientLetsGo();
    this.#up.send({ kind: "close" }, headerBytes);
  }

  // What the server does.

  tell(text: string): void {
    if (!this.#isServerOver) this.#down.send({ kind: "text", text }, text.length + headerBytes);
  }

  ping(): void {
    this.#down.send({ kind: "ping" }, headerBytes);
  }

  close(code: number, reason: string): void {
    if (this.#isServerOver) return;
    this.#down.send({ kind: "close", code, reason }, headerBytes);
    setTimeout(() => this.terminate(), closingMs);
  }

  /** As ws does: the other end hears of it where it can. */
  terminate(): void {
    if (this.#isServerOver) return;
    this.#serverLetsGo();
    this.#down.die();
    this.#resetLater();
  }

  /** The process at the other end has died. What the kernel had taken may still arrive. */
  serverDied(): void {
    if (this.#isServerOver) return;
    this.#isServerOver = true;
    this.serverGoneAt = Date.now();
    this.#up.die();
    if (this.#options.random() < 0.5) this.#down.send({ kind: "reset" }, headerBytes);
    else {
      this.#down.die();
      this.#resetLater();
    }
  }

  // What the network does.

  /** Breaks the line; both ends hear of it. */
  cut(): void {
    this.#sever();
    this.#later(() => this.#clientLost());
    this.#later(() => this.#serverLost());
  }

  /** Nothing passes any more; at most one end hears of it. */
  halfOpen(): void {
    this.#sever();
    const chance = this.#options.random();
    if (chance < 0.25) this.#later(() => this.#clientLost());
    else if (chance < 0.5) this.#later(() => this.#serverLost());
  }

  /** Nothing passes for so long; what was sent comes afterwards. */
  stall(direction: "up" | "down" | "both", milliseconds: number): void {
    if (direction !== "down") this.#up.block(milliseconds);
    if (direction !== "up") this.#down.block(milliseconds);
  }

  heal(): void {
    this.#up.heal();
    this.#down.heal();
  }

  #sever(): void {
    this.severedAt ??= Date.now();
    this.#up.die();
    this.#down.die();
  }

  #later(work: () => void): void {
    const { moments, random } = this.#options;
    moments.wake(Date.now() + between(random, 0, noticeMs), work);
  }

  #resetLater(): void {
    const { moments, weather } = this.#options;
    moments.wake(Date.now() + weather.latency, () => {
      if (this.severedAt === undefined) this.#clientLost();
    });
  }

  #atServer(frame: Up): void {
    if (frame.kind === "connect") return this.#accepted();
    if (this.#isServerOver) return;
    if (frame.kind === "text") this.#server?.heard(frame.text);
    else if (frame.kind === "pong") this.#server?.alive();
    else {
      this.#serverLetsGo();
      this.#down.send({ kind: "close", code: 1000, reason: "" }, headerBytes);
    }
  }

  #accepted(): void {
    const answer = this.#options.accept(this);
    if (answer === undefined) this.#down.send({ kind: "reset" }, headerBytes);
    else this.#server = answer;
  }

  /** The server has taken the line; it says so before anything else. */
  open(): void {
    this.#down.send({ kind: "open" }, headerBytes);
  }

  #atClient(frame: Down): void {
    if (frame.kind === "ping") return this.#up.send({ kind: "pong" }, headerBytes);
    if (this.#isClientOver) return;
    if (frame.kind === "open") this.#options.client.opened();
    else if (frame.kind === "text") this.#options.client.heard(frame.text);
    else if (frame.kind === "reset") this.#clientLost();
    else {
      this.#up.send({ kind: "close" }, headerBytes);
      this.#clientLost(frame.code, frame.reason);
    }
  }

  #clientLost(code = 1006, reason = ""): void {
    if (this.#isClientOver) return;
    this.#clientLetsGo();
    this.#options.client.closed(code, reason);
  }

  #serverLost(): void {
    if (!this.#isServerOver) this.#serverLetsGo();
  }

  #clientLetsGo(): void {
    this.#isClientOver = true;
    this.clientGoneAt = Date.now();
  }

  #serverLetsGo(): void {
    this.#isServerOver = true;
    this.serverGoneAt = Date.now();
    this.#server?.gone();
  }
}
