/** What is worth knowing about a whole server: what its talks tell, and what happens around them. */
import type { Deck } from "../../deck/deck.ts";
import type { LecternError } from "../../errors.ts";
import type { Observation } from "../../gateway/observer.ts";

export type ServerObservation =
  | Observation
  | {
      readonly kind: "listening";
      readonly port: number;
      readonly epoch: string;
      /** The talk's log; null in memory. */
      readonly file: string | null;
      readonly deck: Deck["kind"];
    }
  | { readonly kind: "start-failed"; readonly error: unknown }
  /** These entries are durable. */
  | { readonly kind: "appended"; readonly entries: number; readonly seconds: number }
  | { readonly kind: "append-failed"; readonly error: unknown }
  | { readonly kind: "deck-reloaded" }
  | { readonly kind: "deck-failed"; readonly error: LecternError }
  | { readonly kind: "draining"; readonly connections: number }
  | { readonly kind: "drained"; readonly seconds: number };

export type ObserveServer = (observation: ServerObservation) => void;
