/**
 * What reveal.js says and hears by postMessage, version 3.9 to 6: JSON strings. Each call is answered by a `callback`
 * with the state after it, and all that happened in the course of it is told before. A page is somebody's program: what
 * is not whole is nothing.
 */
import type { Position } from "../../talk/commands.ts";

export type RevealState = { readonly at: Position; readonly paused: boolean; readonly overview: boolean };

export type RevealSaid = {
  /** `callback`, or what happened: `ready`, `slidechanged`, `fragmentshown`, `paused` … */
  readonly event: string;
  /** Of a callback: the method that was called, and what it answered. */
  readonly method: string | undefined;
  readonly result: unknown;
  readonly state: RevealState;
};

export function revealCall(method: string, ...args: readonly unknown[]): string {
  return JSON.stringify({ method, args });
}

/** As reveal.js's `setState` takes it. */
export function stateFor(to: Position, paused: boolean): object {
  return { indexh: to.h, indexv: to.v, indexf: to.f, paused, overview: false };
}

/** Undefined for what reveal.js does not say. */
export function readReveal(data: unknown): RevealSaid | undefined {
  const said = typeof data === "string" && data.startsWith("{") ? asRecord(parsed(data)) : undefined;
  if (said?.namespace !== "reveal" || typeof said.eventName !== "string") return undefined;
  const state = readState(said.state);
  if (state === undefined) return undefined;
  const method = typeof said.method === "string" ? said.method : undefined;
  return { event: said.eventName, method, result: said.result, state };
}

/** A slide without fragments has no `indexf`. */
function readState(value: unknown): RevealState | undefined {
  const { indexh, indexv = 0, indexf = -1, paused, overview } = asRecord(value) ?? {};
  if (!isCount(indexh) || !isCount(indexv) || !(indexf === -1 || isCount(indexf))) return undefined;
  return { at: { h: indexh, v: indexv, f: indexf }, paused: paused === true, overview: overview === true };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
