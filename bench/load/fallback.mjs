// What `load.c` does, in Node, for machines without a C compiler: the same words in, the same answers out. It costs
// about ten times as much, so with thousands of sockets the clients are what is measured.
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";

let sockets = [];
let said = 0;
let match = "";
let reply = "";
/** Said once more by whoever was answered. */
let again;
let sources = [];
let counted;
let samples;
let roundBegan;
forget();

const seconds = () => performance.now() / 1000;

function forget() {
  counted = { messages: 0, bytes: 0, matches: 0, errors: 0 };
  samples = [];
  for (const one of sockets) one.matches = 0;
}

function say(one, text) {
  said += 1;
  one.socket.send(text.replaceAll("$n", String(said)).replaceAll("$m", String(said % 4)));
}

function askOf(one, text) {
  one.asked = performance.now();
  say(one, text);
}

function enter(index, { ready, port, path, hello }) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    localAddress: `127.0.0.${2 + (index % 50)}`,
    perMessageDeflate: false,
  });
  const one = { socket, told: 0, matches: 0, asked: undefined, isOpen: false, isClosed: false };
  const began = performance.now();
  return new Promise((resolve) => {
    const isIn = () => {
      one.isOpen = true;
      samples.push(performance.now() - began);
      resolve(one);
    };
    socket.on("open", () => {
      if (hello) say(one, hello);
      if (ready === 0) isIn();
    });
    socket.on("message", (data) => {
      hear(one, String(data));
      one.told += 1;
      if (!one.isOpen && one.told === ready) isIn();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      one.isClosed = true;
      resolve(one);
    });
  });
}

function hear(one, text) {
  const now = performance.now();
  counted.messages += 1;
  counted.bytes += Buffer.byteLength(text);
  if (text === "2") one.socket.send("3");
  if (match !== "" && text.includes(match)) {
    one.matches += 1;
    counted.matches += 1;
    if (roundBegan !== undefined) samples.push(now - roundBegan);
  }
  if (one.asked !== undefined && text.includes(reply)) {
    samples.push(now - one.asked);
    one.asked = undefined;
    if (again !== undefined) askOf(one, again);
  } else if (text.includes('"event":"error"')) counted.errors += 1;
}

function answer(took, more = {}) {
  samples.sort((a, b) => a - b);
  const percentile = (share) => samples[Math.min(samples.length - 1, Math.floor(samples.length * share))] ?? 0;
  const open = sockets.filter(({ isOpen, isClosed }) => isOpen && !isClosed);
  const matches = open.map((one) => one.matches);
  return {
    ...more,
    ...{ p50: percentile(0.5), p99: percentile(0.99), max: percentile(1), seconds: took, ...counted },
    ...{ fewest: Math.min(...matches), most: Math.max(...matches), open: open.length },
    closed: sockets.length - open.length,
  };
}

/** Waits until something holds, for at most so many seconds. */
async function until(holds, atMost) {
  const end = seconds() + atMost;
  while (!holds() && seconds() < end) await wait(1);
}

const openCount = () => sockets.filter(({ isOpen, isClosed }) => isOpen && !isClosed).length;

const commands = {
  async open([count, atOnce, ready, port, path, ...hello]) {
    forget();
    const began = seconds();
    const options = { ready: Number(ready), port, path, hello: hello.join(" ") };
    for (let n = 0; n < Number(count); n += Number(atOnce)) {
      const some = Array.from({ length: Math.min(Number(atOnce), Number(count) - n) }, (_, index) =>
        enter(sockets.length + index, options),
      );
      sockets.push(...(await Promise.all(some)));
    }
    return answer(seconds() - began);
  },
  async match(words) {
    match = words.join(" ");
    return {};
  },
  async round([moves, gapMs, timeoutMs, ...text]) {
    forget();
    const began = seconds();
    for (let n = 1; n <= Number(moves); n += 1) {
      roundBegan = performance.now();
      say(sockets[0], text.join(" "));
      await until(() => counted.matches >= n * openCount(), Number(timeoutMs) / 1000);
      await wait(Number(gapMs));
    }
    roundBegan = undefined;
    return answer(seconds() - began);
  },
  async ask([from, count, spreadMs, timeoutMs, expected, ...text]) {
    forget();
    reply = expected;
    const began = seconds();
    const asked = sockets.slice(Number(from), Number(from) + Number(count));
    const asking = asked.map(async (one, index) => {
      await wait((index * Number(spreadMs)) / asked.length);
      askOf(one, text.join(" "));
    });
    await Promise.all(asking);
    await until(() => samples.length >= asked.length, Number(timeoutMs) / 1000);
    for (const one of asked) one.asked = undefined;
    return answer(seconds() - began, { answered: samples.length });
  },
  async flood([from, count, atMost, expected, ...text]) {
    forget();
    [reply, again] = [expected, text.join(" ")];
    const asked = sockets.slice(Number(from), Number(from) + Number(count));
    for (const one of asked) askOf(one, again);
    await wait(Number(atMost) * 1000);
    again = undefined;
    const answered = samples.length;
    await wait(1000);
    for (const one of asked) one.asked = undefined;
    return answer(Number(atMost), { answered });
  },
  async pace([from, count, perSecond, ...text]) {
    sources.push({
      from: Number(from),
      count: Number(count),
      perSecond: Number(perSecond),
      text: text.join(" "),
      said: 0,
    });
    return {};
  },
  async run([duration, settleMs]) {
    forget();
    const began = seconds();
    while (seconds() < began + Number(duration)) {
      for (const source of sources) {
        for (; source.said < (seconds() - began) * source.perSecond; source.said += 1)
          say(sockets[source.from + (source.said % source.count)], source.text);
      }
      await wait(1);
    }
    const took = seconds() - began;
    const first = sources[0]?.said ?? 0;
    await until(() => counted.matches >= first * openCount(), 30);
    await wait(Number(settleMs));
    sources = [];
    return answer(took, { said: first });
  },
  async clear() {
    for (const { socket } of sockets) socket.terminate();
    sockets = [];
    return {};
  },
};

const lines = createInterface({ input: process.stdin });
lines.on("close", () => process.exit());
let turn = Promise.resolve();
lines.on("line", (line) => {
  const [command, ...words] = line.split(" ");
  turn = turn.then(async () => console.log(JSON.stringify(await commands[command](words))));
});
await once(lines, "close");
