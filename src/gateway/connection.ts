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
import type { Handshake } from "./handshake.ts";
import type { Limits } from "./limits.ts";
import { newParticipant, type Participant, roleOf, verifyParticipant } from "./participants.ts";
import type { Room } from "./room.ts";

/** What a connection needs of the thing that carries it. */
export interface Link {
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Bytes accepted by `send` that have not left yet. */
  readonly queuedBytes: number;
  /** How it was opened. */
  readonly handshake: Handshake;
  readonly transport: Transport;
}

type Identity = { readonly author: Author; readonly participant: Participant; readonly role: Role };

type Phase =
  | { readonly name: "greeting"; readonly held: string[]; readonly timer: NodeJS.Timeout }
  | { readonly name: "plain"; readonly identity: Identity; readonly hasSpoken: boolean; readonly hasHeard: boolean }
  | { readonly name: "member"; readonly identity: Identity; readonly isScreen: boolean }
  | { readonly name: "closed" };

export class Connection {
  readonly #link: Link;
  readonly #room: Room;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #bucket: TokenBucket;
  #phase: Phase;

  constructor(link: Link, room: Room, limits: Limits, now: () => number) {
    this.#link = link;
    this.#room = room;
    this.#limits = limits;
    this.#now = now;
    this.#bucket = new TokenBucket(limits.messagesPerSecond, limits.messageBurst, now());
    const timer = setTimeout(() => this.#becomePlain(false), limits.helloMs);
    this.#phase = { name: "greeting", held: [], timer };
    room.enter(this);
  }

  /** The role whose events this connection receives; `plain` for chat only, null before that is known. */
  get audience(): Role | "plain" | null {
    switch (this.#phase.name) {
      case "member":
        return this.#phase.identity.role;
      case "plain":
        return "plain";
      default:
        return null;
    }
  }

  /** Who this is, once they have said hello. */
  get member(): { readonly role: Role; readonly participant: string } | undefined {
    const phase = this.#phase;
    if (phase.name !== "member") return undefined;
    return { role: phase.identity.role, participant: phase.identity.participant.id };
  }

  /** Who of the audience this is, plain clients too; undefined for moderators, and before that is known. */
  get guest(): string | undefined {
    const phase = this.#phase;
    const isKnown = phase.name === "member" || phase.name === "plain";
    return isKnown && phase.identity.role === "audience" ? phase.identity.participant.id : undefined;
  }

  get transport(): Transport {
    return this.#link.transport;
  }

  /** The participant to count among the people here, if any. */
  get counted(): string | undefined {
    const phase = this.#phase;
    if (phase.name !== "member" || phase.isScreen || phase.identity.role !== "audience") return undefined;
    return phase.identity.participant.id;
  }

  /** One text message from the client. */
  receive(text: string): void {
    if (this.#phase.name === "closed") return;
    if (!this.#bucket.take(this.#now())) return this.refuseAndClose("flood");
    const parsed = parseClientMessage(text);
    if (!parsed.ok) return this.#answer(errorAnswer(parsed.code, parsed.details, parsed.id));
    const { message } = parsed;
    try {
      this.#handle(message);
    } catch (error) {
      // A mistake of ours is this message's alone: nobody else in the room notices.
      const id = "id" in message ? message.id : undefined;
      this.#answer(errorAnswer("internal", { reference: this.#room.host.fault(error) }, id));
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

  /** Broadcast text for this connection's audience; the room encodes it once for all. */
  deliver(text: string): void {
    if (this.#link.queuedBytes > this.#limits.queueBytes) return this.refuseAndClose("too-slow");
    this.#link.send(text);
  }

  /** Chat as a plain client sees it: held while it may still say hello. */
  deliverPlain(text: string): void {
    const phase = this.#phase;
    if (phase.name === "greeting") phase.held.push(text);
    if (phase.name !== "plain") return;
    this.#phase = { ...phase, hasHeard: true };
    this.deliver(text);
  }

  refuseAndClose(code: ErrorCode, details: ErrorDetails = {}): void {
    this.#answer(errorAnswer(code, details));
    this.#close(code, code);
  }

  /** The server is going: come back after `retryAfterMs` (rule B5). */
  drain(retryAfterMs: number): void {
    this.#close("draining", `retry-after-ms=${retryAfterMs}`);
  }

  /** The link is gone. */
  closed(): void {
    if (this.#phase.name === "greeting") clearTimeout(this.#phase.timer);
    if (this.#phase.name === "closed") return;
    this.#phase = { name: "closed" };
    this.#room.leave(this);
  }

  #close(code: ErrorCode, reason: string): void {
    this.#link.close(errors[code].close ?? 1011, reason);
    this.closed();
  }

  #hello(hello: Hello): void {
    const phase = this.#phase;
    if (phase.name === "member" || (phase.name === "plain" && phase.hasSpoken)) {
      return this.#answer(errorAnswer("hello-not-first"));
    }
    if (hello.v !== protocolVersion) return this.refuseAndClose("wrong-version", { version: hello.v });
    const role = roleOf(this.#room.host.identity, hello.key);
    if (role === undefined) return this.refuseAndClose("bad-key");
    if (phase.name === "greeting") clearTimeout(phase.timer);
    const heard = phase.name === "plain" && phase.hasHeard;
    const identity = this.#identify(role, hello);
    this.#phase = { name: "member", identity, isScreen: hello.as === "screen" };
    this.#room.counted(this);
    this.#welcome(identity, heard ? undefined : hello.since);
  }

  #welcome({ role, participant }: Identity, since: Hello["since"]): void {
    const welcome = this.#room.welcome(role, participant.id, since);
    this.#answer({ ...welcome.message, role, participant });
    for (const text of welcome.missed) this.deliver(text);
  }

  #identify(role: Role, hello: Hello): Identity {
    const { secret } = this.#room.host.identity;
    const known = hello.participant === undefined ? undefined : verifyParticipant(secret, hello.participant);
    const participant = known ?? newParticipant(secret);
    const name = hello.name?.trim() || (role === "audience" ? guestName : capitalise(role));
    const client = hello.client ?? "";
    return { role, participant, author: { participant: participant.id, client, role, name } };
  }

  #command(message: CommandMessage): void {
    if (this.#phase.name === "greeting") this.#becomePlain(true);
    const phase = this.#phase;
    if (phase.name === "plain" && !phase.hasSpoken) this.#phase = { ...phase, hasSpoken: true };
    if (phase.name !== "plain" && phase.name !== "member") return;
    const id = message.id;
    const { author } = phase.identity;
    if (message.event === "set") {
      const about = { channel: message.channel, id: message.id };
      if (!this.#guard(about, () => this.#room.channels.spend(this.#room.host.state, author, message.channel))) return;
    }
    const command = toCommand(message);
    if (isWritten(command) && !this.#guard({ id }, () => this.#room.spendWriting(author, id))) return;
    void this.#room.host.submit(author, id ?? null, this.#held(command)).then((answer) => {
      if (answer.kind === "refused") this.#answer(errorAnswer(answer.code, answer.details, id));
      else if (id !== undefined) this.#answer({ event: "ack", id, seq: answer.seq });
    });
  }

  /** The word list is the server's; what it found goes into the entry, so that every fold judges alike (rule L2). */
  #held(command: Command): Command {
    return isWritten(command) && this.#room.holds(command.text) ? { ...command, held: true } : command;
  }

  /** Channels are for members: a plain client receives chat and nothing else (rule W7). */
  #listen({ channels, peers }: Listen): void {
    if (this.#phase.name !== "member") return this.#answer(errorAnswer("hello-first"));
    this.#room.channels.listen(this, channels);
    this.#room.peers.listen(this, peers ?? false);
  }

  #react(emoji: string): void {
    if (this.#phase.name !== "member") return this.#answer(errorAnswer("hello-first"));
    const { participant } = this.#phase.identity.author;
    this.#guard({}, () => this.#room.reactions.react(this.#room.host.state, participant, emoji));
  }

  #history(before: number): void {
    if (this.#phase.name !== "member") return this.#answer(errorAnswer("hello-first"));
    this.deliver(this.#room.history(this.#phase.identity.role, before));
  }

  #handshake(): void {
    const { request, response } = this.#link.handshake;
    this.#answer({ event: "handshake", request: [...request], response: [...response] });
  }

  #send(channel: string, data: unknown): void {
    if (this.#phase.name !== "member") return this.#answer(errorAnswer("hello-first"));
    const { author, role } = this.#phase.identity;
    this.#guard({ channel }, () => this.#room.channels.send(this.#room.host.state, { ...author, role }, channel, data));
  }

  /** Answers with what `work` throws; whether it threw nothing. */
  #guard(about: { readonly channel?: string; readonly id?: number | undefined }, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof LecternError)) throw error;
      this.#answer({ ...about, event: "error", code: error.code, message: error.message });
      return false;
    }
  }

  #becomePlain(hasSpoken: boolean): void {
    const phase = this.#phase;
    if (phase.name !== "greeting") return;
    clearTimeout(phase.timer);
    const identity = this.#identify("audience", { event: "hello", v: protocolVersion });
    this.#phase = { name: "plain", identity, hasSpoken, hasHeard: false };
    for (const text of phase.held) this.deliverPlain(text);
  }

  #answer(message: ServerMessage): void {
    if (this.#phase.name !== "closed") this.#link.send(encode(message));
  }
}

function isWritten(command: Command): command is Extract<Command, { type: "chat" | "ask" | "edit" }> {
  return command.type === "chat" || command.type === "ask" || command.type === "edit";
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
