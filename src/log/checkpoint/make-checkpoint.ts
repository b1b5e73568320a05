/**
 * Makes one checkpoint, in a thread of its own: takes up the last one, folds what the log has more, and writes the next.
 * The log itself belongs to the main thread, which hands over its entries page by page when asked.
 */
import { setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { foldOne } from "../../talk/apply.ts";
import type { Entry } from "../../talk/commands.ts";
import { RecentEvents } from "../../talk/recent-events.ts";
import { emptyState } from "../../talk/state.ts";
import { readCheckpoint, writeCheckpoint } from "./file.ts";
import { foldIdentity } from "./fold-identity.ts";
import type { Request, Task } from "./task.ts";

const { file, origin, from, resumeEvents } = workerData as Task;
if (foldIdentity() !== origin.fold) throw new Error("Lectern was changed on disk while it runs");
const found = from === 0 ? undefined : readCheckpoint(file, origin);
const start = found?.state.seq === from ? found : undefined;

let { state, last } = { state: emptyState, last: undefined as Entry | undefined, ...start };
const recent = new RecentEvents(resumeEvents, start?.recent);

// The talk goes first. Elsewhere this would be about the whole process.
if (process.platform === "linux") setPriority(10);
const ask = (request: Request): void => parentPort?.postMessage(request);
parentPort?.on("message", (entries: readonly Entry[]) => {
  for (const entry of entries) {
    const folded = foldOne(state, entry);
    state = folded.state;
    recent.add(folded.events);
    last = entry;
  }
  if (entries.length > 0) return ask({ kind: "entries", after: state.seq });
  if (last !== undefined) {
    writeCheckpoint(file, origin, { state, recent: recent.kept, last });
    ask({ kind: "written", seq: state.seq });
  }
  parentPort?.close();
});
ask({ kind: "entries", after: state.seq });
