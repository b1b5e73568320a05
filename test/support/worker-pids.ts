/** The workers of a server that writes log lines. */
import { readFileSync } from "node:fs";

type Line = Readonly<Record<string, unknown>> & { readonly event: string };

export function logLines(file: string): readonly Line[] {
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

/** The process ids of the workers that live, in the order they were started. */
export function workersOf(logFile: string): readonly number[] {
  const lines = logLines(logFile);
  const pids = (event: string) => lines.filter((line) => line.event === event).map(({ worker }) => Number(worker));
  const died = new Set(pids("worker-died"));
  return pids("worker-started").filter((pid) => !died.has(pid));
}

/** Whether there is a process that has not ended, also where nobody has asked how. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    // No such folder on this system: the signal's answer counts.
    return process.platform !== "linux";
  }
}
