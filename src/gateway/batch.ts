/**
 * Messages that go out together. They are serialised once, and put into the form of each carrier once, whatever the
 * number of clients (rule B1).
 */
export class Batch {
  readonly texts: readonly string[];
  /** Whether it goes out at once, with what waits for the end of the turn. */
  readonly isUrgent: boolean;
  #frames: Frames | undefined;
  #eventStream: Buffer | undefined;

  constructor(texts: readonly string[], { isUrgent = false } = {}) {
    this.texts = texts;
    this.isUrgent = isUrgent;
  }

  /** As WebSocket frames from a server, one after another (RFC 6455 §5.2: text, whole, not masked). */
  get frames(): Frames {
    this.#frames ??= new Frames(Buffer.concat(this.texts.map(frame)), this.isUrgent);
    return this.#frames;
  }

  /** As server-sent events (WHATWG HTML §9.2.5). JSON has no line breaks of its own. */
  get eventStream(): Buffer {
    this.#eventStream ??= Buffer.from(this.texts.map((text) => `data: ${text}\n\n`).join(""));
    return this.#eventStream;
  }
}

/** Whole frames, as they go to the network. */
export class Frames {
  readonly bytes: Buffer;
  readonly isUrgent: boolean;
  #next: Frames | undefined;
  #both: Frames | undefined;

  constructor(bytes: Buffer, isUrgent = false) {
    this.bytes = bytes;
    this.isUrgent = isUrgent;
  }

  /** These and `next` as one. The same two follow each other to most of a room, and are put together once. */
  followedBy(next: Frames): Frames {
    if (this.#next === next && this.#both !== undefined) return this.#both;
    this.#next = next;
    this.#both = new Frames(Buffer.concat([this.bytes, next.bytes]), next.isUrgent);
    return this.#both;
  }
}

const wholeText = 0x81;

function frame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const buffer = Buffer.allocUnsafe(2 + lengthBytes + length);
  buffer[0] = wholeText;
  if (lengthBytes === 0) buffer[1] = length;
  else if (lengthBytes === 2) {
    buffer[1] = 126;
    buffer.writeUInt16BE(length, 2);
  } else {
    buffer[1] = 127;
    buffer.writeBigUInt64BE(BigInt(length), 2);
  }
  buffer.write(text, 2 + lengthBytes, "utf8");
  return buffer;
}
