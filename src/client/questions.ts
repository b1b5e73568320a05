/** Questions to the server that change nothing: they are asked on the present link, and die with it. */
import { CommandRefused } from "./pending.ts";
import type { ChatMessage, Handshake } from "./types.ts";

type Waiting<Answer> = { resolve(answer: Answer): void; reject(error: Error): void };

export class Questions {
  #handshakes: Waiting<Handshake>[] = [];
  #histories: (Waiting<readonly ChatMessage[]> & { readonly before: number })[] = [];

  get wantsHandshake(): boolean {
    return this.#handshakes.length > 0;
  }

  handshake(): Promise<Handshake> {
    return new Promise((resolve, reject) => this.#handshakes.push({ resolve, reject }));
  }

  history(before: number): Promise<readonly ChatMessage[]> {
    return new Promise((resolve, reject) => this.#histories.push({ before, resolve, reject }));
  }

  handshakeCame(handshake: Handshake): void {
    for (const { resolve } of this.#handshakes.splice(0)) resolve(handshake);
  }

  historyCame(before: number, chat: readonly ChatMessage[]): void {
    const isMeant = (one: { readonly before: number }): boolean => one.before === before;
    for (const { resolve } of this.#histories.filter(isMeant)) resolve(chat);
    this.#histories = this.#histories.filter((one) => !isMeant(one));
  }

  refuseAll(): void {
    const error = new CommandRefused("closed", "There is no connection now.");
    for (const { reject } of [...this.#handshakes.splice(0), ...this.#histories.splice(0)]) reject(error);
  }
}
