/** A log that lives and ends with the process. */
import { LecternError } from "../errors.ts";
import type { Entry } from "../talk/commands.ts";
import type { TalkIdentity, TalkLog } from "./talk-log.ts";

export function createMemoryLog(identity: TalkIdentity): TalkLog {
  const entries: Entry[] = [];
  return {
    identity,
    async append(added) {
      const first = added[0];
      if (first === undefined) return;
      if (first.seq !== entries.length + 1) throw new LecternError("log-conflict", { seq: first.seq - 1 });
      entries.push(...structuredClone(added));
    },
    async check() {},
    async *read(after) {
      yield* entries.slice(after);
    },
    async head() {
      return entries.length;
    },
    async close() {},
  };
}
