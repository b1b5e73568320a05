// What somebody who only listens costs in memory, above the server before anybody came.
import { withCrowds } from "../crowd.mjs";
import { lectern, socketIo, ws } from "../peers/peers.mjs";
import { settledMemoryOf } from "../processes.mjs";
import { atMost } from "../report.mjs";

export async function memory({ report, isFull, lecterns }) {
  const people = isFull ? 9000 : 4000;
  const rounds = isFull ? 3 : 1;
  const values = {};
  for (let round = 0; round < rounds; round += 1) {
    await withCrowds(
      [ws, socketIo, ...lecterns, lectern("Lectern, Node as it comes", { nodeOptions: [] })],
      report,
      async (crowds) => {
        const before = await Promise.all(crowds.map(({ server }) => settledMemoryOf(server.pid)));
        for (const crowd of crowds) await crowd.enter(people);
        for (const [index, { name, server }] of crowds.entries()) {
          values[name] ??= [];
          values[name].push(((await settledMemoryOf(server.pid)) - before[index]) / people);
        }
      },
    );
  }
  report.row(
    `memory of an idle connection, ${people.toLocaleString("en")} of them, KB`,
    values,
    atMost(values, 8, "KB"),
  );
}
