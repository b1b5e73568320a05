/** What an HTTP upgrade must be to open a WebSocket (RFC 6455 §4.2.1), and the plain HTTP answer where it is not. */
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type ErrorCode, type ErrorDetails, errorMessage, errors } from "../errors.ts";

/** The versions `ws` speaks; 8 is the last draft's and has the same frames. */
const versions = ["13", "8"];

/** What keeps this from being an opening handshake, as far as `ws` does not look at it. */
export function upgradeProblem({ httpVersion, headers }: IncomingMessage): string | undefined {
  if (httpVersion !== "1.1") return "it is not HTTP/1.1";
  return headers.host === undefined ? "it names no Host" : undefined;
}

/** Refuses a request that opens nothing; a client of another version is told which ones there are (§4.4). */
export function refuseHandshake(request: IncomingMessage, socket: Duplex, problem: string): void {
  const isVersion = versions.includes(request.headers["sec-websocket-version"] ?? "");
  if (isVersion) return endUpgrade(socket, "bad-upgrade", { problem });
  endUpgrade(socket, "upgrade-version", {}, [`Sec-WebSocket-Version: ${versions.join(", ")}`]);
}

/** Ends an upgrade request with the error's status and JSON. */
export function endUpgrade(
  socket: Duplex,
  code: ErrorCode,
  details: ErrorDetails = {},
  headers: readonly string[] = [],
): void {
  const status = errors[code].status ?? 500;
  const body = JSON.stringify({ code, message: errorMessage(code, details) });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}
