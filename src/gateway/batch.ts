/**
 * Messages that go out together. They are serialised once, and put into the form of each carrier once, whatever the
 * number of clients (rule B1).
 */
export class Batch {
  readonly texts: readonly string[];
  #frames: Buffer | undefined;
  #eventStream: Buffer | undefined;

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }

  /** As WebSocket frames from a server, one after another (RFC 6455 §5.2: text, whole, not masked). */
  get frames(): Buffer {
    this.#frames ??= Buffer.concat(this.texts.map(frame));
    return this.#frames;
  }

  /** As server-sent events (WHATWG HTML §9.2.5). JSON has no line breaks of its own. */
  get eventStream(): Buffer {
    this.#eventStream ??= Buffer.from(this.texts.map((text) => `data: ${text}\n\n`).join(""));
    return this.#eventStream;
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
