// `npm run chaos -- --kills 200 --seed N --people 3 --workers 0`: kills a talk again and again, and judges what is left.
import { parseArgs } from "node:util";
import { runChaos } from "./chaos.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    people: { type: "string", default: "3" },
    workers: { type: "string", default: "0" },
  },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
const [people, workers] = [Number(values.people), Number(values.workers)];
console.log(`seed ${seed}`);
const started = performance.now();
const report = await runChaos({ kills, seed, people, workers, tell: (line) => console.log(line) });
const { problems, crowd, log, lines } = report;

type Count = Record<"clients" | "said" | "acks" | "refused" | "resends" | "repeats" | "lines", number>;
const counts: Record<string, Count> = {};
for (const { witness } of crowd.everybody) {
  const count = counts[witness.transport] ?? {
    clients: 0,
    said: 0,
    acks: 0,
    refused: 0,
    resends: 0,
    repeats: 0,
    lines: 0,
  };
  counts[witness.transport] = count;
  count.clients += 1;
  count.said += witness.said.size + witness.unnumbered.length;
  count.acks += witness.acks;
  count.repeats += witness.repeats;
  count.lines += witness.lines.length;
  for (const { times, answers } of witness.said.values()) {
    count.resends += times - 1;
    if (answers.at(-1)?.kind === "error") count.refused += 1;
  }
}
console.table(counts);
const moments = Object.entries(report.kills).map(([moment, times]) => `${times} ${moment}`);
console.log(`${((performance.now() - started) / 1000).toFixed(0)} s; kills: ${moments.join(", ")}`);
console.log(`${log.length} entries in the log, ${crowd.heard} messages heard, ${lines} TCP lines`);
console.log("resends: commands sent again; repeats: answered without a second entry; lines: welcomes asked for");
for (const problem of problems.slice(0, 20)) console.error(problem);
console.log(
  problems.length === 0 ? "Nothing is wrong." : `${problems.length} things are wrong. Repeat with --seed ${seed}`,
);
process.exit(problems.length === 0 ? 0 : 1);
