/** RFC 6455 §5.2 by hand: a writer that can break every rule, and a reader that lets the server break none. */

export const opcodes = { continuation: 0x0, text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;

export type FrameParts = {
  readonly opcode: number;
  readonly payload?: Uint8Array | string;
  /** Default true. */
  readonly fin?: boolean;
  /** The three reserved bits, 0 to 7; default 0. */
  readonly rsv?: number;
  /** Default true, as a client must. */
  readonly masked?: boolean;
  /** How many octets hold the length: 1, 2 or 8; default as few as possible. */
  readonly lengthOctets?: 1 | 2 | 8;
};

const maskingKey = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

export function frame({ opcode, payload = "", fin = true, rsv = 0, masked = true, lengthOctets }: FrameParts): Buffer {
  const octets = Buffer.from(payload);
  const header = frameHeader(opcode, octets.length, fin, rsv, masked, lengthOctets);
  return masked ? Buffer.concat([header, maskingKey, mask(octets)]) : Buffer.concat([header, octets]);
}

/** Only the beginning of a frame that says how long it will be; `length` may be more than anybody would send. */
export function announce(opcode: number, length: number | bigint, fin = true): Buffer {
  return Buffer.concat([frameHeader(opcode, length, fin, 0, true), maskingKey]);
}

/** What follows `announce`, a multiple of four octets at a time. */
export function mask(octets: Uint8Array): Buffer {
  return Buffer.from(octets).map((octet, index) => octet ^ (maskingKey[index % 4] ?? 0)) as Buffer;
}

export const text = (payload: Uint8Array | string, fin = true): Buffer => frame({ opcode: opcodes.text, payload, fin });
export const binary = (payload: Uint8Array, fin = true): Buffer => frame({ opcode: opcodes.binary, payload, fin });
export const more = (payload: Uint8Array | string, fin = false): Buffer =>
  frame({ opcode: opcodes.continuation, payload, fin });
export const ping = (payload: Uint8Array | string = "", fin = true): Buffer =>
  frame({ opcode: opcodes.ping, payload, fin });
export const pong = (payload: Uint8Array | string = "", fin = true): Buffer =>
  frame({ opcode: opcodes.pong, payload, fin });

/** A close frame; without a code an empty one. */
export function close(code?: number, reason: Uint8Array | string = ""): Buffer {
  if (code === undefined) return frame({ opcode: opcodes.close });
  const octets = Buffer.alloc(2);
  octets.writeUInt16BE(code);
  return frame({ opcode: opcodes.close, payload: Buffer.concat([octets, Buffer.from(reason)]) });
}

/** One message as frames of at most `size` octets each. */
export function cut(opcode: number, payload: Uint8Array | string, size: number): Buffer[] {
  const octets = Buffer.from(payload);
  const frames: Buffer[] = [];
  for (let at = 0; at < octets.length; at += size) {
    const fin = at + size >= octets.length;
    const part = octets.subarray(at, at + size);
    frames.push(frame({ opcode: at === 0 ? opcode : opcodes.continuation, payload: part, fin }));
  }
  return frames;
}

function frameHeader(
  opcode: number,
  length: number | bigint,
  fin: boolean,
  rsv: number,
  masked: boolean,
  lengthOctets: 1 | 2 | 8 = length < 126 ? 1 : length < 65_536 ? 2 : 8,
): Buffer {
  const header = Buffer.alloc(lengthOctets === 1 ? 2 : 2 + lengthOctets);
  header[0] = (fin ? 0x80 : 0) | (rsv << 4) | opcode;
  header[1] = (masked ? 0x80 : 0) | (lengthOctets === 1 ? Number(length) : lengthOctets === 2 ? 126 : 127);
  if (lengthOctets === 2) header.writeUInt16BE(Number(length), 2);
  if (lengthOctets === 8) header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

export type ReadFrame = { readonly opcode: number; readonly payload: Buffer };

/** Reads what a server sends. Ours never masks, fragments or uses reserved bits, so anything of that kind throws. */
export class FrameReader {
  #waiting: Buffer = Buffer.alloc(0);

  /** The frames that `data` completes. */
  read(data: Uint8Array): ReadFrame[] {
    this.#waiting = Buffer.concat([this.#waiting, data]);
    const frames: ReadFrame[] = [];
    for (let next = this.#next(); next !== undefined; next = this.#next()) frames.push(next);
    return frames;
  }

  #next(): ReadFrame | undefined {
    const octets = this.#waiting;
    const [first, second] = octets;
    if (first === undefined || second === undefined) return undefined;
    if ((first & 0xf0) !== 0x80) throw new Error("the server sent a fragment or a reserved bit");
    if ((second & 0x80) !== 0) throw new Error("the server masked a frame");
    const lengthOctets = second === 126 ? 2 : second === 127 ? 8 : 0;
    const start = 2 + lengthOctets;
    if (octets.length < start) return undefined;
    const length =
      lengthOctets === 0 ? second : octets.readUIntBE(start - Math.min(6, lengthOctets), Math.min(6, lengthOctets));
    if (lengthOctets !== 0 && length < (lengthOctets === 2 ? 126 : 65_536))
      throw new Error("a length in too many octets");
    if (octets.length < start + length) return undefined;
    this.#waiting = octets.subarray(start + length);
    return { opcode: first & 0x0f, payload: octets.subarray(start, start + length) };
  }
}
