// SHA-1 as in RFC 3174, for pages that get none from the browser. It explains a handshake; it guards nothing.

/** @typedef {(b: number, c: number, d: number) => number} Mix */

/** @type {readonly { constant: number, mix: Mix }[]} a quarter of the 80 steps each */
const quarters = [
  { constant: 0x5a827999, mix: (b, c, d) => (b & c) | (~b & d) },
  { constant: 0x6ed9eba1, mix: (b, c, d) => b ^ c ^ d },
  { constant: 0x8f1bbcdc, mix: (b, c, d) => (b & c) | (b & d) | (c & d) },
  { constant: 0xca62c1d6, mix: (b, c, d) => b ^ c ^ d },
];

/**
 * @param {Uint8Array} message
 * @returns {Uint8Array} 20 bytes
 */
export function sha1(message) {
  const padded = pad(message);
  let [h0, h1, h2, h3, h4] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let at = 0; at < padded.length; at += 64) {
    const words = expand(padded.subarray(at, at + 64));
    let [a, b, c, d, e] = [h0, h1, h2, h3, h4];
    for (const [quarter, { constant, mix }] of quarters.entries()) {
      for (let step = quarter * 20; step < quarter * 20 + 20; step++) {
        const next = rotate(a, 5) + mix(b, c, d) + e + words.getInt32(step * 4) + constant;
        [a, b, c, d, e] = [next | 0, a, rotate(b, 30), c, d];
      }
    }
    [h0, h1, h2, h3, h4] = [(h0 + a) | 0, (h1 + b) | 0, (h2 + c) | 0, (h3 + d) | 0, (h4 + e) | 0];
  }
  const hash = new DataView(new ArrayBuffer(20));
  for (const [place, word] of [h0, h1, h2, h3, h4].entries()) hash.setInt32(place * 4, word);
  return new Uint8Array(hash.buffer);
}

/**
 * The message, one bit, zeros, and the message's length in bits: whole blocks of 64 bytes.
 * @param {Uint8Array} message
 */
function pad(message) {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  return padded;
}

/**
 * A block's 16 words become 80, one for each step.
 * @param {Uint8Array} block
 */
function expand(block) {
  const words = new DataView(new ArrayBuffer(80 * 4));
  new Uint8Array(words.buffer).set(block);
  /** @param {number} place */
  const word = (place) => words.getInt32(place * 4);
  for (let step = 16; step < 80; step++) {
    words.setInt32(step * 4, rotate(word(step - 3) ^ word(step - 8) ^ word(step - 14) ^ word(step - 16), 1));
  }
  return words;
}

/**
 * @param {number} word
 * @param {number} bits
 */
function rotate(word, bits) {
  return (word << bits) | (word >>> (32 - bits));
}
