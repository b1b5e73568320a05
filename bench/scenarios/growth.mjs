// What grows with the room and with the age of the talk, and what must not: a connection's share of a move and of the
// memory, what a move costs after much chat, what a join costs in an old talk.
import { writeChat } from "../control.mjs";
import { interleaved, pick, withCrowds } from "../crowd.mjs";
import { settledMemoryOf } from "../processes.mjs";
import { alike } from "../report.mjs";
import { median } from "../statistics.mjs";

export async function growth(context) {
  await withSize(context);
  await withAge(context);
}

async function withSize({ report, isFull, rounds, lecterns: [lectern] }) {
  const sizes = isFull ? [100, 1000, 9000] : [100, 1000, 4000];
  const peers = [0, ...sizes].map((people) => ({ ...lectern, name: String(people) }));
  await withCrowds(peers, report, async (crowds) => {
    const [, ...filled] = crowds;
    const empty = await Promise.all(filled.map(({ server }) => settledMemoryOf(server.pid)));
    for (const crowd of filled) await crowd.enter(Number(crowd.name));
    const memory = [];
    for (const [index, { server }] of filled.entries()) memory.push((await settledMemoryOf(server.pid)) - empty[index]);

    const round = async (crowd) => crowd.move(Math.min(500, Math.ceil(50_000 / (Number(crowd.name) + 1))));
    await interleaved(crowds, 1, round);
    const results = await interleaved(crowds, rounds, round);
    const perMove = pick(results, ({ cpu, most }) => (cpu.total * 1000) / most);
    report.row("a move with nobody there: CPU, µs", { Lectern: perMove[0] });
    // What a move costs by itself, above all the log's write to the disk, is the same whoever is there.
    const share = (size) => perMove[size].map((time) => (time - median(perMove[0])) / size);
    const largest = sizes.at(-1);
    for (const size of sizes) {
      const targets =
        size === largest ? [] : alike(`as with ${largest.toLocaleString("en")}`, share(size), share(largest), 0.15);
      report.row(`a move to ${size.toLocaleString("en")}: CPU a connection, µs`, { Lectern: share(size) }, targets);
    }
    const slopes = sizes.map((size, index) => {
      const [before, held] = index === 0 ? [0, 0] : [sizes[index - 1], memory[index - 1]];
      return [(memory[index] - held) / (size - before)];
    });
    report.row(`memory of a connection, from 0 to ${sizes[0]}, KB`, { Lectern: slopes[0] });
    report.row(`… from ${sizes[0]} to ${sizes[1]}`, { Lectern: slopes[1] });
    const targets = alike(`as to ${sizes[1]}`, slopes[2], slopes[1], 0.15);
    report.row(`… from ${sizes[1]} to ${largest}`, { Lectern: slopes[2] }, targets);
  });
}

async function withAge({ report, isFull, rounds, lecterns: [lectern] }) {
  const people = isFull ? 2000 : 500;
  const ages = [0, 200, 20_000];
  const peers = ages.map((age) => ({ ...lectern, name: String(age) }));
  await withCrowds(peers, report, async (crowds) => {
    for (const { name, server } of crowds) await writeChat(server, Number(name));
    const joins = await interleaved(crowds, rounds, async (crowd) => {
      await crowd.load.clear();
      await crowd.begin();
      return crowd.measure(() => crowd.enter(people));
    });
    const moves = await interleaved(crowds, rounds, (crowd) => crowd.move(Math.ceil(50_000 / people)));
    const perJoin = pick(joins, ({ cpu }) => (cpu.total * 1000) / people);
    const perMessage = pick(moves, ({ cpu, matches }) => (cpu.total * 1000) / matches);
    for (const [what, values, alikeTo] of [
      ["a join: CPU, µs", perJoin, 200],
      [`a move to ${people.toLocaleString("en")}: CPU, µs a message`, perMessage, 0],
    ]) {
      for (const age of ages) {
        const targets = age === 20_000 ? alike(`as after ${alikeTo}`, values[age], values[alikeTo], 0.15) : [];
        report.row(`${what}, after ${age.toLocaleString("en")} chat messages`, { Lectern: values[age] }, targets);
      }
    }
  });
}
