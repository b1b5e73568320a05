// How long a start takes after a long talk (rule L9): from spawn to listening, with and without a checkpoint, and what
// making one costs the server's main thread. With a plain deck of two slides, or with `--deck`, since what reading a deck
// takes has nothing to do with the talk's age. `npm run bench:long-start -- --entries 100000 --mix "all chat"`
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { Checkpoints } from "../src/log/checkpoint/checkpoints.ts";
import { openSqliteLog } from "../src/log/sqlite.ts";
import { checkpointFile, logFile } from "../src/server/data-folder.ts";
import { entriesOf, mixes } from "./long-talks.mjs";
import { plainDeck } from "./plain-deck.mjs";

const { values } = parseArgs({
  options: {
    entries: { type: "string", default: "0,10000,100000,1000000" },
    mix: { type: "string" },
    deck: { type: "string" },
  },
});
if (values.mix !== undefined && mixes[values.mix] === undefined) {
  console.error(`There is no mix "${values.mix}". There are: ${Object.keys(mixes).join(", ")}.`);
  process.exit(2);
}
const chosen = values.mix === undefined ? Object.keys(mixes) : [values.mix];
const counts = values.entries.split(",").map(Number);
const folder = mkdtempSync(join(tmpdir(), "lectern-bench-"));
const deck = values.deck ?? join(folder, "talk.md");
if (values.deck === undefined) writeFileSync(deck, plainDeck);
const file = logFile(folder, deck);
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** Milliseconds from spawn to the line that says it listens. */
async function startOnce() {
  const args = ["bin/lectern.mjs", deck, "--json", "--data", folder, "--no-open", "--host", "127.0.0.1", "--port", "0"];
  const started = performance.now();
  const lectern = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  await once(createInterface({ input: lectern.stdout }), "line");
  const took = performance.now() - started;
  lectern.kill("SIGKILL");
  await once(lectern, "exit");
  return took;
}

/** The median of three starts. */
async function start() {
  const all = [await startOnce(), await startOnce(), await startOnce()];
  return all.sort((a, b) => a - b)[1];
}

const openLog = () =>
  openSqliteLog(file, () => ({
    epoch: "bench",
    code: "BENCH2",
    speakerKey: "s".repeat(32),
    moderatorKey: "m".repeat(32),
    secret: "x".repeat(32),
    createdAt: 1,
  }));

async function write(mix, count) {
  const log = openLog();
  const page = [];
  for (const entry of entriesOf(mix, count)) {
    page.push(entry);
    if (page.length === 10_000) await log.append(page.splice(0));
  }
  await log.append(page);
  await log.close();
}

/** Has a checkpoint of the whole log made, and says how long that took and what the main thread felt of it. */
async function checkpoint(count) {
  const log = openLog();
  const fail = (error) => {
    throw error;
  };
  const options = { file: checkpointFile(file), everyEntries: 1, resumeEvents: 10_000, onFault: fail };
  const checkpoints = new Checkpoints(log, options);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const [started, used] = [performance.now(), process.threadCpuUsage?.()];
  checkpoints.reached(count);
  // The thread by itself keeps no process alive.
  const alive = setInterval(() => {}, 1000);
  await checkpoints.settled();
  clearInterval(alive);
  delay.disable();
  const { user = 0, system = 0 } = process.threadCpuUsage?.(used) ?? {};
  const took = performance.now() - started;
  await log.close();
  const bytes = statSync(checkpointFile(file)).size;
  return { took, main: (user + system) / 1000, longest: delay.max / 1e6, bytes };
}

console.log(`${availableParallelism()} cores, Node ${process.version}\n`);
console.log(
  "| talk | entries | log folded | from a checkpoint | its size | making it from nothing | … on the main thread | … longest delay |",
);
console.log("|---|---:|---:|---:|---:|---:|---:|---:|");
try {
  for (const count of counts) {
    for (const mix of count === 0 ? ["no talk yet"] : chosen) {
      for (const suffix of ["", "-wal", "-shm", ".checkpoint"]) rmSync(file + suffix, { force: true });
      if (count === 0) {
        console.log(`| ${mix} | 0 | ${seconds(await start())} | | | | | |`);
        continue;
      }
      await write(mix, count);
      const folded = count > 200_000 ? await startOnce() : await start();
      const { took, main, longest, bytes } = await checkpoint(count);
      const taken = await start();
      const cells = [
        mix,
        count.toLocaleString("en"),
        seconds(folded),
        seconds(taken),
        `${(bytes / 1e6).toFixed(1)} MB`,
        seconds(took),
        seconds(main),
        `${longest.toFixed(0)} ms`,
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
