/**
 * A talk without a screen: connect, say hello, resume, keep the view current, send commands exactly once. The pages
 * in the browser and scripts in Node (22 or newer) share it.
 *
 *     const talk = connect({ url: "ws://192.168.1.20:9008/ws" });
 *     for await (const happening of talk) if (happening.type === "event") console.log(happening.event);
 */
import type { ClientMessage, ServerMessage, Welcome } from "../protocol/messages.ts";
import type { Role } from "../talk/commands.ts";
import type { TalkEvent } from "../talk/events.ts";
import { updateView, type View } from "../talk/view.ts";
import { backoffMs, retryHintMs } from "./backoff.ts";
import { ServerClock } from "./clock.ts";
import { type CommandBody, CommandRefused, PendingCommands } from "./pending.ts";
import { Stream } from "./stream.ts";

export type { CommandBody } from "./pending.ts";
export { CommandRefused } from "./pending.ts";

/**
 * - `connecting` for the first time
 * - `live` the view is current
 * - `reconnecting` the link is down; the view is the last one known
 * - `refused` the server said no for good (wrong key, wrong version); `refusal` says why
 * - `closed` by `close()`
 */
export type Status = "connecting" | "live" | "reconnecting" | "refused" | "closed";

export type Happening =
  | { readonly type: "status"; readonly status: Status }
  /** The view is a new one: after a snapshot (`event` absent) or an event. */
  | { readonly type: "view"; readonly view: View }
  | { readonly type: "event"; readonly event: TalkEvent }
  | { readonly type: "here"; readonly here: number }
  /** What was sent on a channel this client listens to, in the server's order. */
  | { readonly type: "messages"; readonly channel: string; readonly list: readonly ChannelMessage[] }
  /** Something sent on a channel was refused, and not delivered. */
  | { readonly type: "refused"; readonly channel: string; readonly error: CommandRefused }
  | { readonly type: "participant"; readonly key: string }
  /** The server's clock is known, or known better: see `now()`. */
  | { readonly type: "clock" };

export type ChannelMessage = Extract<ServerMessage, { event: "messages" }>["list"][number];

/** A view and where it stands in the log: what the server puts into a page's HTML. */
export type Snapshot = { readonly epoch: string; readonly seq: number; readonly view: View; readonly here: number };

export type ConnectOptions = {
  /** The talk's WebSocket address, `ws://…/ws` or `wss://…/ws`. */
  readonly url: string;
  /** The speaker's or moderator's key. */
  readonly key?: string | undefined;
  /** The participant's key from an earlier `participant` happening: come back as the same person. */
  readonly participant?: string | undefined;
  readonly name?: string | undefined;
  readonly as?: "screen" | undefined;
  /** Start from this snapshot and ask only for what came after it. */
  readonly snapshot?: Snapshot | undefined;
  readonly WebSocket?: typeof WebSocket;
  readonly random?: () => number;
};

const quietMs = 20_000;
const deadMs = 35_000;
const checkMs = 5_000;

/** Starts at once and reconnects until `close()` or a refusal. Never throws. */
export function connect(options: ConnectOptions): TalkClient {
  return new TalkClient(options);
}

