/**
 * The opening handshake of a connection as this server saw it, for slides that explain it (rule D3). Only headers that
 * are known to be harmless are shown; everything else that a browser or a proxy may add keeps its name and loses its
 * value, and so do network addresses.
 */
import type { IncomingMessage } from "node:http";

export type HttpRequest = Pick<IncomingMessage, "method" | "url" | "httpVersion" | "rawHeaders">;

export type Handshake = { readonly request: readonly string[]; readonly response: readonly string[] };

const shown = new Set([
  ...["host", "origin", "connection", "upgrade", "user-agent", "pragma", "cache-control", "dnt", "sec-gpc"],
  ...["accept", "accept-encoding", "accept-language", "sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site"],
  ...["sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions", "sec-websocket-protocol"],
  ...["sec-websocket-accept"],
]);
const mask = "•••";

/** Request line and headers in the order and spelling they came. */
export function describeRequest(request: HttpRequest): string[] {
  const path = (request.url ?? "").replace(/\?.*$/s, `?${mask}`);
  const lines = [shared(`${request.method} ${path} HTTP/${request.httpVersion}`)];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    lines.push(shared(headerLine(request.rawHeaders[at] ?? "", request.rawHeaders[at + 1] ?? "")));
  }
  return lines;
}

/** Status line and headers as they are written to the socket. */
export function describeResponse(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const [, name, value] = /^([^:\s]+): (.*)$/s.exec(line) ?? [];
    return shared(name === undefined ? line : headerLine(name, value ?? ""));
  });
}

/** The same handshake, described in another process. */
export function sharedHandshake({ request, response }: Handshake): Handshake {
  return { request: request.map(shared), response: response.map(shared) };
}

/** Lines that were described before. Phones of a kind say the same: the lines of thousands are held once. */
const known = new Map<string, string>();
const mostKnown = 1000;

function shared(line: string): string {
  const before = known.get(line);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  known.set(line, line);
  return line;
}

function headerLine(name: string, value: string): string {
  return `${name}: ${shown.has(name.toLowerCase()) ? withoutAddresses(value) : mask}`;
}

/** `192.168.1.20` becomes `192.168.•.•`, an IPv6 address `[•••]`; names and loopback stay. */
function withoutAddresses(value: string): string {
  return value
    .replace(/\b(?!127\.)(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}\b(?=[:/]|$)/g, "$1.•.•")
    .replace(/\[(?!::1\])[^\]]*\]/g, `[${mask}]`);
}
