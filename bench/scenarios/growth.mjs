// What grows with the room and with the age of the talk, and what must not: a connection's share of a move and of the
// memory, what a move costs after much chat, what a join costs in an old talk.
import { writeChat } from "../control.mjs";
import { interleaved, pick, withCrowds } from "../crowd.mjs";
import { floor } from "../peers/peers.mjs";
import { settledMemoryOf } from "../processes.mjs";
import { alike } from "../report.mjs";
import { median } from "../statistics.mjs";

export async function growth(context) {
  await withSize(context);
  await withAge(context);
}

async function withSize({ report, isFull, rounds, lecterns: [lectern] }) {
  const sizes = isFull ? [100, 1000, 9000] : [100, 1000, 4000];
  const largest = sizes.at(-1);
  const nobody = { ...lectern, name: nameOf(0) };
  const peers = sizes.flatMap((size) => [
    { ...floor, name: nameOf(size, "floor") },
    { ...lectern, name: nameOf(size) },
  ]);
  await withCrowds([nobody, ...peers], report, async (crowds) => {
    const sizeOf = ({ name }) => Number(name.split(" ")[0]);
    const largestTalk = crowds.find(({ name }) => name === nameOf(largest));
    const memory = await memoryOfSteps(largestTalk, sizes);
    for (const crowd of crowds) if (crowd !== largestTalk) await crowd.enter(sizeOf(crowd));

    const round = async (crowd) => crowd.move(Math.min(500, Math.ceil(50_000 / (sizeOf(crowd) + 1))));
    await interleaved(crowds, 1, round);
    const results = await interleaved(crowds, rounds, round);
    const perMove = pick(results, ({ cpu, most }) => (cpu.total * 1000) / most);
    report.row("a move with nobody there: CPU, µs", { Lectern: perMove[nobody.name] });
    // What a move costs by itself, above all the log's write to the disk, is the same whoever is there.
    const itself = { Lectern: median(perMove[nobody.name]), floor: 0 };
    const share = (size, who) => perMove[nameOf(size, who)]?.map((time) => (time - itself[who]) / size);
    for (const size of sizes) {
      const values = { floor: share(size, "floor"), Lectern: share(size, "Lectern") };
      const as = `as with ${largest.toLocaleString("en")}`;
      const targets = size === largest ? [] : alike(as, values.Lectern, share(largest, "Lectern"), 0.15);
      report.row(`a move to ${size.toLocaleString("en")}: CPU a connection, µs`, values, targets);
    }
    for (const [index, size] of sizes.entries()) {
      const range = index === 0 ? `memory of a connection, from 0 to` : `… from ${sizes[index - 1]} to`;
      const targets = index < 2 ? [] : alike(`as to ${sizes[1]}`, memory[2], memory[1], 0.15);
      report.row(`${range} ${size}, KB`, { Lectern: memory[index] }, targets);
    }
  });
}

const nameOf = (size, who = "Lectern") => `${size} ${who}`;

/** What each of those who come costs a room that grows from size to size. */
async function memoryOfSteps(crowd, sizes) {
  let [size, held] = [0, await settledMemoryOf(crowd.server.pid)];
  const steps = [];
  for (const next of sizes) {
    await crowd.enter(next - size);
    const now = await settledMemoryOf(crowd.server.pid);
    steps.push([(now - held) / (next - size)]);
    [size, held] = [next, now];
  }
  return steps;
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
