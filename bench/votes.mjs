// A room votes: N people answer a poll within two seconds. Checks that the tally is exact and that nobody is told more
// than five aggregates a second (rules B3, P2), and prints what it took. `npm run bench -- --people 2000`
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { WebSocket } from "ws";

const { values } = parseArgs({ options: { people: { type: "string", default: "2000" } } });
const people = Number(values.people);
const votingMs = 2000;
const options = 4;

const data = mkdtempSync(join(tmpdir(), "lectern-bench-"));
const args = ["bin/lectern.mjs", "--json", "--data", data, "--no-open", "--host", "127.0.0.1", "--port", "0"];
const lectern = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
const [line] = await once(createInterface({ input: lectern.stdout }), "line");
const { speaker, port } = JSON.parse(line);

/** One person: says hello, answers, and counts what it is told. Spread over 127.0.0.x, which has ports enough. */
async function enter(n, hello = {}) {
  const localAddress = `127.0.0.${2 + (n % 50)}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { localAddress });
  const person = { tallies: [], last: undefined, waiting: new Map(), answered: [] };
  let id = 0;
  socket.on("message", (data) => {
    const message = JSON.parse(String(data));
    if (message.event === "tallies") {
      person.tallies.push(performance.now());
      person.last = message.tallies.polls.bench ?? person.last;
    }
    person.waiting.get(message.id)?.(message);
    if (message.event === "welcome") person.waiting.get("welcome")?.(message);
  });
  person.ask = (message) =>
    new Promise((resolve) => {
      id += 1;
      person.waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, ...message }));
    });
  await once(socket, "open");
  const welcomed = new Promise((resolve) => person.waiting.set("welcome", resolve));
  socket.send(JSON.stringify({ event: "hello", v: 1, ...hello }));
  await welcomed;
  person.close = () => socket.terminate();
  return person;
}

const percentile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

const key = new URLSearchParams(new URL(speaker).hash.slice(1)).get("key");
const driver = await enter(0, { key });
const joining = performance.now();
const room = [];
for (let n = 0; n < people; n += 100) {
  const some = Array.from({ length: Math.min(100, people - n) }, (_, index) => enter(n + index));
  room.push(...(await Promise.all(some)));
}
const joined = performance.now() - joining;

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
// The most aggregates any client got within one second.
const mostInASecond = Math.max(
  ...room.map(({ tallies }) =>
    Math.max(0, ...tallies.map((from) => tallies.filter((at) => at >= from && at < from + 1000).length)),
  ),
);
console.log(`
| ${people} people, ${votingMs / 1000} s | |
|---|---:|
| joined in | ${(joined / 1000).toFixed(1)} s |
| all votes acknowledged after | ${(voted / 1000).toFixed(1)} s |
| a vote's acknowledgement, median | ${percentile(times, 0.5).toFixed(0)} ms |
| … 99 of 100 within | ${percentile(times, 0.99).toFixed(0)} ms |
| aggregates a second to one client, at most | ${mostInASecond} |
| the tally | ${counts.join(" + ")} = ${counts.reduce((a, b) => a + b, 0)}, ${isExact ? "exact on every screen" : "NOT EXACT"} |
`);
for (const person of [driver, ...room]) person.close();
lectern.kill("SIGTERM");
await once(lectern, "exit");
rmSync(data, { recursive: true });
process.exitCode = isExact && mostInASecond <= 6 ? 0 : 1;
