/**
 * A phone's link before a server on this machine: every connection pays for its handshake, all of them share one width,
 * and what is sent takes half a round trip. (A browser's own throttling gives every process a width of its own, and
 * asks nothing for a handshake.) TCP's slow start is not in it.
 */
import { connect, createServer } from "node:net";

/** One direction of the link: first come, first served. */
class Direction {
  #bytesPerMs;
  #delayMs;
  #freeAt = 0;
  #waiting = [];
  #timer;

  constructor(bitsPerSecond, delayMs) {
    this.#bytesPerMs = bitsPerSecond / 8000;
    this.#delayMs = delayMs;
  }

  /** Calls `arrive` when `bytes` have passed that could not set out before `notBefore`. */
  pass(bytes, arrive, notBefore = 0) {
    this.#freeAt = Math.max(performance.now(), this.#freeAt, notBefore) + bytes / this.#bytesPerMs;
    this.#waiting.push({ at: this.#freeAt + this.#delayMs, arrive });
    this.#wake();
  }

  #wake() {
    if (this.#timer !== undefined || this.#waiting.length === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        while (this.#waiting[0]?.at <= performance.now()) this.#waiting.shift().arrive();
        this.#wake();
      },
      Math.max(0, this.#waiting[0].at - performance.now()),
    );
  }
}

/** Pieces of about two packets, so that a large answer does not keep a small one waiting. */
const pieceBytes = 3000;

function carry(from, to, direction, notBefore) {
  from.on("data", (data) => {
    for (let at = 0; at < data.length; at += pieceBytes) {
      const piece = data.subarray(at, at + pieceBytes);
      direction.pass(piece.length, () => to.destroyed || to.write(piece), notBefore);
    }
  });
  from.on("end", () => direction.pass(0, () => to.end(), notBefore));
  from.on("error", () => to.destroy());
}

/** Resolves with the port to ask instead of `port`. */
export async function slowLink(port, { roundTripMs, downBitsPerSecond, upBitsPerSecond }) {
  const down = new Direction(downBitsPerSecond, roundTripMs / 2);
  const up = new Direction(upBitsPerSecond, roundTripMs / 2);
  const server = createServer((phone) => {
    const origin = connect(port, "127.0.0.1");
    carry(phone, origin, up, performance.now() + roundTripMs);
    carry(origin, phone, down, 0);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: server.address().port, close: () => server.close() };
}