export class TalkClient {
  readonly #options: ConnectOptions;
  readonly #random: () => number;
  readonly #client: string;
  readonly #pending = new PendingCommands();
  readonly #clock = new ServerClock();
  readonly #stream = new Stream<Happening>();
  #socket: WebSocket | undefined;
  #status: Status = "connecting";
  #refusal: CommandRefused | undefined;
  #welcome: Welcome | undefined;
  #participant: string | undefined;
  #snapshot: Snapshot | undefined;
  #channels: readonly string[] = [];
  #attempt = 0;
  #heardAt = 0;
  #pingSentAt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#client = randomName();
    this.#participant = options.participant;
    this.#snapshot = options.snapshot;
    this.#open();
  }

  get status(): Status {
    return this.#status;
  }

  /** Why the server refused this client; undefined unless `status` is `refused`. */
  get refusal(): CommandRefused | undefined {
    return this.#refusal;
  }

  get view(): View | undefined {
    return this.#snapshot?.view;
  }

  get seq(): number {
    return this.#snapshot?.seq ?? 0;
  }

  get epoch(): string | undefined {
    return this.#snapshot?.epoch;
  }

  get here(): number {
    return this.#snapshot?.here ?? 0;
  }

  get role(): Role | undefined {
    return this.#welcome?.role;
  }

  get participant(): { readonly id: string; readonly key: string } | undefined {
    return this.#welcome?.participant;
  }

  get talk(): { readonly code: string; readonly title: string } | undefined {
    return this.#welcome?.talk;
  }

  /** Commands not yet answered. */
  get unanswered(): number {
    return this.#pending.size;
  }

  /** The server's time now, Unix milliseconds, as well as it is known. */
  now(): number {
    return this.#clock.at(Date.now());
  }

  /**
   * Sends a command, now or when the link is back. Resolves with its seq when it is durable.
   * @throws CommandRefused when the server or the talk says no.
   */
  send(body: CommandBody): Promise<number> {
    if (this.#status === "closed" || this.#status === "refused") {
      return Promise.reject(this.#refusal ?? new CommandRefused("closed", "This connection is closed."));
    }
    const { message, answer } = this.#pending.add(body);
    if (this.#status === "live") this.#say(message);
    return answer;
  }

  /** The channels whose messages this client wants, from now on and after every reconnect. */
  listen(channels: readonly string[]): void {
    this.#channels = channels;
    if (this.#status === "live") this.#say({ event: "listen", channels: [...channels] });
  }

  /** Sends `data` (any JSON) to everybody who listens to `channel`. False when there is no link: it is not kept. */
  sendOn(channel: string, data: unknown): boolean {
    if (this.#status !== "live") return false;
    this.#say({ event: "send", channel, data });
    return true;
  }

  /** Calls `listener` for everything that happens from now on; returns how to stop. */
  on(listener: (happening: Happening) => void): () => void {
    return this.#stream.on(listener);
  }

  [Symbol.asyncIterator](): AsyncIterator<Happening> {
    return this.#stream[Symbol.asyncIterator]();
  }

  /** The network or the screen just came back: check the link, or retry now instead of later. */
  nudge(): void {
    if (this.#status === "live") this.#ping();
    if (this.#retry !== undefined) this.#open();
  }

  close(): void {
    this.#end("closed", new CommandRefused("closed", "This connection is closed."));
  }

  #open(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    const Socket = this.#options.WebSocket ?? globalThis.WebSocket;
    const socket = new Socket(this.#options.url);
    this.#socket = socket;
    this.#heardAt = Date.now();
    this.#watch();
    socket.onopen = () => this.#sayHello();
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket && typeof data === "string") this.#hear(data);
    };
    socket.onclose = ({ code, reason }) => {
      if (socket === this.#socket) this.#lost(code, reason);
    };
  }

  #sayHello(): void {
    const { key, name, as } = this.#options;
    const since = this.#snapshot && { epoch: this.#snapshot.epoch, seq: this.#snapshot.seq };
    const hello = { event: "hello", v: 1, key, participant: this.#participant, client: this.#client, name, as, since };
    this.#clock.reset();
    this.#welcome = undefined;
    this.#socket?.send(JSON.stringify(hello));
  }

  #hear(text: string): void {
    this.#heardAt = Date.now();
    const message = JSON.parse(text) as ServerMessage;
    switch (message.event) {
      case "welcome":
        return this.#welcomed(message);
      case "ack":
        return this.#pending.accepted(message.id, message.seq);
      case "error":
        return this.#refused(message);
      case "pong":
        this.#clock.sample(this.#pingSentAt, message.at, this.#heardAt);
        return this.#stream.emit({ type: "clock" });
      case "messages":
        return this.#stream.emit({ type: "messages", channel: message.channel, list: message.list });
      case "presence":
        return this.#hereNow(message.here);
      default:
        return this.#happened(message);
    }
  }

  #welcomed(welcome: Welcome): void {
    const view = welcome.state ?? this.#snapshot?.view;
    if (view === undefined) return this.#socket?.close();
    const { epoch, here } = welcome;
    // A resumed client still misses the events up to welcome.seq: they follow, and move seq on one by one.
    const seq = welcome.resumed ? this.seq : welcome.seq;
    this.#welcome = welcome;
    this.#participant = welcome.participant.key;
    this.#snapshot = { epoch, seq, view, here };
    this.#attempt = 0;
    this.#ping();
    for (const message of this.#pending.messages()) this.#say(message);
    if (this.#channels.length > 0) this.#say({ event: "listen", channels: [...this.#channels] });
    this.#stream.emit({ type: "participant", key: welcome.participant.key });
    this.#stream.emit({ type: "here", here });
    this.#stream.emit({ type: "view", view });
    this.#become("live");
  }

  #happened(event: TalkEvent): void {
    // Before the welcome a connection may be shown what plain clients see; it is not ours to fold.
    if (this.#welcome === undefined || this.#snapshot === undefined || event.seq <= this.#snapshot.seq) return;
    const view = updateView(this.#snapshot.view, event);
    this.#snapshot = { ...this.#snapshot, seq: event.seq, view };
    this.#stream.emit({ type: "event", event });
    this.#stream.emit({ type: "view", view });
  }

  #refused(message: ServerMessage & { event: "error" }): void {
    const error = new CommandRefused(message.code, message.message);
    if (message.id !== undefined) this.#pending.refused(message.id, error);
    else if (this.#welcome === undefined) this.#refusal = error;
    if (message.id === undefined && message.channel !== undefined)
      this.#stream.emit({ type: "refused", channel: message.channel, error });
  }

  #hereNow(here: number): void {
    if (this.#snapshot === undefined) return;
    this.#snapshot = { ...this.#snapshot, here };
    this.#stream.emit({ type: "here", here });
  }

  #lost(code: number, reason: string): void {
    this.#socket = undefined;
    if (isFinal(code)) {
      return this.#end("refused", this.#refusal ?? new CommandRefused("refused", reason || "The server refused."));
    }
    this.#become(this.#snapshot === undefined ? "connecting" : "reconnecting");
    const wait = retryHintMs(reason) ?? backoffMs(this.#attempt++, this.#random());
    this.#retry = setTimeout(() => this.#open(), wait);
  }

  #end(status: "refused" | "closed", why: CommandRefused): void {
    clearTimeout(this.#retry);
    clearInterval(this.#watchdog);
    this.#retry = undefined;
    this.#refusal ??= why;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(1000);
    this.#become(status);
    this.#pending.refuseAll(why);
    this.#stream.end();
  }

  #say(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #become(status: Status): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#stream.emit({ type: "status", status });
  }

  /** Finds a dead link (rule W9): asks after 20 s of silence, gives up after 35 s. */
  #watch(): void {
    clearInterval(this.#watchdog);
    this.#watchdog = setInterval(() => {
      const silence = Date.now() - this.#heardAt;
      if (silence > deadMs) this.#giveUp();
      else if (silence > quietMs && this.#status === "live") this.#ping();
    }, checkMs);
  }

  #giveUp(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#lost(1006, "");
    socket.close();
  }

  #ping(): void {
    this.#pingSentAt = Date.now();
    if (this.#socket?.readyState === 1) this.#socket.send('{"event":"ping"}');
  }
}

/** Close codes after which trying again cannot help: wrong version, wrong key. */
function isFinal(code: number): boolean {
  return code === 4400 || code === 4401;
}

/** A fresh name for each page load: a copied tab must not share its original's command numbers. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
