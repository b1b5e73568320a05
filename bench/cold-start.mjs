// How long `lectern talk.md` takes from the start of the process to the line that says where it listens (rule B7): the
// first start ever, without compiled code kept from an earlier one, and later ones. Fails above the budget.
// `npm run bench:start -- --starts 15`
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { startBudget } from "../scripts/budgets.mjs";
import { plainDeck } from "./plain-deck.mjs";

const { values } = parseArgs({ options: { starts: { type: "string", default: "15" }, deck: { type: "string" } } });
const starts = Number(values.starts);
const bin = join(import.meta.dirname, "../bin/lectern.mjs");
const folder = mkdtempSync(join(tmpdir(), "lectern-start-"));

/** Milliseconds to the listening line; the process is ended after it. */
async function start(deck, cache) {
  const args = [bin, deck, "--json", "--no-open", "--host", "127.0.0.1", "--port", "0", "--data", join(folder, "data")];
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, cache) };
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env });
  const gone = once(child, "exit");
  const listening = once(createInterface({ input: child.stdout }), "line");
  await Promise.race([listening, gone.then(([code]) => Promise.reject(new Error(`lectern ended with ${code}`)))]);
  const took = performance.now() - began;
  child.kill("SIGTERM");
  await gone;
  return took;
}

/** What any program costs here: Node starts and ends. */
async function bare() {
  const began = performance.now();
  await once(spawn(process.execPath, ["-e", "0"]), "exit");
  return performance.now() - began;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const row = (name, numbers) => {
  const [least, middle, most] = [Math.min(...numbers), median(numbers), Math.max(...numbers)];
  return `| ${name} | ${[middle, least, most].map((ms) => `${Math.round(ms)} ms`).join(" | ")} |`;
};

try {
  const deck = values.deck ?? join(folder, "talk.md");
  if (values.deck === undefined) writeFileSync(deck, plainDeck);
  const [first, later, node] = [[], [], []];
  await start(deck, "warm");
  for (let round = 0; round < starts; round++) {
    first.push(await start(deck, `cold-${round}`));
    later.push(await start(deck, "warm"));
    node.push(await bare());
  }
  console.log(`
| ${starts} starts each, in turn | median | least | most |
|---|---:|---:|---:|
${row("the first start ever", first)}
${row("later starts", later)}
${row("Node alone (`node -e 0`)", node)}
`);
  if (median(later) > startBudget.ms) {
    console.error(`A later start took ${Math.round(median(later))} ms; the budget is ${startBudget.ms} ms.`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
