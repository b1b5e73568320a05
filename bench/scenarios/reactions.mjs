// A room reacts: N people send a reaction now and then. Checks that nobody is told more than five aggregates a second
// and that what everybody was told adds up to what was sent (rules B3, H3).
// `npm run bench -- reactions --people 2000 --seconds 60`
import { mostInASecond, wait, withRoom } from "../room.mjs";

const emoji = ["👏", "❤️", "😂", "🤔"];
/** Between two reactions of one person, on average. */
const everyMs = 2000;

function hear(person, message) {
  if (message.event !== "reactions") return;
  person.heard.push(performance.now());
  person.sums ??= emoji.map(() => 0);
  for (const [index, one] of emoji.entries()) person.sums[index] += message.counts[one] ?? 0;
}

export async function reactions({ report, people, seconds }) {
  await withRoom(people, hear, async (driver, room) => {
    const sent = emoji.map(() => 0);
    const until = performance.now() + seconds * 1000;
    await Promise.all(
      room.map(async (person, n) => {
        for (let turn = n; ; turn += 1) {
          // Never so fast that one person's own limit is met.
          await wait(everyMs * (0.5 + Math.random()));
          if (performance.now() >= until) return;
          person.say({ event: "react", emoji: emoji[turn % emoji.length] });
          sent[turn % emoji.length] += 1;
        }
      }),
    );
    await wait(2000);

    const everybody = [driver, ...room];
    const isExact = everybody.every(({ sums }) => sent.every((count, index) => sums?.[index] === count));
    const most = Math.max(...everybody.map(({ heard }) => mostInASecond(heard)));
    const errors = everybody.reduce((sum, person) => sum + person.errors, 0);
    const total = sent.reduce((a, b) => a + b, 0);
    report.row(`${people.toLocaleString("en")} react for ${seconds} s: reactions a second`, {
      Lectern: [total / seconds],
    });
    report.row("… aggregates a second to one client, at most", { Lectern: [most] });
    report.row("… aggregates to one client in all", {
      Lectern: [Math.max(...everybody.map(({ heard }) => heard.length))],
    });
    if (!isExact) report.wrong("the sums of the reactions are not what was sent on every screen");
    if (errors > 0) report.wrong(`${errors} reactions were refused`);
    // Five a second, and one more where two ticks share a second's edge on the way.
    if (most > 6) report.wrong(`a client was told ${most} aggregates in a second`);
  });
}
