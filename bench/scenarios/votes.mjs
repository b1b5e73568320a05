// Everybody votes within two seconds, and is told that it counts; then the server is killed, and every vote is still
// there. After that, as many votes as it takes.
import { openPoll, votesOf } from "../control.mjs";
import { interleaved, pick, withCrowds } from "../crowd.mjs";
import { atMost } from "../report.mjs";

const vote = '{"event":"vote","id":$n,"poll":"bench","answer":[$m]}';
const reply = '"event":"ack"';
const spreadMs = 2000;

export async function votes({ report, isFull, rounds, lecterns }) {
  const people = isFull ? 9000 : 2000;
  await withCrowds(lecterns, report, async (crowds) => {
    for (const crowd of crowds) {
      await openPoll(crowd.server);
      await crowd.enter(people);
    }
    const results = await interleaved(crowds, rounds, async (crowd) => {
      const result = await crowd.measure((load) => load.ask(vote, { count: people, spreadMs, reply }));
      if (result.answered !== people)
        report.wrong(`${crowd.name}: ${result.answered} of ${people} votes were acknowledged`);
      return result;
    });
    const last = pick(results, ({ p99 }) => p99);
    report.row(
      `${people.toLocaleString("en")} vote within 2 s: acknowledged, median, ms`,
      pick(results, ({ p50 }) => p50),
    );
    report.row("… 99 of 100", last, atMost(last, 1000, "ms"));
    report.row(
      "… CPU a vote, µs, with what everybody is told of it",
      pick(results, ({ cpu }) => (cpu.total * 1000) / people),
    );
    const floods = await interleaved(crowds, Math.min(rounds, 3), (crowd) =>
      crowd.measure((load) => load.flood(vote, { count: Math.min(people, 1000), seconds: 5, reply })),
    );
    report.row(
      "votes a second, sustained",
      pick(floods, ({ answered, seconds }) => answered / seconds),
    );
    for (const { name, server } of crowds) {
      await server.restart("SIGKILL");
      const counted = await votesOf(server);
      if (counted !== people) report.wrong(`${name}: ${counted} of ${people} votes outlived the server's end`);
    }
  });
}
