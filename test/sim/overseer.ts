/** Who looks at what the server hears and tells, whatever carries it. */
import type { Connection } from "../../src/gateway/connection.ts";

export interface Overseer {
  /** `who` says these; they are judged while `work` runs. */
  hearing<T>(who: unknown, texts: readonly string[], work: () => T): T;
  /** `text` is put on top of so many bytes that wait for `owner`. */
  telling(owner: string, queuedBytes: number, text: string, connection?: Connection): void;
}
