// A move to everybody, with the sockets in the talk's own process and in workers: what the first process pays for each
// message that is delivered, which says how many workers it can feed, and what all of them pay.
import { interleaved, pick, withCrowds } from "../crowd.mjs";
import { lectern } from "../peers/peers.mjs";
import { childrenOf, cpuOf } from "../processes.mjs";

export async function workers({ report, isFull, rounds }) {
  for (const people of isFull ? [2000, 9000] : [2000]) await moveTo(people, report, rounds);
}

async function moveTo(people, report, rounds) {
  const spread = (count) => lectern(`${count} workers`, { workers: count, isFree: true });
  await withCrowds([lectern("one process", { isFree: true }), spread(2), spread(4)], report, async (crowds) => {
    const entered = {};
    for (const crowd of crowds) entered[crowd.name] = [(await crowd.enter(people)).seconds * 1000];
    const moves = Math.ceil(100_000 / people);
    const measured = async (crowd) => {
      const { pid } = crowd.server;
      const pids = [pid, ...childrenOf(pid)];
      const used = () => pids.map((one) => cpuOf(one).total);
      const before = used();
      const result = await crowd.load.round(crowd.server.move, { moves, gapMs: 0 });
      const spent = used().map((after, n) => after - before[n]);
      return { ...result, first: spent[0], all: spent.reduce((sum, one) => sum + one) };
    };
    // The first round is for the compilers.
    await interleaved(crowds, 1, measured);
    const results = await interleaved(crowds, rounds, async (crowd) => {
      const result = await measured(crowd);
      const isRight = result.fewest === moves && result.most === moves && result.closed === 0;
      if (!isRight) report.wrong(`${crowd.name}: of ${moves} moves, ${result.fewest} to ${result.most} arrived`);
      return result;
    });
    const of = `a move to ${people.toLocaleString("en")}`;
    report.row(`${people.toLocaleString("en")} come in, ms`, entered);
    report.row(
      `${of}: CPU of the first process, µs a message`,
      pick(results, ({ first, matches }) => (first * 1000) / matches),
    );
    report.row(
      `${of}: … of all its processes`,
      pick(results, ({ all, matches }) => (all * 1000) / matches),
    );
    report.row(
      `${of}: messages a second, one move after the other`,
      pick(results, ({ matches, seconds }) => matches / seconds),
    );
    report.row(
      `${of}: arrival, median, ms`,
      pick(results, ({ p50 }) => p50),
    );
    report.row(
      `${of}: … 99 of 100`,
      pick(results, ({ p99 }) => p99),
    );
  });
}
