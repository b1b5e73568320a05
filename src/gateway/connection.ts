/**
 * One client's connection, whatever carries it. A small state machine:
 *
 *     greeting ──hello──▶ member            receives everything its role may see
 *        └──first other message, or silence──▶ plain   receives chat and nothing else (rule W7)
 *
 * While greeting, chat is held back, so that a client which says hello gets it once, in its snapshot or resumed.
 */
import { type ErrorCode, type ErrorDetails, errors, LecternError } from "../errors.ts";
import { encode, errorAnswer } from "../protocol/encode.ts";
import {
  type ClientMessage,
  type CommandMessage,
  type Hello,
  type Listen,
  protocolVersion,
  type ServerMessage,
} from "../protocol/messages.ts";
import { parseClientMessage, toCommand } from "../protocol/parse.ts";
import type { Transport } from "../protocol/transports.ts";
import { type Author, type Command, guestName, type Role } from "../talk/commands.ts";
import { TokenBucket } from "../talk/token-bucket.ts";
import { Batch } from "./batch.ts";
import type { Limits } from "./limits.ts";
import type { Link } from "./link.ts";
import { type Departure, type Observation, stopwatch } from "./observer.ts";
import { Outbox, type OutboxOwner } from "./outbox.ts";
import { newParticipant, type Participant, roleOf, verifyParticipant } from "./participants.ts";
import type { Room } from "./room.ts";

/** Whose commands these are, and what they may do. */
type Writer = Author & { readonly role: Role };

/** What a refusal is about. */
type About = { readonly channel?: string; readonly id?: number | undefined };

type Phase =
  | { readonly name: "greeting"; readonly timer: NodeJS.Timeout }
  | { readonly name: "plain"; readonly author: Writer; readonly hasSpoken: boolean }
  | { readonly name: "member"; readonly author: Writer; readonly isScreen: boolean }
  | { readonly name: "closed" };

export class Connection implements OutboxOwner {
  readonly #link: Link;
  readonly #room: Room;
  readonly #now: () => number;
  readonly #bucket: TokenBucket;
  /** What is told to the client. */
  readonly outbox: Outbox;
  #phase: Phase;

