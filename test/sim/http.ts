/** HTTP on lines, a line a request: `fetch` at one end, and the product's gateway behind its routes at the other. */
import { EventEmitter } from "node:events";
import type { OutgoingHttpHeaders } from "node:http";
import { HttpGateway } from "../../src/gateway/http-gateway.ts";
import type { HttpResponse } from "../../src/gateway/http-link.ts";
import type { Limits, Refusal } from "../../src/gateway/limits.ts";
import { linkRoutes } from "../../src/server/link-routes.ts";
import type { ServedTalk } from "../../src/server/served-talk.ts";
import type { ClientEnd, Line, ServerEnd } from "./line.ts";
import type { Overseer } from "./overseer.ts";

export type HttpUp = {
  readonly method: string;
  /** `/link` and what follows it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};
/** A piece of an answer. */
export type HttpDown = { readonly status: number; readonly body: string | Uint8Array; readonly isLast: boolean };
type HttpLine = Line<HttpUp, HttpDown>;

/** What the headers of a request or an answer take. */
export const headBytes = 200;

export type Dial = (request: HttpUp, client: ClientEnd<HttpDown>) => HttpLine | undefined;

/** `fetch` as far as the client uses it. `collects`: something on the way passes an answer on when it is whole. */
export function fetchOver(dial: Dial, collects: () => boolean): typeof fetch {
  const request = (address: string, init: RequestInit): Promise<SimAnswer> => {
    const { method = "GET", body, headers, signal, keepalive } = init;
    const asked = {
      method,
      path: new URL(address).pathname + new URL(address).search,
      headers: headers as HttpUp["headers"],
      body: body as string | undefined,
    };
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new Error("aborted"));
      const answer = new SimAnswer();
      const over = (why?: string): void => {
        signal?.removeEventListener("abort", abort);
        line?.hangUp();
        if (why === undefined) return answer.end();
        reject(new Error(why));
        answer.fail(new Error(why));
      };
      const abort = (): void => over("aborted");
      let held: HttpDown[] = [];
      const line = dial(asked, {
        heard(piece) {
          held.push(piece);
          if (!piece.isLast && collects()) return;
          for (const { status, body } of held) answer.add(status, body);
          held = [];
          resolve(answer);
          if (piece.isLast) over();
        },
        lost: () => over("the line broke"),
      });
      // Such a request outlives its page.
      if (keepalive) line?.forget();
      signal?.addEventListener("abort", abort);
    });
  };
  return request as unknown as typeof fetch;
}

/** A `Response` as far as the client uses it. */
class SimAnswer {
  status = 0;
  readonly #pieces: Uint8Array[] = [];
  readonly #whole = Promise.withResolvers<void>();
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  #isOver = false;

  constructor() {
    // Nobody may be waiting for it.
    this.#whole.promise.catch(() => {});
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get body(): ReadableStream<Uint8Array> {
    return new ReadableStream({
      start: (stream) => {
        this.#stream = stream;
        for (const piece of this.#pieces) stream.enqueue(piece);
        this.#whole.promise.then(
          () => stream.close(),
          (error) => stream.error(error),
        );
      },
    });
  }

  async json(): Promise<unknown> {
    await this.#whole.promise;
    return JSON.parse(Buffer.concat(this.#pieces).toString());
  }

  add(status: number, body: string | Uint8Array): void {
    this.status = status;
    if (body.length === 0 || this.#isOver) return;
    const piece = typeof body === "string" ? Buffer.from(body) : body;
    this.#pieces.push(piece);
    this.#stream?.enqueue(piece);
  }

  end(): void {
    this.#isOver = true;
    this.#whole.resolve();
  }

  fail(error: Error): void {
    this.#isOver = true;
    this.#whole.reject(error);
  }
}

/** A `ServerResponse` as far as the product uses it. */
class SimResponse extends EventEmitter implements HttpResponse {
  readonly #line: HttpLine;
  readonly #overseer: Overseer;
  readonly #headers: OutgoingHttpHeaders = {};
  writableEnded = false;
  #isClosed = false;

  constructor(line: HttpLine, overseer: Overseer) {
    super();
    this.#line = line;
    this.#overseer = overseer;
  }

  get writableLength(): number {
    return this.#line.queuedBytes;
  }

  setHeader(name: string, value: string): void {
    this.#headers[name.toLowerCase()] = value;
  }

  getHeaders(): OutgoingHttpHeaders {
    return this.#headers;
  }

  flushHeaders(): void {
    this.#line.tell({ status: 200, body: "", isLast: false }, headBytes);
  }

  write(body: string | Uint8Array): void {
    if (this.#line.isHeld) this.#overseer.telling(this.#line.owner, this.#line.queuedBytes, String(body));
    this.#line.tell({ status: 200, body, isLast: false }, body.length);
  }

  end(body = "", status = 200): void {
    this.writableEnded = true;
    this.#line.tell({ status, body, isLast: true }, body.length + headBytes);
    if (this.#line.queuedBytes === 0) queueMicrotask(() => this.drained());
  }

  destroy(): void {
    this.#line.terminate();
  }

  drained(): void {
    if (!this.writableEnded || this.#isClosed) return;
    this.emit("finish");
    this.#line.leave();
    this.lost();
  }

  lost(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit("close");
  }
}

export class HttpServer {
  readonly links: HttpGateway;
  readonly #routes: ReturnType<typeof linkRoutes>;
  readonly #overseer: Overseer;
  readonly #lines = new Set<HttpLine>();

  constructor(
    limits: Limits,
    now: () => number,
    refusal: () => Refusal | undefined,
    talk: ServedTalk,
    overseer: Overseer,
  ) {
    this.links = new HttpGateway(limits, now, refusal);
    this.#overseer = overseer;
    this.#routes = linkRoutes(this.links, () => talk);
    const receive = this.links.receive.bind(this.links);
    this.links.receive = (token, body) => overseer.hearing(token, body.split("\n"), () => receive(token, body));
  }

  accept(line: HttpLine, request: HttpUp): ServerEnd<HttpUp> {
    const response = new SimResponse(line, this.#overseer);
    this.#lines.add(line);
    response.once("close", () => this.#lines.delete(line));
    void this.#answer(request, response, line);
    return { heard: () => {}, drained: () => response.drained(), lost: () => response.lost() };
  }

  terminate(): void {
    this.links.terminate();
    for (const line of [...this.#lines]) line.terminate();
  }

  /** The process has died. */
  die(): void {
    for (const line of this.#lines) line.serverDied();
    this.links.terminate();
  }

  /** As @hono/node-server does. */
  async #answer({ method, path, headers, body }: HttpUp, response: SimResponse, line: HttpLine): Promise<void> {
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const url = `http://simulated${path.replace(/^\/link\/?/, "/")}`;
    // A `Request` as far as the routes use it.
    const request = {
      ...{ method, url, body, headers: new Headers({ ...headers, ...length }) },
      text: async () => body ?? "",
    } as unknown as Request;
    const incoming = { method, url: path, httpVersion: "1.1", rawHeaders: [] };
    const answer = await this.#routes.fetch(request, { incoming, outgoing: response });
    if (answer.headers.has("x-hono-already-sent")) return;
    response.end(await answer.text(), answer.status);
    // Nobody asks whether it arrives.
    line.leave();
    response.lost();
  }
}
