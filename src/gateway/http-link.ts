import type { OutgoingHttpHeaders } from "node:http";
import type { Link } from "./link.ts";

/** What links use of a `ServerResponse`. */
export interface HttpResponse {
  /** Bytes that were written and have not left. */
  readonly writableLength: number;
  readonly writableEnded: boolean;
  setHeader(name: string, value: string): unknown;
  getHeaders(): OutgoingHttpHeaders;
  flushHeaders(): void;
  write(chunk: string | Uint8Array): unknown;
  end(text?: string): unknown;
  destroy(): unknown;
  /** `finish`: all of it has left; `close`: nothing follows, whether it has left or not. */
  once(event: "finish" | "close", listener: () => void): unknown;
}

/** A link whose two directions are different requests. */
export interface HttpLink extends Link {
  /** Resolves when the client was told why the link ends, or is gone. */
  readonly over: Promise<void>;
  /** A sign of life for what stands between. */
  keepAlive(): void;
  destroy(): void;
}
