/**
 * One TCP line between somebody and the server; what it carries, `web-socket.ts` and `http.ts` know. Each end finds out
 * by itself that the line is gone, sooner, later or never, as on a real network: a line that is severed says so to
 * nobody.
 */
import { between, type Random } from "../support/seeded.ts";
import { type Moments, Pipe, type Weather } from "./pipe.ts";

type Frame<What> = { readonly kind: "opening" | "said"; readonly what: What } | { readonly kind: "end" };

export interface ClientEnd<Down> {
  heard(what: Down): void;
  lost(): void;
}

export interface ServerEnd<Up> {
  heard(what: Up): void;
  /** Everything that was told has left the process. */
  drained(): void;
  lost(): void;
}

/** What answers at the server's address; undefined: it takes nobody. */
export type Accept<Up, Down> = (line: Line<Up, Down>, opening: Up) => ServerEnd<Up> | undefined;

export type LineOptions<Up, Down> = {
  /** Whose it is. */
  readonly owner: string;
  readonly moments: Moments;
  readonly random: Random;
  readonly weather: Weather;
  /** What the client says first, and its size. */
  readonly opening: Up;
  readonly bytes: number;
  readonly client: ClientEnd<Down>;
  readonly accept: Accept<Up, Down>;
  /** Whether the client's other lines say that it is alive. */
  readonly hasOthers: boolean;
};

/** What the network and the judge know of a line, whatever it carries. */
export type AnyLine = Pick<
  Line<unknown, unknown>,
  | ("owner" | "severedAt" | "clientGoneAt" | "serverGoneAt" | "wasHeld" | "isHalfGone" | "isOver" | "hasOthers")
  | ("cut" | "halfOpen" | "stall" | "heal")
>;

/** How long an end may take to hear that the line broke, where it hears of it; milliseconds. */
const noticeMs = 1000;
const endBytes = 4;

export class Line<Up, Down> {
  readonly #options: LineOptions<Up, Down>;
  readonly #up: Pipe<Frame<Up>>;
  readonly #down: Pipe<Frame<Down>>;
  #server: ServerEnd<Up> | undefined;
  #isClientOver = false;
  #isServerOver = false;
  /** When nothing passed any more. */
  severedAt: number | undefined;
  /** When the ends let go of it. */
  clientGoneAt: number | undefined;
  serverGoneAt: number | undefined;

  constructor(options: LineOptions<Up, Down>) {
    this.#options = options;
    const { moments, random, weather, opening, bytes } = options;
    this.#up = new Pipe(moments, random, weather, (frame) => this.#atServer(frame));
    this.#down = new Pipe(
      moments,
      random,
      weather,
      (frame) => this.#atClient(frame),
      () => this.#drained(),
    );
    this.#up.send({ kind: "opening", what: opening }, bytes);
  }

  get owner(): string {
    return this.#options.owner;
  }

  get hasOthers(): boolean {
    return this.#options.hasOthers;
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

  say(what: Up, bytes: number): void {
    if (!this.#isClientOver) this.#up.send({ kind: "said", what }, bytes);
  }

  hangUp(): void {
    if (this.#isClientOver) return;
    this.#clientLetsGo();
    this.#up.send({ kind: "end" }, endBytes);
  }

  /** Nobody waits for what comes on it. */
  forget(): void {
    if (!this.#isClientOver) this.#clientLetsGo();
  }

  // What the server does.

  tell(what: Down, bytes: number): void {
    if (!this.#isServerOver) this.#down.send({ kind: "said", what }, bytes);
  }

  /** Has said everything; what was told still arrives. */
  leave(): void {
    if (this.#isServerOver) return;
    this.#isServerOver = true;
    this.serverGoneAt = Date.now();
  }

  /** Lets go at once: the other end hears of it where it can. */
  terminate(): void {
    if (this.#isServerOver) return;
    this.#serverLost();
    this.#down.die();
    this.#resetLater();
  }

  /** The process at the other end has died. What the kernel had taken may still arrive. */
  serverDied(): void {
    if (this.#isServerOver) return;
    this.leave();
    this.#up.die();
    if (this.#options.random() < 0.5) this.#down.send({ kind: "end" }, endBytes);
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

  #atServer(frame: Frame<Up>): void {
    if (frame.kind === "opening") return this.#accepted(frame.what);
    if (this.#isServerOver) return;
    if (frame.kind === "said") this.#server?.heard(frame.what);
    else this.#serverLost();
  }

  #accepted(opening: Up): void {
    const answer = this.#options.accept(this, opening);
    if (answer === undefined) this.#down.send({ kind: "end" }, endBytes);
    else this.#server = answer;
  }

  #atClient(frame: Frame<Down>): void {
    if (this.#isClientOver) return;
    if (frame.kind === "end") this.#clientLost();
    else this.#options.client.heard(frame.what);
  }

  #drained(): void {
    if (!this.#isServerOver) this.#server?.drained();
  }

  #clientLost(): void {
    if (this.#isClientOver) return;
    this.#clientLetsGo();
    this.#options.client.lost();
  }

  #clientLetsGo(): void {
    this.#isClientOver = true;
    this.clientGoneAt = Date.now();
  }

  #serverLost(): void {
    if (this.#isServerOver) return;
    this.leave();
    this.#server?.lost();
  }
}
