/**
 * What is worth knowing to those who run a server, told as it happens (rules O2, O3): once a message or a batch, never
 * once a delivery. Kinds, codes and numbers only: what people wrote, who they are and what they hold a key to is not in
 * here, so that it cannot get into a log or a metric.
 */
import type { ErrorCode } from "../errors.ts";
import type { ClientMessage, CommandMessage, Trouble } from "../protocol/messages.ts";
import type { Transport } from "../protocol/transports.ts";
import type { Audience } from "./fan-out.ts";

/** How a welcome began: for somebody new, with the events that were missed, or with a snapshot instead of them. */
export type Start = "new" | "resumed" | "snapshot";
/** Why a connection ended: the client went or fell silent, broke the rules of WebSocket, or was told why. */
export type Departure = ErrorCode | "gone" | "protocol-error";

export type Observation =
  | { readonly kind: "welcomed"; readonly role: Audience; readonly transport: Transport; readonly start: Start }
  | { readonly kind: "left"; readonly role: Audience; readonly transport: Transport; readonly why: Departure }
  /** A message came; undefined where it was none of the protocol's. */
  | { readonly kind: "heard"; readonly event: ClientMessage["event"] | undefined }
  /** A command was answered, `seconds` after it came. */
  | {
      readonly kind: "answered";
      readonly command: CommandMessage["event"];
      readonly outcome: "accepted" | "refused";
      readonly seconds: number;
    }
  /** A client was told an error of the table. */
  | { readonly kind: "refused"; readonly code: ErrorCode }
  /** An HTTP request was answered, with an error of the table where there is a code. */
  | { readonly kind: "responded"; readonly status: number; readonly code?: ErrorCode | undefined }
  /** The events of one tick went out to this many listeners. */
  | { readonly kind: "told"; readonly events: number; readonly listeners: number; readonly seconds: number }
  /** A client began to miss something, because it reads too slowly (rule B2). */
  | { readonly kind: "lagged" }
  /** … and was brought up to date. */
  | { readonly kind: "caught-up"; readonly by: "events" | "snapshot" | "chat" }
  /** … and something that passes was not told to it. */
  | { readonly kind: "dropped" }
  /** The log cannot be written, for another reason than before, or can be again (null). */
  | { readonly kind: "log-stands"; readonly trouble: Trouble | null }
  /** A process that carries WebSockets was started, or has died, and the connections it had with it. */
  | { readonly kind: "worker-started"; readonly pid: number | undefined }
  | {
      readonly kind: "worker-died";
      readonly pid: number | undefined;
      readonly cause: string;
      readonly connections: number;
    }
  /** A mistake of ours; the reference is what the user was told. */
  | { readonly kind: "fault"; readonly error: unknown; readonly reference: string };

export type Observe = (observation: Observation) => void;

export const observeNothing: Observe = () => {};

/** Seconds since the call. Not the talk's clock: what happens in a talk never depends on how long something took. */
export function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}
