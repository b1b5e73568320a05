/**
 * Long polling, the last way to a client: every request is answered with what has come since the last one. A message
 * stays until the client asks for what comes after it, so an answer that was lost on the way is given again.
 */
import type { Batch } from "./batch.ts";
import type { Handshake } from "./handshake.ts";
import type { HttpLink, HttpResponse } from "./http-link.ts";

/** How long a request waits for news, in milliseconds; under the half minute after which proxies give up. */
const longestWaitMs = 20_000;

export class LongPoll implements HttpLink {
  readonly transport = "poll";
  readonly handshake: Handshake;
  readonly over: Promise<void>;
  #isOver = (): void => {};
  readonly #waiting: { texts: string[]; first: number; bytes: number } = { texts: [], first: 1, bytes: 0 };
  #closing: { readonly code: number; readonly reason: string } | undefined;
  #asked: { readonly response: HttpResponse; readonly timer: NodeJS.Timeout } | undefined;
  /** The answer that was asked for last; it may still be on its way. */
  #last: HttpResponse | undefined;
  #isDue = false;

  constructor(handshake: Handshake) {
    this.handshake = handshake;
    this.over = new Promise((resolve) => {
      this.#isOver = resolve;
    });
  }

  get queuedBytes(): number {
    return this.#waiting.bytes;
  }

  send({ texts }: Batch): void {
    if (this.#closing !== undefined) return;
    for (const text of texts) {
      this.#waiting.texts.push(text);
      this.#waiting.bytes += Buffer.byteLength(text);
    }
    this.#answerSoon();
  }

  close(code: number, reason: string): void {
    this.#closing ??= { code, reason };
    this.#answer();
  }

  keepAlive(): void {}

  destroy(): void {
    this.#release();
    this.#last?.destroy();
    this.#isOver();
  }

  /** Answers with what comes after message `after` (0: everything), now or when there is some. */
  ask(after: number, response: HttpResponse): void {
    const heard = Math.max(0, Math.min(this.#waiting.texts.length, after - this.#waiting.first + 1));
    for (const text of this.#waiting.texts.splice(0, heard)) this.#waiting.bytes -= Buffer.byteLength(text);
    this.#waiting.first += heard;
    // One question at a time; the client has given the earlier one up.
    this.#answer();
    const timer = setTimeout(() => this.#answer(), longestWaitMs);
    this.#asked = { response, timer };
    this.#last = response;
    response.once("close", () => {
      if (this.#asked?.response === response) this.#release();
    });
    if (this.#waiting.texts.length > 0 || this.#closing !== undefined) this.#answer();
  }

  /** What belongs together comes in one turn of the event loop, and goes in one answer. */
  #answerSoon(): void {
    if (this.#isDue || this.#asked === undefined) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      this.#answer();
    });
  }

  #answer(): void {
    const response = this.#release();
    if (response === undefined) return;
    if (this.#closing !== undefined) response.once("close", this.#isOver);
    const { texts, first } = this.#waiting;
    const closing = this.#closing === undefined ? "" : `,"close":${JSON.stringify(this.#closing)}`;
    response.setHeader("Content-Type", "application/json");
    response.end(`{"last":${first + texts.length - 1},"messages":[${texts.join(",")}]${closing}}`);
  }

  #release(): HttpResponse | undefined {
    const asked = this.#asked;
    if (asked === undefined) return undefined;
    clearTimeout(asked.timer);
    this.#asked = undefined;
    return asked.response;
  }
}
