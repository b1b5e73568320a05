// Processes to measure: started with a line of JSON as their sign of life, stopped by their id, read from /proc.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";

/**
 * A server has the first core for itself and its clients another: where both share one, whoever is measured pays half as
 * much again for the kernel's work, by chance. Whether that can be had here.
 */
export const isPinned =
  process.platform === "linux" && availableParallelism() > 1 && spawnSync("taskset", ["-V"]).status === 0;

const cores = { server: 0, clients: 1 };

/** Keeps a process with all its threads on its core. */
export function pin(pid, role) {
  if (isPinned) spawnSync("taskset", ["-acp", String(cores[role]), String(pid)]);
}

/** Starts a program on the servers' core; resolves with what it says first, and how to talk to it. `isFree`: on any core. */
export async function start(command, args, { isFree = false, ...options } = {}) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], ...options });
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`${command} ended with ${code}`))),
  ]);
  if (!isFree) pin(child.pid, "server");
  return { child, pid: child.pid, said: JSON.parse(line), stop: (signal) => stop(child, signal) };
}

export async function stop(child, signal = "SIGTERM") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  const isGone = await Promise.race([gone.then(() => true), wait(10_000, false, { ref: false })]);
  if (!isGone) child.kill("SIGKILL");
  await gone;
}

/** The kernel counts time in ticks of a hundredth of a second for whoever reads /proc (proc(5)). */
const tickMs = 10;

/** Milliseconds of CPU that all threads of a process have used so far. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  const [user, system] = [Number(fields[11]) * tickMs, Number(fields[12]) * tickMs];
  return { user, total: user + system };
}

/** The processes that a process has started and that have not ended. */
export function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}

/** What a process holds of the machine's memory, in KB. */
export function memoryOf(pid) {
  const [, rss] = /^Rss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
  return Number(rss);
}

/** The same once it stands still: the least of two seconds that differ by less than a part in 200. */
export async function settledMemoryOf(pid, atMostMs = 20_000) {
  let before = memoryOf(pid);
  for (let waited = 0; waited < atMostMs; waited += 2000) {
    await wait(2000);
    const now = memoryOf(pid);
    if (Math.abs(now - before) < before / 200) return Math.min(now, before);
    before = now;
  }
  return before;
}
