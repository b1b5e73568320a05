/**
 * Writes to a socket as the stream above it would, without the stream's bookkeeping, which is a sixth of what a message
 * costs (docs/performance.md). The stream stays in charge of everything else, and of every error.
 *
 * What is used here is private to Node: the handle's `writeBuffer`, and with it the request that waits for what the
 * system does not take at once. Where Node keeps them elsewhere, the stream writes.
 */
import type { Duplex } from "node:stream";

/** What libuv calls back when all of a write has left; one that left at once never needs its request. */
type Request = { buffer?: Buffer; oncomplete?: (status: number) => void };
type Handle = { writeBuffer(request: Request, bytes: Buffer): number };
type StreamBinding = {
  readonly WriteWrap: new () => Request;
  readonly streamBaseState: Int32Array;
  readonly kLastWriteWasAsync: number;
};

const binding = streamBinding();
/** The request of the next write that does not leave at once, of whichever socket. */
let spare = binding && new binding.WriteWrap();

export class SocketWriter {
  readonly #socket: Duplex;
  #handle: Handle | undefined;
  /** Bytes that the system has not taken yet. libuv keeps them in order with what the stream writes. */
  #waiting = 0;

  constructor(socket: Duplex) {
    this.#socket = socket;
    this.#handle = binding && handleOf(socket);
  }

  /** Whether the stream is passed by. */
  get isDirect(): boolean {
    return this.#handle !== undefined;
  }

  /** Bytes that were written here and have not left. */
  get queuedBytes(): number {
    return this.#handle === undefined ? this.#waiting + this.#socket.writableLength : this.#waiting;
  }

  write(bytes: Buffer): void {
    if (this.#handle === undefined || binding === undefined || spare === undefined) return this.#writeToStream(bytes);
    const status = this.#handle.writeBuffer(spare, bytes);
    if (status !== 0) {
      // The stream meets the same error, and tells whoever listens to it.
      this.#handle = undefined;
      this.#writeToStream(bytes);
    } else if (binding.streamBaseState[binding.kLastWriteWasAsync] !== 0) {
      this.#wait(spare, bytes);
      spare = new binding.WriteWrap();
    }
  }

  #wait(request: Request, bytes: Buffer): void {
    this.#waiting += bytes.length;
    // libuv reads it until then.
    request.buffer = bytes;
    request.oncomplete = (status) => {
      this.#waiting -= bytes.length;
      if (status !== 0) this.#socket.destroy();
    };
  }

  #writeToStream(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }
}

/** There from Node 20 to 24 at least. A warning that it will go one day would be of no use to whoever gives a talk. */
function streamBinding(): StreamBinding | undefined {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    const { binding } = process as unknown as { readonly binding: (name: string) => Partial<StreamBinding> };
    const { WriteWrap, streamBaseState, kLastWriteWasAsync } = binding("stream_wrap");
    if (WriteWrap === undefined || streamBaseState === undefined || kLastWriteWasAsync === undefined) return undefined;
    return { WriteWrap, streamBaseState, kLastWriteWasAsync };
  } catch {
    return undefined;
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}

function handleOf(socket: Duplex): Handle | undefined {
  const { _handle: handle } = socket as unknown as { readonly _handle?: Partial<Handle> | null };
  return typeof handle?.writeBuffer === "function" ? (handle as Handle) : undefined;
}
