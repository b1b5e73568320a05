// A room votes: N people answer a poll within two seconds. Checks that the tally is exact and that nobody is told more
// than five aggregates a second (rules B3, P2), and prints what it took. `npm run bench -- --people 2000`
import { mostInASecond, people, percentile, wait, withRoom } from "./room.mjs";

const votingMs = 2000;
const options = 4;

function hear(person, message) {
  if (message.event !== "tallies") return;
  person.heard.push(performance.now());
  person.last = message.tallies.polls.bench ?? person.last;
}

await withRoom(hear, async (driver, room, joined) => {
  const poll = { id: "bench", question: "Which?", time: null, reveal: "live", kind: "choice" };
  const choices = { options: ["a", "b", "c", "d"], maxChoices: 1, right: [], points: 0 };
  await driver.ask({ event: "openpoll", poll: { ...poll, ...choices } });

  const started = performance.now();
  const times = await Promise.all(
    room.map(async (person, n) => {
      await wait(Math.random() * votingMs);
      const asked = performance.now();
      const answer = await person.ask({ event: "vote", poll: "bench", answer: [n % options] });
      if (answer.event !== "ack") throw new Error(`a vote was refused: ${answer.message}`);
      return performance.now() - asked;
    }),
  );
  const voted = performance.now() - started;
  await driver.ask({ event: "closepoll", poll: "bench" });
  await wait(1000);

  const expected = Array.from({ length: options }, (_, n) => Math.ceil((people - n) / options));
  const counts = Array.from({ length: options }, (_, n) => driver.last?.counts[n] ?? 0);
  const isExact = room.every(({ last }) => expected.every((count, n) => (last?.counts[n] ?? 0) === count));
  const most = Math.max(...room.map(({ heard }) => mostInASecond(heard)));
  console.log(`
| ${people} people vote within ${votingMs / 1000} s | |
|---|---:|
| joined in | ${(joined / 1000).toFixed(1)} s |
| all votes acknowledged after | ${(voted / 1000).toFixed(1)} s |
| a vote's acknowledgement, median | ${percentile(times, 0.5).toFixed(0)} ms |
| … 99 of 100 within | ${percentile(times, 0.99).toFixed(0)} ms |
| aggregates a second to one client, at most | ${most} |
| the tally | ${counts.join(" + ")} = ${counts.reduce((a, b) => a + b, 0)}, ${isExact ? "exact on every screen" : "NOT EXACT"} |
`);
  // Five a second, and one more where two ticks share a second's edge on the way.
  if (!isExact || most > 6) process.exitCode = 1;
});
