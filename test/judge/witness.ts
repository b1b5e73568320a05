/** What one client said and was told, word by word: the history that `check.ts` judges. */
import { createHash } from "node:crypto";
import type { Role } from "../../src/talk/commands.ts";

/** A command as it went out; `sentAt` is the first time it did, by the one clock of all clients, in milliseconds. */
export type Said = {
  readonly id: number;
  readonly text: string;
  readonly sentAt: number;
  times: number;
  readonly answers: Answer[];
};

/** `repeat`: its entry was in the log before this line was welcomed, so the server did nothing but say so. */
export type Answer = { readonly at: number; readonly repeat: boolean } & (
  | { readonly kind: "ack"; readonly seq: number }
  | { readonly kind: "error"; readonly code: string }
);

/** What came on a line besides answers, in its order. States are kept as digests: there are thousands. */
export type Told =
  | {
      readonly kind: "welcome";
      readonly seq: number;
      readonly since: number | undefined;
      readonly state: string | undefined;
      readonly own: string;
      readonly tallies: string;
    }
  | {
      /** To a slow reader (rule B2). */
      readonly kind: "snapshot";
      readonly seq: number;
      readonly state: string | undefined;
      readonly own: string;
      readonly tallies: string;
    }
  | { readonly kind: "event"; readonly seq: number; readonly text: string };

export type Hint = { readonly code: number; readonly reason: string };

type WireMessage = Readonly<Record<string, unknown>> & { readonly event: string };

export class Witness {
  readonly name: string;
  readonly transport: string;
  readonly role: Role;
  /** Every line it had, the newest last. */
  readonly lines: Told[][] = [];
  readonly said = new Map<number, Said>();
  readonly closes: Hint[] = [];
  /** Commands that the server refused at some time, told or not, where a test can know: they are judged anew. */
  readonly refused = new Set<number>();
  /** Chat without a number, as plain clients say it. */
  readonly unnumbered: string[] = [];
  client = "";
  participant = "";
  acks = 0;
  repeats = 0;
  readonly #pulse: () => void;
  #since: number | undefined;
  #welcomedAt = 0;

  /** `pulse` is called after everything that was told. */
  constructor(name: string, transport: string, role: Role, pulse: () => void) {
    this.name = name;
    this.transport = transport;
    this.role = role;
    this.#pulse = pulse;
  }

  opened(): void {
    this.lines.push([]);
    this.#since = undefined;
  }

  lost(code: number, reason: string): void {
    this.closes.push({ code, reason });
  }

  saying(text: string): void {
    const message = JSON.parse(text) as WireMessage;
    if (message.event === "hello") {
      this.client = String(message.client ?? "");
      this.#since = (message.since as { readonly seq: number } | undefined)?.seq;
    }
    if (message.event === "sendmessage" && message.id === undefined) this.unnumbered.push(String(message.chat));
    if (typeof message.id !== "number") return;
    const before = this.said.get(message.id);
    if (before === undefined) {
      this.said.set(message.id, { id: message.id, text, sentAt: performance.now(), times: 1, answers: [] });
    } else before.times += 1;
  }

  hearing(text: string): void {
    const message = JSON.parse(text) as WireMessage;
    if (message.event === "welcome") this.#welcomed(message);
    else if (message.event === "snapshot") this.#line.push({ kind: "snapshot", ...standing(message) });
    else if (message.event === "ack") this.#answered(message);
    else if (message.event === "error" && typeof message.id === "number") this.#answered(message);
    else if (typeof message.seq === "number") this.#line.push({ kind: "event", seq: message.seq, text });
    this.#pulse();
  }

  get #line(): Told[] {
    const line = this.lines.at(-1);
    if (line === undefined) throw new Error(`${this.name} was told something before its line was open`);
    return line;
  }

  #welcomed(message: WireMessage): void {
    const { seq, resumed, participant } = message;
    this.participant = (participant as { readonly id: string }).id;
    this.#welcomedAt = Number(seq);
    this.#line.push({ kind: "welcome", since: resumed === true ? this.#since : undefined, ...standing(message) });
  }

  #answered(message: WireMessage): void {
    const said = this.said.get(Number(message.id));
    if (said === undefined) throw new Error(`${this.name} was answered what it never said: ${JSON.stringify(message)}`);
    const at = performance.now();
    if (message.event === "error") {
      said.answers.push({ kind: "error", code: String(message.code), at, repeat: false });
      return;
    }
    const seq = Number(message.seq);
    const repeat = seq <= this.#welcomedAt;
    said.answers.push({ kind: "ack", seq, at, repeat });
    this.acks += 1;
    if (repeat) this.repeats += 1;
  }
}

function standing({ seq, state, own, tallies }: WireMessage) {
  return {
    seq: Number(seq),
    state: state === undefined ? undefined : digest(state),
    own: JSON.stringify(own),
    tallies: JSON.stringify(tallies),
  };
}

/** Whether a JSON text says this; the members of an object have no order. */
export function isSame(text: string, value: unknown): boolean {
  return text === JSON.stringify(value) || digest(JSON.parse(text)) === digest(value);
}

/** The same for the same JSON; the members of an object have no order. */
export function digest(value: unknown): string {
  const inOrder = (_name: string, one: unknown): unknown =>
    typeof one !== "object" || one === null || Array.isArray(one)
      ? one
      : Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha1").update(JSON.stringify(value, inOrder)).digest("base64");
}
