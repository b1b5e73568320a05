/** Somebody else's web site on loopback: serves a folder like every static server, with nothing of ours. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".md": "text/markdown",
  ".pdf": "application/pdf",
};

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export class Site {
  readonly #server: Server;
  /** The headers of every request, in order. */
  readonly asked: IncomingMessage["headers"][] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Answers as it is told. */
  static async answering(answer: Answer): Promise<Site> {
    const server = createServer((request, response) => {
      site.asked.push(request.headers);
      answer(request, response);
    });
    const site = new Site(server);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return site;
  }

  static serving(folder: string, headers: Readonly<Record<string, string>> = {}): Promise<Site> {
    return Site.answering((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://site");
      const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      readFile(join(folder, path)).then(
        (bytes) =>
          response.writeHead(200, { "Content-Type": types[extname(path)] ?? "image/png", ...headers }).end(bytes),
        () => response.writeHead(404).end(),
      );
    });
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
