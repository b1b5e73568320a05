/** Those who take part: the product's own client, bare sockets, and plain clients, over whatever carries them. */
import type { CommandBody, ConnectOptions, TalkClient } from "../../src/client/client.ts";
import type { Transport } from "../../src/protocol/transports.ts";
import type { Role } from "../../src/talk/commands.ts";
import { Witness } from "../judge/witness.ts";
import { between, type Random } from "./seeded.ts";

export type Client = Pick<
  TalkClient,
  "status" | "unanswered" | "seq" | "view" | "tallies" | "own" | "here" | "participant" | "send" | "on" | "close"
>;

export interface Attendee {
  readonly witness: Witness;
  readonly isLive: boolean;
  /** Commands not yet answered. */
  readonly unanswered: number;
  /** The last event it was told, or the snapshot it has. */
  readonly seq: number;
  /** Resolves with the seq of the entry, or undefined where the talk says no. */
  say(body: CommandBody): Promise<number | undefined>;
  close(): void;
}

export type Place = {
  readonly url: string;
  readonly random: Random;
  readonly pulse: () => void;
  /** Keys of speakers and moderators. */
  readonly key?: string | undefined;
  readonly role: Role;
  /** The product's client as it is tested: built, or from its source. */
  readonly connect: (options: ConnectOptions) => Client;
  readonly WebSocket: typeof WebSocket;
  readonly fetch?: typeof fetch;
  readonly returnMs?: number;
  /** The key of somebody who is here already: another tab of theirs. */
  readonly participant?: string | undefined;
};

/** How much sooner than people's devices these come back, so that they are there when the next thing happens. */
const haste = 0.2;

export class ProductAttendee implements Attendee {
  readonly witness: Witness;
  readonly client: Client;

  constructor(name: string, transports: readonly Transport[], { url, key, random, pulse, role, ...place }: Place) {
    this.witness = new Witness(name, transports.join(" "), role, pulse);
    const { connect, ...options } = place;
    this.client = connect({ ...options, url, key, name, transports, random: () => random() * haste });
    this.client.on((happening) => {
      if (happening.type === "opened") this.witness.opened();
      if (happening.type === "lost") this.witness.lost(happening.code, happening.reason);
      if (happening.type !== "passed") return;
      if (happening.direction === "out") this.witness.saying(happening.text);
      // What was heard is known here after the client knows it, so that a pulse finds both alike.
      else queueMicrotask(() => this.witness.hearing(happening.text));
    });
  }

  get isLive(): boolean {
    return this.client.status === "live";
  }

  get unanswered(): number {
    return this.client.unanswered;
  }

  get seq(): number {
    return this.client.seq;
  }

  say(body: CommandBody): Promise<number | undefined> {
    return this.client.send(body).catch(() => undefined);
  }

  close(): void {
    this.client.close();
  }
}

type Waiting = { readonly text: string; readonly answer: (seq: number | undefined) => void };

/** The rules of resuming and repeating in a few lines of its own; it also repeats what was acknowledged long ago. */
export class BareAttendee implements Attendee {
  readonly witness: Witness;
  readonly #place: Place;
  readonly #client: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #acknowledged: string[] = [];
  #socket: WebSocket | undefined;
  #next = 1;
  #participant: string | undefined;
  #since: { epoch: string; seq: number } | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  isLive = false;

  constructor(name: string, place: Place) {
    this.witness = new Witness(name, "bare", place.role, place.pulse);
    this.#client = `bare-${name}`;
    this.#place = place;
    this.#open();
  }

  get unanswered(): number {
    return this.#waiting.size;
  }

  get seq(): number {
    return this.#since?.seq ?? 0;
  }

  say(body: CommandBody): Promise<number | undefined> {
    const id = this.#next++;
    const text = JSON.stringify({ ...body, id });
    return new Promise((answer) => {
      this.#waiting.set(id, { text, answer });
      if (this.isLive) this.#send(text);
    });
  }

  close(): void {
    clearTimeout(this.#retry);
    hangUp(this.#socket);
    for (const { answer } of this.#waiting.values()) answer(undefined);
  }

  #open(): void {
    const socket = new this.#place.WebSocket(this.#place.url);
    this.#socket = socket;
    socket.onerror = () => {};
    socket.onopen = () => {
      this.witness.opened();
      const { key } = this.#place;
      const hello = { event: "hello", v: 1, key, participant: this.#participant, client: this.#client };
      this.#send(JSON.stringify({ ...hello, since: this.#since }));
    };
    socket.onmessage = ({ data }) => this.#hear(String(data));
    socket.onclose = ({ code, reason }) => {
      this.isLive = false;
      this.witness.lost(code, reason);
      this.#retry = setTimeout(() => this.#open(), between(this.#place.random, 0, 200));
    };
  }

  #send(text: string): void {
    this.witness.saying(text);
    this.#socket?.send(text);
  }

  #hear(text: string): void {
    const message = JSON.parse(text);
    if (message.event === "welcome") this.#welcomed(message);
    else if (message.event === "ack") this.#answered(message.id, message.seq);
    else if (message.event === "error" && message.id !== undefined) this.#answered(message.id, undefined);
    else if (message.seq !== undefined && this.#since !== undefined && this.isLive) this.#since.seq = message.seq;
    this.witness.hearing(text);
  }

  #welcomed(message: { epoch: string; seq: number; resumed: boolean; participant: { key: string } }): void {
    const { epoch, seq, resumed, participant } = message;
    this.#participant = participant.key;
    this.#since = { epoch, seq: resumed ? this.seq : seq };
    this.isLive = true;
    const old = this.#acknowledged[between(this.#place.random, 0, this.#acknowledged.length)];
    if (old !== undefined) this.#send(old);
    for (const { text } of this.#waiting.values()) this.#send(text);
  }

  #answered(id: number, seq: number | undefined): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting !== undefined && seq !== undefined) this.#acknowledged.push(waiting.text);
    waiting?.answer(seq);
  }
}

/** Twelve lines of browser JavaScript: says what it says once, and never learns what became of it. */
export class PlainAttendee implements Attendee {
  readonly witness: Witness;
  readonly unanswered = 0;
  readonly #place: Place;
  #socket: WebSocket | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  seq = 0;

  constructor(name: string, place: Place) {
    this.witness = new Witness(name, "plain", "audience", place.pulse);
    this.#place = place;
    this.#open();
  }

  get isLive(): boolean {
    return this.#socket?.readyState === 1;
  }

  async say(body: CommandBody): Promise<undefined> {
    if (body.event !== "sendmessage" || !this.isLive) return;
    const text = JSON.stringify({ event: "sendmessage", chat: body.chat });
    this.witness.saying(text);
    this.#socket?.send(text);
  }

  close(): void {
    clearTimeout(this.#retry);
    hangUp(this.#socket);
  }

  #open(): void {
    const socket = new this.#place.WebSocket(this.#place.url);
    this.#socket = socket;
    socket.onerror = () => {};
    socket.onopen = () => this.witness.opened();
    socket.onmessage = ({ data }) => {
      const text = String(data);
      this.seq = JSON.parse(text).seq ?? this.seq;
      this.witness.hearing(text);
    };
    socket.onclose = ({ code, reason }) => {
      this.witness.lost(code, reason);
      this.#retry = setTimeout(() => this.#open(), between(this.#place.random, 0, 200));
    };
  }
}

function hangUp(socket: WebSocket | undefined): void {
  if (socket === undefined) return;
  socket.onclose = null;
  socket.close();
}
