import { stopwatch } from "../../gateway/observer.ts";
import type { TalkLog } from "../../log/talk-log.ts";
import type { ObserveServer } from "./observation.ts";

/** The same log; how its appends go is told to `observe`. */
export function observedLog(log: TalkLog, observe: ObserveServer): TalkLog {
  return {
    ...log,
    async append(entries) {
      const elapsed = stopwatch();
      try {
        await log.append(entries);
      } catch (error) {
        observe({ kind: "append-failed", error });
        throw error;
      }
      observe({ kind: "appended", entries: entries.length, seconds: elapsed() });
    },
  };
}