  constructor(link: Link, room: Room, limits: Limits, now: () => number) {
    this.#link = link;
    this.#room = room;
    this.#now = now;
    this.#bucket = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, now());
    const timer = setTimeout(() => this.#becomePlain(false), limits.helloMs);
    this.#phase = { name: "greeting", timer };
    this.outbox = new Outbox(link, limits, room.host.state.seq, this);
    room.enter(this);
  }

  /** Bytes that wait for this client to read. */
  get queuedBytes(): number {
    return this.#link.queuedBytes;
  }

  /** The role and the participant's id of who has said hello. */
  get role(): Role | undefined {
    return this.#phase.name === "member" ? this.#phase.author.role : undefined;
  }

  get participant(): string | undefined {
    return this.#phase.name === "member" ? this.#phase.author.participant : undefined;
  }

  /** Who of the audience this is, plain clients too; undefined for moderators, and before that is known. */
  get guest(): string | undefined {
    const phase = this.#phase;
    const isKnown = phase.name === "member" || phase.name === "plain";
    return isKnown && phase.author.role === "audience" ? phase.author.participant : undefined;
  }

  get transport(): Transport {
    return this.#link.transport;
  }

  /** The participant to count among the people here, if any. */
  get counted(): string | undefined {
    const phase = this.#phase;
    if (phase.name !== "member" || phase.isScreen || phase.author.role !== "audience") return undefined;
    return phase.author.participant;
  }

  /** One text message from the client. */
  receive(text: string): void {
    if (this.#phase.name === "closed") return;
    if (!this.#bucket.take(this.#now())) return this.refuseAndClose("flood");
    const parsed = parseClientMessage(text);
    this.#observe({ kind: "heard", event: parsed.ok ? parsed.message.event : undefined });
    if (!parsed.ok) return this.#refuse(parsed.code, parsed.details, parsed);
    const { message } = parsed;
    try {
      this.#handle(message);
    } catch (error) {
      // A mistake of ours is this message's alone: nobody else in the room notices.
      const id = "id" in message ? message.id : undefined;
      this.#refuse("internal", { reference: this.#room.host.fault(error) }, { id });
    }
  }

  #handle(message: ClientMessage): void {
    switch (message.event) {
      case "hello":
        return this.#hello(message);
      case "ping":
        return this.#answer({ event: "pong", at: this.#now() });
      case "send":
        return this.#send(message.channel, message.data);
      case "listen":
        return this.#listen(message);
      case "look":
        return this.#room.peers.look(this, message.at);
      case "handshake":
        return this.#handshake();
      case "react":
        return this.#react(message.emoji);
      case "history":
        return this.#history(message.before);
      default:
        return this.#command(message);
    }
  }

  /** Something whose last value counts. */
  fact(batch: Batch): void {
    this.outbox.fact(batch);
  }

  /** Something that passes by the log. */
  message(batch: Batch): void {
    this.outbox.message(batch);
  }

  /** It reads more slowly than the room speaks, and has begun to miss something. */
  lags(): void {
    this.#room.lags(this);
  }

  /** It does not even take the answers to what it says. */
  isFull(): void {
    this.refuseAndClose("too-slow");
  }

  /** Something that passes was not told to it. */
  drops(): void {
    this.#observe({ kind: "dropped" });
  }

  /** Whether what waits for this client has left, so that it may catch up; closes one that had its time. */
  hasDrained(): boolean {
    const state = this.outbox.check();
    if (state === "too-slow") this.refuseAndClose("too-slow");
    return state === "drained";
  }

  refuseAndClose(code: ErrorCode, details: ErrorDetails = {}): void {
    this.#observe({ kind: "refused", code });
    this.#say(errorAnswer(code, details));
    this.#close(code, code);
  }

  /** The server is going: come back after `retryAfterMs` (rule B5). */
  drain(retryAfterMs: number): void {
    this.#close("draining", `retry-after-ms=${retryAfterMs}`);
  }

  /** The link is gone. */
  closed(why: Departure = "gone"): void {
    if (this.#phase.name === "greeting") clearTimeout(this.#phase.timer);
    if (this.#phase.name === "closed") return;
    this.#observe({ kind: "left", role: this.outbox.audience, transport: this.transport, why });
    this.#phase = { name: "closed" };
    this.#room.leave(this);
  }

  #close(code: ErrorCode, reason: string): void {
    this.#link.close(errors[code].close ?? 1011, reason);
    this.closed(code);
  }

  #hello(hello: Hello): void {
    const phase = this.#phase;
    if (phase.name === "member" || (phase.name === "plain" && phase.hasSpoken)) {
      return this.#refuse("hello-not-first");
    }
    if (hello.v !== protocolVersion) return this.refuseAndClose("wrong-version", { version: hello.v });
    const role = roleOf(this.#room.host.identity, hello.key);
    if (role === undefined) return this.refuseAndClose("bad-key");
    if (phase.name === "greeting") clearTimeout(phase.timer);
    const since = this.outbox.hasHeardEvents ? undefined : hello.since;
    const participant = this.#identify(hello);
    this.#phase = { name: "member", author: authorOf(participant, role, hello), isScreen: hello.as === "screen" };
    this.outbox.listensAs(role);
    const { counted } = this;
    if (counted !== undefined) this.#room.presence.enter(this, counted);
    const { texts, start } = this.#room.welcome(role, participant, since);
    this.#observe({ kind: "welcomed", role, transport: this.transport, start });
    this.outbox.catchUp(new Batch(texts), this.#room.host.state.seq);
  }

  #identify(hello: Hello | undefined): Participant {
    const { secret } = this.#room.host.identity;
    const known = hello?.participant === undefined ? undefined : verifyParticipant(secret, hello.participant);
    return known ?? newParticipant(secret);
  }

  #command(message: CommandMessage): void {
    if (this.#phase.name === "greeting") this.#becomePlain(true);
    const phase = this.#phase;
    if (phase.name === "plain" && !phase.hasSpoken) this.#phase = { ...phase, hasSpoken: true };
    if (phase.name !== "plain" && phase.name !== "member") return;
    const id = message.id;
    const { author } = phase;
    const elapsed = stopwatch();
    const answered = (outcome: "accepted" | "refused"): void =>
      this.#observe({ kind: "answered", command: message.event, outcome, seconds: elapsed() });
    const command = toCommand(message);
    if (!this.#spend(author, message, command)) return answered("refused");
    void this.#room.host.submit(author, id ?? null, this.#held(command)).then((answer) => {
      answered(answer.kind === "ack" ? "accepted" : "refused");
      if (answer.kind === "refused") this.#refuse(answer.code, answer.details, { id });
      else if (id !== undefined) this.#answer({ event: "ack", id, seq: answer.seq });
    });
  }

  /** Takes a command from what its author may say a second; whether there was some left. */
  #spend(author: Author, message: CommandMessage, command: Command): boolean {
    const { id } = message;
    if (message.event === "set") {
      const about = { channel: message.channel, id };
      return this.#guard(about, () => this.#room.channels.spend(this.#room.host.state, author, message.channel));
    }
    return !isWritten(command) || this.#guard({ id }, () => this.#room.spendWriting(author, id));
  }

  /** The word list is the server's; what it found goes into the entry, so that every fold judges alike (rule L2). */
  #held(command: Command): Command {
    return isWritten(command) && this.#room.holds(command.text) ? { ...command, held: true } : command;
  }

