/** Ctrl+C, and a browser that dies, in one line each (rule K11). */
import { errors, LecternError } from "../errors.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does the work, which has to end when `stopped` is aborted; at a second signal the process ends at once.
 *
 * @throws LecternError `export-stopped`, `export-browser-gone`
 */
export async function untilStopped<Result>(work: (stopped: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(errors["export-stopped"].exit);
    stop.abort(new LecternError("export-stopped"));
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await work(stop.signal);
  } catch (error) {
    stop.signal.throwIfAborted();
    if (isGone(error)) throw new LecternError("export-browser-gone", {}, { cause: error });
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** Playwright has no exported class for this. */
function isGone(error: unknown): boolean {
  return error instanceof Error && /has been closed|Target crashed|Page crashed/.test(error.message);
}
