// A room votes: N people answer a poll within two seconds. Checks that the tally is exact and that nobody is told more
// than five aggregates a second (rules B3, P2), and says what it took. `npm run bench -- tallies --people 2000`
import { mostInASecond, percentile, wait, withRoom } from "../room.mjs";

const votingMs = 2000;
const options = 4;

function hear(person, message) {
  if (message.event !== "tallies") return;
  person.heard.push(performance.now());
  person.last = message.tallies.polls.bench ?? person.last;
}

export async function tallies({ report, people }) {
  await withRoom(people, hear, async (driver, room) => {
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
    report.row(`${people.toLocaleString("en")} vote within ${votingMs / 1000} s: all acknowledged after, s`, {
      Lectern: [voted / 1000],
    });
    report.row("… 99 of 100 acknowledged within, ms", { Lectern: [percentile(times, 0.99)] });
    report.row("… aggregates a second to one client, at most", { Lectern: [most] });
    report.row("… votes in the tally on every screen", { Lectern: [counts.reduce((a, b) => a + b, 0)] });
    if (!isExact) report.wrong(`the tally is not the same on every screen: ${counts.join(" + ")}`);
    // Five a second, and one more where two ticks share a second's edge on the way.
    if (most > 6) report.wrong(`a client was told ${most} aggregates in a second`);
  });
}
