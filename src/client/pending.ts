/**
 * Commands on their way: numbered 1, 2, 3 …, kept until answered, sent again after every reconnect. The server
 * accepts each number once (rule L4), so sending again is always safe.
 */
import type { CommandMessage } from "../protocol/messages.ts";

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A command as a caller writes it: the wire message without its number. */
export type CommandBody = DistributiveOmit<CommandMessage, "id">;

/** The server refused a command; `code` is from the error table. */
export class CommandRefused extends Error {
  override readonly name = "CommandRefused";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Waiting = {
  readonly message: CommandMessage;
  readonly resolve: (seq: number) => void;
  readonly reject: (error: Error) => void;
};

/** A command that was given a number; `answer` resolves with its seq, or rejects with `CommandRefused`. */
export type Sent = { readonly message: CommandMessage; readonly answer: Promise<number> };

export class PendingCommands {
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();
  readonly #changed: () => void;

  /** `changed`: other commands wait for an answer now. */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  /** Numbers a command. */
  add(body: CommandBody): Sent {
    return this.#wait({ ...body, id: this.#next++ });
  }

  /** Waits for answers to commands that were numbered before, by this client's name in an earlier page. */
  restore(messages: readonly CommandMessage[]): readonly Sent[] {
    this.#next = Math.max(0, ...messages.map(({ id = 0 }) => id)) + 1;
    return messages.map((message) => this.#wait(message));
  }

  /** Everything still unanswered, in order. */
  messages(): readonly CommandMessage[] {
    return [...this.#waiting.values()].map((waiting) => waiting.message);
  }

  get size(): number {
    return this.#waiting.size;
  }

  accepted(id: number, seq: number): void {
    this.#take(id)?.resolve(seq);
  }

  refused(id: number, error: CommandRefused): void {
    this.#take(id)?.reject(error);
  }

  refuseAll(error: Error): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(error);
  }

  #wait(message: CommandMessage): Sent {
    const answer = new Promise<number>((resolve, reject) =>
      this.#waiting.set(message.id ?? 0, { message, resolve, reject }),
    );
    this.#changed();
    return { message, answer };
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (this.#waiting.delete(id)) this.#changed();
    return waiting;
  }
}
