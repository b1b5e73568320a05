/** What the two sides of making a checkpoint say to each other. */
import type { Origin } from "./file.ts";

export type Task = {
  readonly file: string;
  readonly origin: Origin;
  /** The seq of the checkpoint in the file that may be taken up; 0: there is none. */
  readonly from: number;
  /** Newest events kept for clients that resume. */
  readonly resumeEvents: number;
};

/** Answered with entries, an empty list at the end of the log; `written` with nothing. */
export type Request =
  | { readonly kind: "entries"; readonly after: number }
  | { readonly kind: "written"; readonly seq: number };
