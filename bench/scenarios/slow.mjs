// Slow readers in a loud room (rule B2): what they cost the server, and whether the others notice. Fails where a healthy
// reader misses anything, or a slow one is neither given a snapshot nor let go.
// `npm run bench -- slow --people 300`
import { memoryOf } from "../processes.mjs";
import { percentile, wait, withRoom } from "../room.mjs";

/** How the room speaks: 20 messages of 20 KB a second, and two moves. */
const [messageEveryMs, moveEveryMs, roundMs] = [50, 500, 10_000];
const text = "👩‍👩‍👧‍👦".repeat(800);
const isHealthy = (person) => person.kind === "healthy";

function hear(person, message) {
  if (message.event === "chat") person.chats = (person.chats ?? 0) + 1;
  if (message.event === "snapshot") person.snapshots = (person.snapshots ?? 0) + 1;
  if (message.event === "slide") person.heard.push(performance.now() - moved);
}

let moved = 0;
let said = 0;

export async function slow({ report, people }) {
  const slowCount = Math.floor(people / 3);
  await withRoom(people, hear, async (driver, room, pid) => {
    const rows = [];
    const slowOnes = room.slice(0, slowCount);
    for (const [index, person] of room.entries()) person.kind = index < slowCount ? "slow" : "healthy";
    const healthy = room.filter(isHealthy);

    const round = async (name) => {
      for (const person of room) person.heard = [];
      const before = said;
      for (let at = 0; at < roundMs; at += messageEveryMs) {
        driver.say({ event: "sendmessage", id: ++said + 1_000_000, chat: text });
        if (at % moveEveryMs === 0) {
          moved = performance.now();
          driver.say({ event: "move", id: said + 2_000_000, to: { h: (at / moveEveryMs) % 5, v: 0, f: -1 } });
        }
        await wait(messageEveryMs);
      }
      await driver.ask({ event: "plan", minutes: null });
      await wait(500);
      const arrivals = healthy.flatMap(({ heard }) => heard);
      rows.push([name, said - before, percentile(arrivals, 0.5), percentile(arrivals, 0.99), memoryOf(pid)]);
    };

    await round("all read");
    for (const [index, person] of slowOnes.entries()) {
      person.stall();
      // Half of them stand still, half read one chunk (at most 64 KB) a second.
      if (index % 2 === 1) person.dribble = setInterval(() => person.sip(), 1000);
    }
    for (const name of ["some fall behind", "… 10 s later", "… 20 s later", "… 30 s later"]) await round(name);
    for (const person of slowOnes) {
      clearInterval(person.dribble);
      person.readOn();
    }
    await wait(3000);
    await round("all read again");

    const missing = healthy.filter(({ chats }) => chats !== said).length;
    const gone = slowOnes.filter(({ isOpen }) => !isOpen()).length;
    const caughtUp = slowOnes.filter(({ snapshots = 0 }) => snapshots > 0).length;
    const count = `${healthy.length} read, ${slowCount} read slowly`;
    for (const [name, messages, median, most, memory] of rows) {
      report.row(`${count}, ${name}: a move, median, ms`, { Lectern: [median] });
      report.row("… 99 of 100", { Lectern: [most] });
      report.row(`… memory after ${messages} messages, MB`, { Lectern: [memory / 1024] });
    }
    report.row("… slow ones that were given a snapshot", { Lectern: [caughtUp] });
    report.row("… slow ones that were let go", { Lectern: [gone] });
    const untouched = slowOnes.filter((person) => person.isOpen() && person.snapshots === undefined).length;
    if (missing > 0) report.wrong(`${missing} healthy readers missed something`);
    if (untouched > 0) report.wrong(`${untouched} slow readers were neither caught up nor let go`);
  });
}
