// A room reacts: N people send a reaction now and then. Checks that nobody is told more than five aggregates a second
// and that what everybody was told adds up to what was sent (rules B3, H3). `npm run bench -- --people 2000 --seconds 60`
import { mostInASecond, people, seconds, wait, withRoom } from "./room.mjs";

const emoji = ["👏", "❤️", "😂", "🤔"];
/** Between two reactions of one person, on average. */
const everyMs = 2000;

function hear(person, message) {
  if (message.event !== "reactions") return;
  person.heard.push(performance.now());
  person.sums ??= emoji.map(() => 0);
  for (const [index, one] of emoji.entries()) person.sums[index] += message.counts[one] ?? 0;
}

await withRoom(hear, async (driver, room) => {
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
  console.log(`
| ${people} people react for ${seconds} s | |
|---|---:|
| reactions sent | ${total} (${(total / seconds).toFixed(0)} a second) |
| refused | ${errors} |
| aggregates a second to one client, at most | ${most} |
| aggregates to one client in all | ${Math.max(...everybody.map(({ heard }) => heard.length))} |
| the sums | ${emoji.map((one, index) => `${one} ${sent[index]}`).join(" ")}, ${isExact ? "exact on every screen" : "NOT EXACT"} |
`);
  // Five a second, and one more where two ticks share a second's edge on the way.
  if (!isExact || errors > 0 || most > 6) process.exitCode = 1;
});
