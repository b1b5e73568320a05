/**
 * A talk without a screen: connect, say hello, resume, keep the view current, send commands exactly once. The pages
 * in the browser and scripts in Node (22 or newer) share it.
 *
 *     const talk = connect({ url: "ws://192.168.1.20:9008/ws" });
 *     for await (const happening of talk) if (happening.type === "event") console.log(happening.event);
 */
import type { ClientMessage, ServerMessage, Transports, Trouble, Welcome } from "../protocol/messages.ts";
import type { Transport } from "../protocol/transports.ts";
import type { Role } from "../talk/commands.ts";
import type { TalkEvent } from "../talk/events.ts";
import { updateView, type View } from "../talk/view.ts";
import { ServerClock } from "./clock.ts";
import { type CommandBody, CommandRefused, PendingCommands, type Sent } from "./pending.ts";
import { Questions } from "./questions.ts";
import { Stream } from "./stream.ts";
import type {
  Backlog,
  ChatMessage,
  ConnectOptions,
  Handshake,
  Happening,
  Own,
  Place,
  Snapshot,
  Status,
  Tallies,
} from "./types.ts";
import { Uplink } from "./uplink.ts";

export type { CommandBody, Sent } from "./pending.ts";
export { CommandRefused } from "./pending.ts";

export type * from "./types.ts";

/** Starts at once and reconnects until `close()` or a refusal. Never throws. */
export function connect(options: ConnectOptions): TalkClient {
  return new TalkClient(options);
}

