/**
 * Plain HTTP instead of a WebSocket: what the server says comes as server-sent events or by long polling, what is said
 * to it goes as POSTs, one after the other, so that their order is kept. A request that fails ends the carrier; what
 * was not acknowledged is said again on the next one.
 */
import { createParser } from "eventsource-parser";
import type { Carrier, CarrierEvents, CarrierOptions } from "./carrier.ts";

/** The server takes a client for gone that has said nothing for twice as long. */
const heartbeatMs = 20_000;

/** How long a POST may take, in milliseconds: what is said later waits for it, while the other request goes on. */
const postMs = 20_000;

/** How long a server that took no POST may still say on the other request why it goes, and when to come back. */
const goodbyeMs = 500;

class HttpCarrier implements Carrier {
  readonly #address: string;
  readonly #fetch: typeof fetch;
  readonly #events: CarrierEvents;
  readonly #ending = new AbortController();
  readonly #heartbeat: ReturnType<typeof setInterval>;
  #token: string | undefined;
  #unsent: string[] = [];
  #isSending = false;
  #isCut = false;
  #saidAt = Date.now();

  /** `listen` opens the link and tells what comes, until it ends. */
  constructor({ url, fetch }: CarrierOptions, events: CarrierEvents, listen: (carrier: HttpCarrier) => Promise<void>) {
    this.#address = url.replace(/^ws/, "http").replace(/\/ws$/, "/link");
    // Called as a function of its own: browsers take it as no other object's.
    this.#fetch = (input, init) => fetch(input, init);
    this.#events = events;
    this.#heartbeat = setInterval(() => {
      if (this.#token !== undefined && Date.now() - this.#saidAt >= heartbeatMs) void this.#post("");
    }, heartbeatMs / 4);
    listen(this).then(
      () => this.end(1006, ""),
      () => this.end(1006, ""),
    );
  }

  send(text: string): boolean {
    if (this.#token === undefined || this.#isCut || this.#ending.signal.aborted) return false;
    this.#unsent.push(text);
    if (!this.#isSending) void this.#sendAll();
    return true;
  }

  close(): void {
    if (this.#ending.signal.aborted) return;
    this.#stop();
    if (this.#token === undefined) return;
    // So that nobody waits for who has gone; the server finds out by itself where this does not arrive.
    void this.#fetch(this.#address, { method: "DELETE", headers: this.#headers, keepalive: true }).catch(() => {});
  }

  opened(token: string): void {
    this.#token = token;
    this.#events.opened();
  }

  heard(text: string): void {
    if (!this.#ending.signal.aborted) this.#events.heard(text);
  }

  end(code: number, reason: string): void {
    if (this.#ending.signal.aborted) return;
    this.#stop();
    this.#events.closed(code, reason);
  }

  /** @throws where the answer is not a success */
  async fetch(path: string, method: "GET" | "POST", body?: string): Promise<Response> {
    const { signal } = this.#ending;
    const headers = this.#headers;
    const init: RequestInit = { method, headers, signal, cache: "no-store", credentials: "omit" };
    const response = await this.#fetch(this.#address + path, body === undefined ? init : { ...init, body });
    if (!response.ok) throw new Error(`${response.status}`);
    return response;
  }

  get #headers(): Record<string, string> {
    return this.#token === undefined ? {} : { Authorization: `Bearer ${this.#token}` };
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    while (this.#unsent.length > 0 && !this.#isCut) await this.#post(this.#unsent.splice(0).join("\n"));
    this.#isSending = false;
  }

  async #post(body: string): Promise<void> {
    this.#saidAt = Date.now();
    const deadline = setTimeout(() => this.end(1006, ""), postMs);
    await this.fetch("/messages", "POST", body).catch(() => {
      // Nothing more may be said here: it would arrive without what was lost before it.
      this.#isCut = true;
      setTimeout(() => this.end(1006, ""), goodbyeMs);
    });
    clearTimeout(deadline);
  }

  #stop(): void {
    clearInterval(this.#heartbeat);
    this.#ending.abort();
  }
}

type Goodbye = { readonly code: number; readonly reason: string };

/** Server-sent events. */
export function openStream(options: CarrierOptions, events: CarrierEvents): Carrier {
  return new HttpCarrier(options, events, async (carrier) => {
    const { body } = await carrier.fetch("/stream", "GET");
    if (body === null) return;
    const parser = createParser({
      onEvent({ event, data }) {
        if (event === undefined) return carrier.heard(data);
        const said = JSON.parse(data) as { readonly link: string } & Goodbye;
        if (event === "link") carrier.opened(said.link);
        if (event === "close") carrier.end(said.code, said.reason);
      },
    });
    const text = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>);
    const reader = text.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) parser.feed(next.value);
  });
}

type News = { readonly last: number; readonly messages: readonly unknown[]; readonly close?: Goodbye };

/** Long polling. */
export function openPoll(options: CarrierOptions, events: CarrierEvents): Carrier {
  return new HttpCarrier(options, events, async (carrier) => {
    const { link } = (await (await carrier.fetch("", "POST")).json()) as { readonly link: string };
    carrier.opened(link);
    for (let after = 0; ; ) {
      const news = (await (await carrier.fetch(`?after=${after}`, "GET")).json()) as News;
      after = news.last;
      for (const message of news.messages) carrier.heard(JSON.stringify(message));
      if (news.close !== undefined) return carrier.end(news.close.code, news.close.reason);
    }
  });
}
