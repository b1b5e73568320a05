// A room that comes at once, and one that comes back at once after a restart: everybody is given the present.
import { welcomeOf } from "../control.mjs";
import { interleaved, pick, withCrowds } from "../crowd.mjs";
import { socketIo, ws } from "../peers/peers.mjs";

/** As many as the kernel holds ready until they are accepted, and no more: others would be sent away. */
const atOnce = 3000;

export async function join({ report, isFull, rounds, lecterns }) {
  const people = isFull ? 5000 : 1000;
  const of = `${people.toLocaleString("en")} join at once`;
  await withCrowds([ws, socketIo, ...lecterns], report, async (crowds) => {
    const joins = await interleaved(crowds, rounds, async (crowd) => {
      await crowd.load.clear();
      await crowd.begin();
      await crowd.load.match('"state":{');
      const result = await crowd.measure(() => crowd.enter(people, { atOnce }));
      const isTold = crowd.server.epoch === undefined || result.matches === people;
      if (!isTold) report.wrong(`${crowd.name}: ${result.matches} of ${people} were given a snapshot`);
      return result;
    });
    tell(report, of, joins, people);
    const talks = crowds.filter(({ server }) => server.epoch !== undefined);
    const returns = await interleaved(talks, Math.min(rounds, 3), (crowd) => comeBack(crowd, people, report));
    tell(report, `${people.toLocaleString("en")} come back at once after a restart`, returns, people);
  });
}

/** The server is killed and started anew on its log; everybody resumes from the last event they knew. */
async function comeBack(crowd, people, report) {
  const { server, load, name } = crowd;
  const { epoch, seq } = await welcomeOf(server);
  await server.restart("SIGKILL");
  await load.clear();
  await load.match('"resumed":true');
  const hello = JSON.stringify({ event: "hello", v: 1, since: { epoch, seq } });
  const result = await crowd.measure(() => crowd.enter(people, { atOnce, hello }));
  if (result.matches !== people) report.wrong(`${name}: ${result.matches} of ${people} resumed`);
  return result;
}

function tell(report, of, results, people) {
  report.row(
    `${of}: CPU a join, µs`,
    pick(results, ({ cpu }) => (cpu.total * 1000) / people),
  );
  report.row(
    "… all in after, s",
    pick(results, ({ seconds }) => seconds),
  );
  report.row(
    "… 99 of 100 within, ms",
    pick(results, ({ p99 }) => p99),
  );
}
