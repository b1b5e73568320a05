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
import { Link } from "./link.ts";
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
  | { readonly type: "clock" }
  /** What is this participant's own has changed. */
  | { readonly type: "own"; readonly own: Own }
  /** Tallies have changed; these are all of them. */
  | { readonly type: "tallies"; readonly tallies: Tallies }
  /** Reactions of the room since the last ones. */
  | { readonly type: "reactions"; readonly counts: Readonly<Record<string, number>> }
  /** How many people look at which slide; for those who asked with `listen`. */
  | ({ readonly type: "peers" } & Peers)
  /** A link stands; what was missed comes next. */
  | { readonly type: "opened" }
  /** The link is gone; code 1006 without a goodbye. */
  | { readonly type: "lost"; readonly code: number; readonly reason: string }
  /** A message passed on the link. It may hold keys. */
  | { readonly type: "passed"; readonly direction: "in" | "out"; readonly text: string };

export type ChannelMessage = Extract<ServerMessage, { event: "messages" }>["list"][number];

/** People at the live slide, and at the slides most looked at besides. */
export type Peers = Pick<Extract<ServerMessage, { event: "peers" }>, "live" | "elsewhere">;

/** What one participant alone is shown: their name, standing, posts, votes. */
export type Own = Welcome["own"];
/** Upvotes by question, and polls' results as far as they may be seen. */
export type Tallies = Welcome["tallies"];
export type ChatMessage = View["chat"][number];

/** The opening handshake of the present link, as the server saw it. */
export type Handshake = Pick<Extract<ServerMessage, { event: "handshake" }>, "request" | "response">;

