// How a text becomes a frame: RFC 6455, section 5.2, and the drafts before it. Pure: it runs in Node as well.

/** @typedef {"start" | "kind" | "length" | "key" | "text" | "end"} Field */
/**
 * One field of a frame; a frame is its fields in the order of the wire.
 * @typedef {{ field: Field, bytes: Uint8Array }} Part
 */

/** @param {string} text */
export function utf8(text) {
  return new TextEncoder().encode(text);
}

/**
 * What stands before the text.
 * @param {number} length of the text, in bytes
 * @param {Uint8Array} [key] the four bytes that mask it; without them it is not masked
 * @returns {Part[]}
 */
export function header(length, key) {
  const mask = key === undefined ? 0 : 0x80;
  /** @type {Part[]} */
  const parts = [
    { field: "kind", bytes: Uint8Array.of(0x81) }, // FIN 1, opcode 1: a whole message, text
    { field: "length", bytes: Uint8Array.of(mask | shortLength(length), ...longLength(length)) },
  ];
  return key === undefined ? parts : [...parts, { field: "key", bytes: key }];
}

/** @param {number} length */
function shortLength(length) {
  return length < 126 ? length : length < 65_536 ? 126 : 127;
}

/**
 * The bytes that hold a length of more than 125, the highest one first.
 * @param {number} length
 */
function longLength(length) {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(length));
  return new Uint8Array(view.buffer).slice(length < 126 ? 8 : length < 65_536 ? 6 : 0);
}

/**
 * RFC 6455: a server sends without a key, a browser always with one.
 * @param {Uint8Array} text
 * @param {Uint8Array} [key]
 * @returns {Part[]}
 */
export function frame(text, key) {
  return [...header(text.length, key), { field: "text", bytes: key === undefined ? text : mask(text, key) }];
}

/**
 * The drafts of 2010, hixie-thewebsocketprotocol-75 and -76.
 * @param {Uint8Array} text
 * @returns {Part[]}
 */
export function draftFrame(text) {
  return [
    { field: "start", bytes: Uint8Array.of(0x00) },
    { field: "text", bytes: text },
    { field: "end", bytes: Uint8Array.of(0xff) },
  ];
}

/**
 * Each byte XOR one byte of the key, in turn. Done twice, it gives the text back.
 * @param {Uint8Array} text
 * @param {Uint8Array} key
 */
export function mask(text, key) {
  return text.map((byte, at) => byte ^ (key[at % 4] ?? 0));
}

/**
 * The length of the text in a frame, from the size of the whole frame.
 * @param {number} size
 * @param {boolean} isMasked
 */
export function textLength(size, isMasked) {
  const rest = size - (isMasked ? 6 : 2);
  return rest < 126 ? rest : rest - 2 < 65_536 ? rest - 2 : rest - 8;
}

/** @param {readonly Part[]} parts */
export function size(parts) {
  return parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** @param {number} byte */
export function hex(byte) {
  return byte.toString(16).padStart(2, "0");
}

/** @param {number} byte */
export function bits(byte) {
  return byte.toString(2).padStart(8, "0");
}
