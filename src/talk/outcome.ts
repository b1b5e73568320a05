/** What deciding about one entry may come to. */
import type { ErrorCode, ErrorDetails } from "../errors.ts";
import type { TalkEvent } from "./events.ts";
import type { State } from "./state.ts";

export type Outcome =
  | { readonly kind: "accepted"; readonly state: State; readonly events: readonly TalkEvent[] }
  | { readonly kind: "duplicate"; readonly seq: number }
  | Refusal;

export type Refusal = { readonly kind: "refused"; readonly code: ErrorCode; readonly details: ErrorDetails };

/** What an accepted entry changes and tells; at most one event, since `seq` strictly rises on a connection (W4). */
export type Effect = {
  readonly kind: "effect";
  readonly change: Partial<State>;
  readonly events: readonly TalkEvent[];
};

export type Decision = Effect | Refusal;

export function effect(change: Partial<State>, ...events: readonly [TalkEvent?]): Effect {
  return { kind: "effect", change, events: events.filter((event) => event !== undefined) };
}

export function refuse(code: ErrorCode, details: ErrorDetails = {}): Refusal {
  return { kind: "refused", code, details };
}
