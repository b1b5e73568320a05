// One move to everybody: what the server pays for each message that is delivered, and when the last of them arrive.
import { interleaved, pick, withCrowds } from "../crowd.mjs";
import { bun, floor, nchan, socketIo, ws } from "../peers/peers.mjs";
import { against } from "../report.mjs";

export async function move({ report, isFull, rounds, lecterns }) {
  for (const people of isFull ? [2000, 9000] : [2000]) await moveTo(people, report, rounds, lecterns);
}

async function moveTo(people, report, rounds, lecterns) {
  await withCrowds([floor, ws, socketIo, bun, nchan, ...lecterns], report, async (crowds) => {
    for (const crowd of crowds) await crowd.enter(people);
    const moves = Math.ceil(100_000 / people);
    // The first round is for the compilers.
    await interleaved(crowds, 1, (crowd) => crowd.move(moves * 2));
    const results = await interleaved(crowds, rounds, async (crowd) => {
      const result = await crowd.move(moves);
      const isRight = result.fewest === moves && result.most === moves && result.closed === 0;
      if (!isRight) report.wrong(`${crowd.name}: of ${moves} moves, ${result.fewest} to ${result.most} arrived`);
      return result;
    });
    const perMessage = (time) => pick(results, (result) => (result.cpu[time] * 1000) / result.matches);
    const [total, user] = [perMessage("total"), perMessage("user")];
    const last = pick(results, ({ p99 }) => p99);
    const of = `a move to ${people.toLocaleString("en")}`;
    const targets = [...against(total, "floor", 1.25), ...against(total, "ws.send", 0.85)];
    report.row(`${of}: CPU, µs a message`, total, targets);
    report.row(`${of}: … in user mode`, user, against(user, "ws.send", 0.55));
    report.row(
      `${of}: arrival, median, ms`,
      pick(results, ({ p50 }) => p50),
    );
    report.row(`${of}: … 99 of 100`, last, against(last, "floor", 1.25));
  });
}
