// `npm run soak -- --minutes 10 --people 1000 --seed N`: people come and go, and what the server holds stays the same.
import { parseArgs } from "node:util";
import { runSoak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    people: { type: "string", default: "1000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const [minutes, people, seed] = [Number(values.minutes), Number(values.people), Number(values.seed)];
console.log(`seed ${seed}; ${people} people a wave, for ${minutes} minutes\n`);
const end = performance.now() + minutes * 60_000;
const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
let wave = 0;
console.log("| wave | | entries | held | resident | files |\n|---:|---|---:|---:|---:|---:|");
const { problems, baseline } = await runSoak({
  people,
  seed,
  goesOn: () => performance.now() < end,
  tell: ({ kind, entries, held }) => {
    wave += 1;
    const [bytes, resident] = [megabytes(held.bytes), megabytes(held.resident)];
    console.log(`| ${wave} | ${kind} | ${entries} | ${bytes} MB | ${resident} MB | ${held.files} |`);
  },
});
console.log(`\nBefore the first of these: ${megabytes(baseline.bytes)} MB held, ${baseline.files} files.`);
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? "Nothing grows." : `Something grows. Repeat with --seed ${seed}`);
process.exit(problems.length === 0 ? 0 : 1);
