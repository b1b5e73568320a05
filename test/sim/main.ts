// `npm run sim -- --seeds 10000 --from 1`: simulates talks; `--bail` stops at the first that fails, `--seed N --trace`
// tells one of them, moment by moment.
import { parseArgs } from "node:util";
import { simulate } from "./simulation.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: String(Date.now() % 1_000_000_000) },
    seed: { type: "string" },
    bail: { type: "boolean", default: false },
    trace: { type: "boolean", default: false },
  },
});
const one = values.seed === undefined ? undefined : Number(values.seed);
const from = one ?? Number(values.from);
const seeds = one === undefined ? Number(values.seeds) : 1;
const tell = values.trace ? (line: string) => console.log(line) : undefined;
const started = performance.now();
const sum = { entries: 0, acks: 0, lines: 0, starts: 0 };
let failed = 0;
let seed = from;
for (; seed < from + seeds && !(values.bail && failed > 0); seed++) {
  const report = await simulate(seed, tell);
  for (const name of ["entries", "acks", "lines", "starts"] as const) sum[name] += report[name];
  if (report.problems.length === 0) continue;
  failed += 1;
  console.error(`seed ${seed} fails; see it with: npm run sim -- --seed ${seed} --trace`);
  for (const problem of report.problems.slice(0, 5)) console.error(`  ${problem.slice(0, 500)}`);
}
const seconds = (performance.now() - started) / 1000;
console.log(`seeds ${from} to ${seed - 1}: ${failed} fail; ${seconds.toFixed(1)} s`);
console.log(`${sum.entries} entries, ${sum.acks} acknowledged, ${sum.lines} lines, ${sum.starts} starts of the server`);
process.exitCode = failed === 0 ? 0 : 1;
