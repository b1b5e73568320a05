// The handshake: how this very connection was opened, and how its key becomes the answer that came back.
import { prove } from "./accept.js";
import { element, make, number, onSlide } from "./slide.js";

/** @typedef {Awaited<ReturnType<typeof lectern.connection.handshake>>} Handshake */

/** RFC 6455, section 1.2. @type {Handshake} */
const example = {
  request: [
    "GET /chat HTTP/1.1",
    "Host: server.example.com",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Origin: http://example.com",
    "Sec-WebSocket-Protocol: chat, superchat",
    "Sec-WebSocket-Version: 13",
  ],
  response: [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    "Sec-WebSocket-Protocol: chat",
  ],
};
const needed = /^(upgrade|connection|sec-websocket-(key|version|accept)):/i;
const familiar = /^(host|origin|user-agent):/i;
const proof = /^sec-websocket-(key|accept):/i;

/** @type {Set<HTMLElement>} which of the two slides is up */
const up = new Set();

draw(example);
for (const root of [element("handshake"), element("accept")]) {
  onSlide(root, {
    enter() {
      up.add(root);
      ask();
    },
    leave: () => up.delete(root),
  });
}
// The first message of every new connection.
lectern.connection.on("frame", ({ event }) => {
  if (event === "welcome" && up.size > 0) ask();
});

function ask() {
  lectern.connection.handshake().then(draw, () => draw(example));
}

/** @param {Handshake} handshake */
function draw(handshake) {
  const { request, response } = handshake;
  const isMasked = [...request, ...response].some((line) => line.includes("•"));
  element("handshake-says").textContent =
    handshake === example
      ? "The example of RFC 6455, section 1.2. A live screen shows its own."
      : `Your own connection, as the server saw it open.${isMasked ? " Secrets and addresses are masked." : ""}`;
  drawSide("request", request, "up");
  drawSide("response", response, "down");
  prove(handshake, handshake === example ? "the example in RFC 6455" : "your own connection").catch(reportError);
}

/**
 * @param {"request" | "response"} side
 * @param {readonly string[]} lines
 * @param {string} direction
 */
function drawSide(side, lines, direction) {
  const others = lines.slice(1).filter((line) => !needed.test(line));
  const folded = others.filter((line) => !familiar.test(line));
  const rows = lines
    .filter((line) => !folded.includes(line))
    .map((line) => (others.includes(line) ? quiet : loud)(line));
  element(`handshake-${side}`).replaceChildren(...rows, fold(folded, "wide"), fold(others, "narrow"));
  element(`handshake-${side}-bytes`).textContent = `${size(lines, 2)} ${direction}`;
}

/** @param {string} line */
function loud(line) {
  const [, name, value] = /^([^ ]+: )(.*)$/.exec(line) ?? [];
  const row = make("li", name ?? line, proof.test(line) ? "loud proof" : "loud");
  if (value !== undefined) row.append(make("span", value));
  return row;
}

/** @param {string} line */
function quiet(line) {
  return make("li", line, "quiet");
}

/**
 * @param {readonly string[]} lines
 * @param {string} className which screens see this
 */
function fold(lines, className) {
  const row = make("li", `and ${lines.length} more ${lines.length === 1 ? "header" : "headers"}, ${size(lines)}`);
  row.className = `fold ${className}`;
  row.hidden = lines.length === 0;
  return row;
}

/**
 * Each line ends with two bytes. What is masked was longer than what is shown.
 * @param {readonly string[]} lines
 * @param {number} [end] of the empty line that ends the headers
 */
function size(lines, end = 0) {
  const total = lines.reduce((sum, line) => sum + line.length + 2, end);
  return `${lines.some((line) => line.includes("•")) ? "at least " : ""}${number(total)} bytes`;
}
