/** The opening handshake (RFC 6455 §4.2.1): what is not one is answered in plain HTTP. */
import { type Address, openingRequest, Peer, sampleAccept, sampleKey } from "./peer.ts";

/** `expected`: the status, a header that matters, and the code of the error's JSON. */
export type OpeningCase = {
  readonly id: string;
  readonly sends: string;
  readonly request: string;
  readonly expected: string;
};

const good = openingRequest();
const without = (name: string): string => good.replace(new RegExp(`^${name}:.*\r\n`, "m"), "");
const withLine = (...lines: readonly string[]): string => openingRequest(lines);
const key = (value: string): string => good.replace(sampleKey, value);
const opened = "101";

const rows: readonly (readonly [sends: string, request: string, expected: string])[] = [
  ["the example of RFC 6455 §1.3", good, opened],
  ["header names and tokens in other cases", good.replace("Upgrade: websocket", "uPGRADE: WebSocket"), opened],
  ["Connection: keep-alive, Upgrade", good.replace("Connection: Upgrade", "Connection: keep-alive, Upgrade"), opened],
  ["an Origin of somebody else", withLine("Origin: https://elsewhere.example"), opened],
  ["an offer of permessage-deflate", withLine("Sec-WebSocket-Extensions: permessage-deflate"), opened],
  ["an extension nobody knows", withLine("Sec-WebSocket-Extensions: x-nothing; a=1"), opened],
  ["version 12", good.replace("Version: 13", "Version: 12"), "426 (Sec-WebSocket-Version: 13, 8) upgrade-version"],
  ["version 14", good.replace("Version: 13", "Version: 14"), "426 (Sec-WebSocket-Version: 13, 8) upgrade-version"],
  [
    "a version that is no number",
    good.replace("Version: 13", "Version: x"),
    "426 (Sec-WebSocket-Version: 13, 8) upgrade-version",
  ],
  ["no version", without("Sec-WebSocket-Version"), "426 (Sec-WebSocket-Version: 13, 8) upgrade-version"],
  ["no key", without("Sec-WebSocket-Key"), "400 bad-upgrade"],
  ["an empty key", key(""), "400 bad-upgrade"],
  ["a key of 15 octets", key("MTIzNDU2Nzg5MDEyMzQ1"), "400 bad-upgrade"],
  ["a key that is not base64", key("?".repeat(24)), "400 bad-upgrade"],
  ["a subprotocol that is no token", withLine("Sec-WebSocket-Protocol: a b"), "400 bad-upgrade"],
  ["POST", good.replace("GET", "POST"), "400 bad-upgrade"],
  ["HTTP/1.0", good.replace("HTTP/1.1", "HTTP/1.0"), "400 bad-upgrade"],
  ["no Host", without("Host"), "400 bad-upgrade"],
  ["Upgrade: h2c", good.replace("Upgrade: websocket", "Upgrade: h2c"), "404 not-found"],
  ["a page, with an offer of HTTP/2", good.replace("/ws", "/").replace("Upgrade: websocket", "Upgrade: h2c"), "200"],
  ["no Upgrade", without("Upgrade"), "404 not-found"],
  ["no Connection", without("Connection"), "404 not-found"],
  ["another path", good.replace("/ws", "/wss"), "404 not-found"],
  ["the socket of a talk that is not there", good.replace("/ws", "/t/NOSUCH/ws"), "404 not-found"],
  ["the path with a slash more", good.replace("/ws", "/ws/"), "404 not-found"],
  ["the path percent-encoded", good.replace("/ws", "/%77s"), "404 not-found"],
  ["the path with a query", good.replace("/ws", "/ws?a=1"), opened],
  ["headers of 20,000 octets", withLine(`X-Long: ${"x".repeat(20_000)}`), "431"],
  ["3,000 headers", withLine(...Array.from({ length: 3000 }, (_, n) => `X-${n}: 1`)), "431"],
  ["a path of 20,000 octets", good.replace("/ws", `/${"x".repeat(20_000)}`), "431"],
  ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "400"],
];

export const opening: readonly OpeningCase[] = rows.map(([sends, request, expected], index) => ({
  id: `H.${index + 1}`,
  sends,
  request,
  expected,
}));

/** Sends the request and puts what comes back into words; the connection is gone afterwards. */
export async function open(address: Address, { request }: OpeningCase): Promise<string> {
  const peer = await Peer.request(address, Buffer.from(request, "latin1"));
  if (peer.status === 101) {
    peer.destroy();
    return openedWith(peer.head);
  }
  if (peer.head === "") return "no answer";
  const length = Number(headerOf(peer.head, "Content-Length") ?? 0);
  await peer.received(length);
  peer.destroy();
  return outcome(peer.status, peer.head, peer.body);
}

function openedWith(head: string): string {
  if (headerOf(head, "Sec-WebSocket-Accept") !== sampleAccept) return "101 with a wrong Sec-WebSocket-Accept";
  const extension = headerOf(head, "Sec-WebSocket-Extensions");
  return extension === undefined ? opened : `101 with ${extension}`;
}

function outcome(status: number | undefined, head: string, body: string): string {
  const version = headerOf(head, "Sec-WebSocket-Version");
  const shown = version === undefined ? "" : ` (Sec-WebSocket-Version: ${version})`;
  const [, code] = /"code":"([a-z-]+)"/.exec(body) ?? [];
  return `${status}${shown}${code === undefined ? "" : ` ${code}`}`;
}

function headerOf(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1]?.trim();
}
