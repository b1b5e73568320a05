/** Writes what the server says. One JSON object a message (rule W1). */
import { type ErrorCode, type ErrorDetails, errorMessage } from "../errors.ts";
import type { ServerMessage } from "./messages.ts";

export function encode(message: ServerMessage): string {
  return JSON.stringify(message);
}

/** A message with one more member, which is JSON already. */
export function encodeWith(message: ServerMessage, name: string, json: string): string {
  return `${JSON.stringify(message).slice(0, -1)},${JSON.stringify(name)}:${json}}`;
}

/** The answer to a refused message; `id` is repeated where the message had one (rule W4). */
export function errorAnswer(code: ErrorCode, details: ErrorDetails = {}, id?: number): ServerMessage {
  return { event: "error", ...(id === undefined ? {} : { id }), code, message: errorMessage(code, details) };
}