type Place = { readonly h: number; readonly v: number };

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
  #link: Link | undefined;
  #status: Status = "connecting";
  #refusal: CommandRefused | undefined;
  #welcome: Welcome | undefined;
  #participant: string | undefined;
  #snapshot: Snapshot | undefined;
  #wants: { readonly channels: readonly string[]; readonly peers: boolean } = { channels: [], peers: false };
  #looksAt: Place | null = null;
  #handshakes: { resolve(handshake: Handshake): void; reject(error: Error): void }[] = [];
  #own: Own | undefined;
  #tallies: Tallies = { upvotes: {}, polls: {} };
  #histories: { readonly before: number; resolve(chat: readonly ChatMessage[]): void; reject(error: Error): void }[] =
    [];
  #attempt = 0;
  #awayMs: number | undefined;
  /** When the ping that waits for its pong was sent. */
  #pingSentAt: number | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

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

  /** Undefined before the first welcome. */
  get own(): Own | undefined {
    return this.#own;
  }

  get tallies(): Tallies {
    return this.#tallies;
  }

  get url(): string {
    return this.#options.url;
  }

  /** The shortest round trip on this link, in milliseconds; undefined before the first. */
  get roundTrip(): number | undefined {
    const { trip } = this.#clock.estimate;
    return Number.isFinite(trip) ? trip : undefined;
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

  /** The channels whose messages this client wants, and whether `peers`; from now on and after every reconnect. */
  listen(channels: readonly string[], peers = false): void {
    const isSame = peers === this.#wants.peers && channels.join(" ") === this.#wants.channels.join(" ");
    this.#wants = { channels, peers };
    if (!isSame && this.#status === "live") this.#say({ event: "listen", channels: [...channels], peers });
  }

  /** Says which slide this client looks at; null for the live one, wherever that is. */
  look(at: Place | null): void {
    this.#looksAt = at;
    if (this.#status === "live") this.#say({ event: "look", at });
  }

  /** How the present link was opened, as the server saw it; waits for the welcome. Rejects without a link. */
  handshake(): Promise<Handshake> {
    return new Promise((resolve, reject) => {
      this.#handshakes.push({ resolve, reject });
      if (this.#link === undefined) this.#refuseQuestions();
      else if (this.#status === "live") this.#say({ event: "handshake" });
    });
  }

  /** The chat before the message with this id, oldest first; empty when there is none. Rejects without a link. */
  history(before: number): Promise<readonly ChatMessage[]> {
    return new Promise((resolve, reject) => {
      this.#histories.push({ before, resolve, reject });
      if (this.#status !== "live" || !this.#say({ event: "history", before })) this.#refuseQuestions();
    });
  }

  /** Measures the round trip, so that `now()` is as good as this link allows. */
  measure(): void {
    this.#ping();
  }

  /** Cuts the link as a tunnel does, and comes back after `milliseconds`. */
  interrupt(milliseconds: number): void {
    if (this.#link === undefined) return;
    this.#awayMs = milliseconds;
    this.#link.cut();
  }

  /** Sends `data` (any JSON) to everybody who listens to `channel`. False when there is no link: it is not kept. */
  sendOn(channel: string, data: unknown): boolean {
    if (this.#status !== "live") return false;
    this.#say({ event: "send", channel, data });
    return true;
  }

  /** Sends a reaction to the room. False when there is no link: it is not kept. */
  react(emoji: string): boolean {
    return this.#status === "live" && this.#say({ event: "react", emoji });
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
    this.#link = new Link(new Socket(this.#options.url), {
      opened: () => this.#sayHello(),
      heard: (text, at) => this.#hear(text, at),
      passed: (direction, text) => this.#stream.emit({ type: "passed", direction, text }),
      quiet: () => this.#ping(),
      lost: (code, reason) => this.#lost(code, reason),
    });
  }

  #sayHello(): void {
    const { key, name, as } = this.#options;
    const since = this.#snapshot && { epoch: this.#snapshot.epoch, seq: this.#snapshot.seq };
    this.#clock.reset();
    this.#welcome = undefined;
    this.#stream.emit({ type: "opened" });
    this.#say({ event: "hello", v: 1, key, participant: this.#participant, client: this.#client, name, as, since });
  }

  #hear(text: string, receivedAt: number): void {
    const message = JSON.parse(text) as ServerMessage;
    switch (message.event) {
      case "welcome":
        return this.#welcomed(message);
      case "ack":
        return this.#pending.accepted(message.id, message.seq);
      case "error":
        return this.#refused(message);
      case "pong":
        return this.#ponged(message.at, receivedAt);
      case "messages":
        return this.#stream.emit({ type: "messages", channel: message.channel, list: message.list });
      case "presence":
        return this.#hereNow(message.here);
      case "own":
        return this.#ownNow(message.own);
      case "tallies":
        return this.#talliesNow({
          upvotes: { ...this.#tallies.upvotes, ...message.tallies.upvotes },
          polls: { ...this.#tallies.polls, ...message.tallies.polls },
          signals: message.tallies.signals ?? this.#tallies.signals,
        });
      case "reactions":
        return this.#stream.emit({ type: "reactions", counts: message.counts });
      case "history":
        return this.#historyCame(message.before, message.chat);
      case "peers":
        return this.#stream.emit({ type: "peers", live: message.live, elsewhere: message.elsewhere });
      case "handshake":
        for (const { resolve } of this.#handshakes.splice(0)) resolve(message);
        return;
      default:
        return this.#happened(message);
    }
  }

  #welcomed(welcome: Welcome): void {
    const view = welcome.state ?? this.#snapshot?.view;
    if (view === undefined) return this.#link?.cut();
    const { epoch, here } = welcome;
    // A resumed client still misses the events up to welcome.seq: they follow, and move seq on one by one.
    const seq = welcome.resumed ? this.seq : welcome.seq;
    this.#welcome = welcome;
    this.#participant = welcome.participant.key;
    this.#snapshot = { epoch, seq, view, here };
    this.#attempt = 0;
    this.#ping();
    for (const message of this.#pending.messages()) this.#say(message);
    const { channels, peers } = this.#wants;
    if (channels.length > 0 || peers) this.#say({ event: "listen", channels: [...channels], peers });
    if (this.#looksAt !== null) this.#say({ event: "look", at: this.#looksAt });
    if (this.#handshakes.length > 0) this.#say({ event: "handshake" });
    this.#stream.emit({ type: "participant", key: welcome.participant.key });
    this.#stream.emit({ type: "here", here });
    this.#ownNow(welcome.own);
    this.#talliesNow(welcome.tallies);
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

  #ownNow(own: Own): void {
    this.#own = own;
    this.#stream.emit({ type: "own", own });
  }

  #talliesNow(tallies: Tallies): void {
    this.#tallies = tallies;
    this.#stream.emit({ type: "tallies", tallies });
  }

  #historyCame(before: number, chat: readonly ChatMessage[]): void {
    for (const asked of this.#histories.filter((one) => one.before === before)) asked.resolve(chat);
    this.#histories = this.#histories.filter((one) => one.before !== before);
  }

  #hereNow(here: number): void {
    if (this.#snapshot === undefined) return;
    this.#snapshot = { ...this.#snapshot, here };
    this.#stream.emit({ type: "here", here });
  }

  #lost(code: number, reason: string): void {
    this.#link = undefined;
    this.#pingSentAt = undefined;
    this.#refuseQuestions();
    this.#stream.emit({ type: "lost", code, reason });
    if (isFinal(code)) {
      return this.#end("refused", this.#refusal ?? new CommandRefused("refused", reason || "The server refused."));
    }
    this.#become(this.#snapshot === undefined ? "connecting" : "reconnecting");
    const wait = this.#awayMs ?? retryHintMs(reason) ?? backoffMs(this.#attempt++, this.#random());
    this.#awayMs = undefined;
    this.#retry = setTimeout(() => this.#open(), wait);
  }

  #end(status: "refused" | "closed", why: CommandRefused): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#refusal ??= why;
    this.#link?.end();
    this.#link = undefined;
    this.#refuseQuestions();
    this.#become(status);
    this.#pending.refuseAll(why);
    this.#stream.end();
  }

  #say(message: ClientMessage): boolean {
    return this.#link?.say(message) ?? false;
  }

  #refuseQuestions(): void {
    const error = new CommandRefused("closed", "There is no connection now.");
    for (const { reject } of this.#handshakes.splice(0)) reject(error);
    for (const { reject } of this.#histories.splice(0)) reject(error);
  }

  #become(status: Status): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#stream.emit({ type: "status", status });
  }

  /** One at a time: a pong does not say which ping it answers. */
  #ping(): void {
    if (this.#pingSentAt !== undefined) return;
    const now = Date.now();
    if (this.#say({ event: "ping" })) this.#pingSentAt = now;
  }

  #ponged(at: number, receivedAt: number): void {
    if (this.#pingSentAt === undefined) return;
    this.#clock.sample(this.#pingSentAt, at, receivedAt);
    this.#pingSentAt = undefined;
    this.#stream.emit({ type: "clock" });
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