  /** Channels are for members: a plain client receives chat and nothing else (rule W7). */
  #listen({ channels, peers }: Listen): void {
    if (this.#phase.name !== "member") return this.#refuse("hello-first");
    this.#room.channels.listen(this, channels);
    this.#room.peers.listen(this, peers ?? false);
  }

  #react(emoji: string): void {
    if (this.#phase.name !== "member") return this.#refuse("hello-first");
    const { participant } = this.#phase.author;
    this.#guard({}, () => this.#room.reactions.react(this.#room.host.state, participant, emoji));
  }

  #history(before: number): void {
    if (this.#phase.name !== "member") return this.#refuse("hello-first");
    this.outbox.answer(this.#room.history(this.#phase.author.role, before));
  }

  #handshake(): void {
    const { request, response } = this.#link.handshake;
    this.#answer({ event: "handshake", request: [...request], response: [...response] });
  }

  #send(channel: string, data: unknown): void {
    if (this.#phase.name !== "member") return this.#refuse("hello-first");
    const { author } = this.#phase;
    this.#guard({ channel }, () => this.#room.channels.send(this.#room.host.state, author, channel, data));
  }

  /** Answers with what `work` throws; whether it threw nothing. */
  #guard(about: About, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof LecternError)) throw error;
      this.#refuse(error.code, error.details, about);
      return false;
    }
  }

  #becomePlain(hasSpoken: boolean): void {
    const phase = this.#phase;
    if (phase.name !== "greeting") return;
    clearTimeout(phase.timer);
    const author = authorOf(this.#identify(undefined), "audience", {});
    this.#phase = { name: "plain", author, hasSpoken };
    this.outbox.listensAs("plain");
  }

  /** Says no to a message; the connection stays. */
  #refuse(code: ErrorCode, details: ErrorDetails = {}, { channel, id }: About = {}): void {
    this.#observe({ kind: "refused", code });
    this.#answer({ ...errorAnswer(code, details, id), ...(channel !== undefined && { channel }) });
  }

  #observe(observation: Observation): void {
    this.#room.host.observe(observation);
  }

  #answer(message: ServerMessage): void {
    if (this.#phase.name === "closed") return;
    // Whoever is told that something happened has heard what happened.
    this.#room.tellNow(this);
    this.outbox.answer(encode(message));
  }

  #say(message: ServerMessage): void {
    if (this.#phase.name !== "closed") this.#link.send(new Batch([encode(message)]));
  }
}

/** The names are the client's own; who gives none is called after their role. */
function authorOf(participant: Participant, role: Role, { name, client }: Pick<Hello, "name" | "client">): Writer {
  const called = name?.trim() || (role === "audience" ? guestName : capitalise(role));
  return { participant: participant.id, client: client ?? "", role, name: called };
}

function isWritten(command: Command): command is Extract<Command, { type: "chat" | "ask" | "edit" }> {
  return command.type === "chat" || command.type === "ask" || command.type === "edit";
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
