// Does it really speak WebSocket? What the server made of this connection's key, done again here.
import { sha1 } from "./sha1.js";
import { element } from "./slide.js";

/** @typedef {Awaited<ReturnType<typeof lectern.connection.handshake>>} Handshake */

const constant = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** @type {Handshake | undefined} */
let newest;

/**
 * @param {Handshake} handshake
 * @param {string} whose
 */
export async function prove(handshake, whose) {
  newest = handshake;
  const key = headerValue(handshake.request, "sec-websocket-key");
  const answer = headerValue(handshake.response, "sec-websocket-accept");
  const message = new TextEncoder().encode(key + constant);
  // Browsers offer it to secure pages only: https, or a server on the same computer.
  const { subtle } = crypto;
  const hash = subtle === undefined ? sha1(message) : new Uint8Array(await subtle.digest("SHA-1", message));
  if (handshake !== newest) return;
  const computed = btoa(String.fromCharCode(...hash));
  const isEqual = computed === answer;
  const shown = {
    "accept-says": `The server’s answer, computed again with the key of ${whose}.`,
    "accept-key": key,
    "accept-joined": key,
    "accept-hash": Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(" "),
    "accept-computed": computed,
    "accept-answer": answer,
    "accept-verdict": isEqual ? "Equal" : "Not equal",
    "accept-how":
      subtle === undefined
        ? "SHA-1 by demos/sha1.js: crypto.subtle, the browser’s own, needs https."
        : "SHA-1 by the browser’s own crypto.subtle.",
  };
  for (const [id, text] of Object.entries(shown)) element(id).textContent = text;
  element("accept-verdict").classList.toggle("equal", isEqual);
}

/**
 * @param {readonly string[]} lines
 * @param {string} name in lower case
 */
function headerValue(lines, name) {
  const line = lines.find((each) => each.toLowerCase().startsWith(`${name}: `));
  return line?.slice(name.length + 2) ?? "";
}
