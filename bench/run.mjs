// Measures Lectern beside others, and prints one Markdown table (docs/performance.md). Fails where something is wrong,
// such as a message that is lost or told twice, and never because something is slow.
//
//     npm run bench                          in about two minutes
//     npm run bench -- --full                with the sizes and rounds of docs/performance.md
//     npm run bench -- --full --write        and puts the table into that file
//     npm run bench -- move votes            only these
//     npm run bench -- slow --people 300     what is judged, not compared: tallies, reactions, slow
//     npm run bench -- workers               with and without processes for the sockets
//     npm run bench -- move --against ../x   beside another checkout of Lectern, in the same rounds
import { parseArgs } from "node:util";
import { isNative } from "./load/load.mjs";
import { installPeers, lectern } from "./peers/peers.mjs";
import { machine, Report, writeResults } from "./report.mjs";
import { growth } from "./scenarios/growth.mjs";
import { join } from "./scenarios/join.mjs";
import { loud } from "./scenarios/loud.mjs";
import { memory } from "./scenarios/memory.mjs";
import { move } from "./scenarios/move.mjs";
import { reactions } from "./scenarios/reactions.mjs";
import { slow } from "./scenarios/slow.mjs";
import { tallies } from "./scenarios/tallies.mjs";
import { votes } from "./scenarios/votes.mjs";
import { workers } from "./scenarios/workers.mjs";

const quick = { move, loud, join, votes };
/** What waits until a server's memory stands still; with `--full`, or when asked for by name. */
const patient = { memory, growth };
/** What judges every client by itself, with clients in Node; only when asked for by name. */
const judged = { tallies, reactions, slow };
/** Lectern beside itself; only when asked for by name. */
const itself = { workers };
const scenarios = { ...quick, ...patient, ...judged, ...itself };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: "boolean", default: false },
    rounds: { type: "string" },
    write: { type: "boolean", default: false },
    nchan: { type: "boolean", default: false },
    people: { type: "string", default: "2000" },
    seconds: { type: "string", default: "10" },
    against: { type: "string", multiple: true, default: [] },
  },
});
const compared = options.full ? { ...quick, ...patient } : quick;
const names = positionals.length > 0 ? positionals : Object.keys(compared);
const unknown = names.find((name) => scenarios[name] === undefined);
if (unknown !== undefined) {
  console.error(`There is no "${unknown}". There are: ${Object.keys(scenarios).join(", ")}.`);
  process.exit(2);
}

installPeers({ withNchan: options.nchan });
const report = new Report();
if (!isNative) report.remark("There is no C compiler, so the clients are Node's, and the floor is left out.");
const context = {
  report,
  isFull: options.full,
  people: Number(options.people),
  seconds: Number(options.seconds),
  rounds: Number(options.rounds ?? (options.full ? 7 : 3)),
  lecterns: [lectern(), ...options.against.map((checkout) => lectern(`Lectern in ${checkout}`, { checkout }))],
};
for (const name of names) {
  console.error(`${name} …`);
  try {
    await scenarios[name](context);
  } catch (error) {
    // The others are measured all the same.
    report.wrong(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}
const words = process.argv.slice(2).filter((word) => word !== "--write");
const command = ["npm run bench", ...(words.length > 0 ? ["--", ...words] : [])].join(" ");
const results = `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, ${machine()}:\n\n${report}`;
console.log(`\n${results}`);
if (options.write) writeResults(results);
if (!report.isRight) process.exitCode = 1;
