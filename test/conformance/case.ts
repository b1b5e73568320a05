/** What a conformance case is: what a peer sends, and what the server must make of it. */

export type Rule = "W1" | "W8" | "B4";

/** Octets to send in pieces of `size`, each in a TCP segment of its own; or a look whether the server has failed yet. */
export type Step = { readonly octets: Buffer; readonly size: number } | "has it failed?";

/**
 * `expected`, `byLimit` and `nonStrict` are transcripts: what the server sends, in order, joined by commas. A normal
 * close that only answers the runner's own is left out.
 *
 * - `answered`        the `pong` message that answers `{"event":"ping"}`
 * - `text back`       an `unknown-event` error that quotes the case's `text` unchanged
 * - `error CODE`      any other error of the table; the connection stays
 * - `pong`            a pong frame with the payload of the case's next ping
 * - `close CODE`      a close frame, then the end of TCP; `close` has no code
 * - `still open`      the server had not failed the connection when it could have
 */
export type Case = {
  /** Number in Autobahn's list; beyond it, letters of our own. */
  readonly id: string;
  readonly rule: Rule;
  readonly sends: string;
  readonly script: readonly Step[];
  /** Payloads of the pings that are to be answered. */
  readonly pings?: readonly (Uint8Array | string)[];
  readonly text?: string;
  /** Whether the script has a close frame of its own. */
  readonly isClosing?: boolean;
  /** What RFC 6455 asks for. */
  readonly expected: string;
  /** What our own, narrower limits make of it, on purpose. */
  readonly byLimit?: string;
  /** What RFC 6455 allows, though something else is better. */
  readonly nonStrict?: string;
};

/** All frames in one segment. */
export function together(...frames: readonly Buffer[]): Step[] {
  return chopped(Number.POSITIVE_INFINITY, ...frames);
}

/** Each frame in a segment of its own. */
export function apart(...frames: readonly Buffer[]): Step[] {
  return frames.map((octets) => ({ octets, size: octets.length }));
}

/** In segments of `size` octets, whatever the frames. */
export function chopped(size: number, ...frames: readonly Buffer[]): Step[] {
  const octets = Buffer.concat(frames);
  return [{ octets, size: Math.min(size, octets.length) }];
}

/** A message that asks for an answer, `length` octets long: JSON may hold any amount of white space. */
export function question(length = 16): string {
  return '{"event":"ping"}'.replace("}", "}".padStart(length - 15));
}

/** A message whose answer quotes `name`, at most 40 UTF-16 units. */
export function quoting(name: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.from('{"event":"'), Buffer.from(name), Buffer.from('"}')]);
}
