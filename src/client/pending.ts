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

export class PendingCommands {
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  /** Numbers a command; `answer` resolves with its seq, or rejects with `CommandRefused`. */
  add(body: CommandBody): { readonly message: CommandMessage; readonly answer: Promise<number> } {
    const id = this.#next++;
    const message: CommandMessage = { ...body, id };
    const answer = new Promise<number>((resolve, reject) => this.#waiting.set(id, { message, resolve, reject }));
    return { message, answer };
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
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(error);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