export class TalkClient {
  readonly #options: ConnectOptions;
  readonly #client: string;
  readonly #pending: PendingCommands;
  readonly #clock = new ServerClock();
  readonly #stream = new Stream<Happening>();
  readonly #uplink: Uplink;
  /** The commands of an earlier page that this client was given. */
  readonly earlier: readonly Sent[];
  #status: Status = "connecting";
  #refusal: CommandRefused | undefined;
  /** The last error that was about no command. */
  #lastWord: CommandRefused | undefined;
  #welcome: Welcome | undefined;
  #participant: string | undefined;
  #snapshot: Snapshot | undefined;
  #wants: { readonly channels: readonly string[]; readonly peers: boolean } = { channels: [], peers: false };
  #looksAt: Place | null = null;
  readonly #questions = new Questions();
  #own: Own | undefined;
  #trouble: Trouble | null = null;
  #tallies: Tallies = { upvotes: {}, polls: {} };
  /** When the ping that waits for its pong was sent. */
  #pingSentAt: number | undefined;
  #transport: Transport | undefined;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#client = options.backlog?.client ?? randomName();
    this.#participant = options.participant;
    this.#snapshot = options.snapshot;
    this.#pending = new PendingCommands(() => this.#stream.emit({ type: "backlog", backlog: this.backlog }));
    this.earlier = this.#pending.restore(options.backlog?.commands ?? []);
    this.#uplink = new Uplink(options, {
      opened: () => this.#sayHello(),
      heard: (text, at) => this.#hear(text, at),
      passed: (direction, text) => this.#stream.emit({ type: "passed", direction, text }),
      quiet: () => this.#ping(),
      lost: (code, reason) => this.#lost(code, reason),
    });
    this.#uplink.open();
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

  /** Why the talk cannot be saved now, as last told; for speakers and moderators. */
  get trouble(): Trouble | null {
    return this.#trouble;
  }

  get url(): string {
    return this.#options.url;
  }

  /** How the messages travel; undefined before the first welcome. */
  get transport(): Transport | undefined {
    return this.#transport;
  }

  /** The shortest round trip on this link, in milliseconds; undefined before the first. */
  get roundTrip(): number | undefined {
    const { trip } = this.#clock.estimate;
    return Number.isFinite(trip) ? trip : undefined;
  }

  /** How many commands are not answered yet. */
  get unanswered(): number {
    return this.#pending.size;
  }

  /** The commands that are not answered yet; another client of this participant may take them over. */
  get backlog(): Backlog {
    return { client: this.#client, commands: this.#pending.messages() };
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
    const answer = this.#questions.handshake();
    if (!this.#uplink.stands) this.#questions.refuseAll();
    else if (this.#status === "live") this.#say({ event: "handshake" });
    return answer;
  }

  /** The chat before the message with this id, oldest first; empty when there is none. Rejects without a link. */
  history(before: number): Promise<readonly ChatMessage[]> {
    const answer = this.#questions.history(before);
    if (this.#status !== "live" || !this.#say({ event: "history", before })) this.#questions.refuseAll();
    return answer;
  }

  /** Measures the round trip, so that `now()` is as good as this link allows. */
  measure(): void {
    this.#ping();
  }

  /** Cuts the link as a tunnel does, and comes back after `milliseconds`. */
  interrupt(milliseconds: number): void {
    this.#uplink.interrupt(milliseconds);
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
    this.#uplink.hurry();
  }

  close(): void {
    this.#end("closed", new CommandRefused("closed", "This connection is closed."));
  }

  #sayHello(): void {
    const { key, name, as } = this.#options;
    const since = this.#snapshot && { epoch: this.#snapshot.epoch, seq: this.#snapshot.seq };
    this.#clock.reset();
    this.#pingSentAt = undefined;
    this.#welcome = undefined;
    this.#stream.emit({ type: "opened" });
    this.#say({ event: "hello", v: 1, key, participant: this.#participant, client: this.#client, name, as, since });
  }

  #hear(text: string, receivedAt: number): void {
    const message = JSON.parse(text) as ServerMessage;
    switch (message.event) {
      case "welcome":
        return this.#welcomed(message);
      case "snapshot":
        return this.#caughtUp(message);
      case "ack":
        return this.#pending.accepted(message.id, message.seq);
      case "error":
        return this.#refused(message);
      case "pong":
        return this.#ponged(message.at, receivedAt);
      case "messages":
        return this.#stream.emit({ type: "messages", channel: message.channel, list: message.list });
      case "presence":
        return this.#hereNow(message.here, message.transports);
      case "trouble":
        return this.#troubleNow(message.trouble);
      case "own":
        return this.#ownNow(message.own);
      case "tallies":
        return this.#talliesNow({
          upvotes: { ...this.#tallies.upvotes, ...message.tallies.upvotes },
          polls: { ...this.#tallies.polls, ...message.tallies.polls },
          leaderboard:
            message.tallies.leaderboard === undefined ? this.#tallies.leaderboard : message.tallies.leaderboard,
          signals: message.tallies.signals ?? this.#tallies.signals,
        });
      case "reactions":
        return this.#stream.emit({ type: "reactions", counts: message.counts });
      case "history":
        return this.#questions.historyCame(message.before, message.chat);
      case "peers":
        return this.#stream.emit({ type: "peers", live: message.live, elsewhere: message.elsewhere });
      case "handshake":
        return this.#questions.handshakeCame(message);
      default:
        return this.#happened(message);
    }
  }

  #welcomed(welcome: Welcome): void {
    const view = welcome.state ?? this.#snapshot?.view;
    if (view === undefined) return this.#uplink.cut();
    const { epoch, here } = welcome;
    // A resumed client still misses the events up to welcome.seq: they follow, and move seq on one by one.
    const seq = welcome.resumed ? this.seq : welcome.seq;
    this.#welcome = welcome;
    this.#participant = welcome.participant.key;
    this.#snapshot = { epoch, seq, view, here };
    this.#uplink.welcomed();
    this.#ping();
    for (const message of this.#pending.messages()) this.#say(message);
    const { channels, peers } = this.#wants;
    if (channels.length > 0 || peers) this.#say({ event: "listen", channels: [...channels], peers });
    if (this.#looksAt !== null) this.#say({ event: "look", at: this.#looksAt });
    if (this.#questions.wantsHandshake) this.#say({ event: "handshake" });
    this.#stream.emit({ type: "participant", key: welcome.participant.key });
    this.#stream.emit({ type: "here", here, transports: welcome.transports });
    this.#travelsBy(this.#uplink.transport);
    this.#troubleNow(welcome.trouble ?? null);
    this.#ownNow(welcome.own);
    this.#talliesNow(welcome.tallies);
    this.#stream.emit({ type: "view", view });
    this.#become("live");
  }

  /** This client read more slowly than the room spoke: it is told how things are now. */
  #caughtUp(told: ServerMessage & { event: "snapshot" }): void {
    const { state, seq, here, transports, trouble, own, tallies } = told;
    if (this.#snapshot === undefined) return;
    if (state !== undefined) this.#snapshot = { ...this.#snapshot, seq, view: state };
    this.#hereNow(here, transports);
    this.#troubleNow(trouble ?? null);
    this.#ownNow(own);
    this.#talliesNow(tallies);
    if (state !== undefined) this.#stream.emit({ type: "view", view: state });
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
    else this.#lastWord = error;
    if (message.id === undefined && message.channel !== undefined)
      this.#stream.emit({ type: "refused", channel: message.channel, error });
  }

  #ownNow(own: Own): void {
    this.#own = own;
    this.#stream.emit({ type: "own", own });
  }

  #troubleNow(trouble: Trouble | null): void {
    if (trouble?.message === this.#trouble?.message) return;
    this.#trouble = trouble;
    this.#stream.emit({ type: "trouble", trouble });
  }

  #talliesNow(tallies: Tallies): void {
    this.#tallies = tallies;
    this.#stream.emit({ type: "tallies", tallies });
  }

  #hereNow(here: number, transports: Transports | undefined): void {
    if (this.#snapshot === undefined) return;
    this.#snapshot = { ...this.#snapshot, here };
    this.#stream.emit({ type: "here", here, transports });
  }

  /** Whether to try again. */
  #lost(code: number, reason: string): boolean {
    this.#pingSentAt = undefined;
    this.#questions.refuseAll();
    this.#stream.emit({ type: "lost", code, reason });
    if (isFinal(code)) {
      // The reason of the close is the code of the error that was told before it.
      const told = this.#lastWord?.code === reason ? this.#lastWord : undefined;
      this.#end("refused", told ?? new CommandRefused("refused", reason || "The server refused."));
      return false;
    }
    this.#become(this.#snapshot === undefined ? "connecting" : "reconnecting");
    return true;
  }

  #end(status: "refused" | "closed", why: CommandRefused): void {
    this.#refusal ??= why;
    this.#uplink.end();
    this.#questions.refuseAll();
    this.#become(status);
    this.#pending.refuseAll(why);
    this.#stream.end();
  }

  #travelsBy(transport: Transport): void {
    if (transport !== this.#transport) this.#stream.emit({ type: "transport", transport });
    this.#transport = transport;
  }

  #say(message: ClientMessage): boolean {
    return this.#uplink.say(message);
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

/** Close codes after which one does not try again by oneself: wrong version, wrong key, removed. */
function isFinal(code: number): boolean {
  return code === 4400 || code === 4401 || code === 4403;
}

/** A fresh name for each page load: a copied tab must not share its original's command numbers. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
