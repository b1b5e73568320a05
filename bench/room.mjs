// A room whose people are judged one by one: a server of its own on loopback, a driver, and people, in this process, who
// count what they are told. What costs how much is measured by `crowd.mjs`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

export const percentile = (list, share) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))] ?? 0;

/** The most of these moments (milliseconds, rising) that lie within one second. */
export function mostInASecond(moments) {
  let most = 0;
  let from = 0;
  for (const [index, at] of moments.entries()) {
    while (at - moments[from] >= 1000) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}

/** Starts a server on the bundled talk, brings in a driver and the people, gives them to `work`, and cleans up. */
export async function withRoom(people, hear, work) {
  const data = mkdtempSync(join(tmpdir(), "lectern-bench-"));
  const args = ["bin/lectern.mjs", "--json", "--data", data, "--no-open", "--host", "127.0.0.1", "--port", "0"];
  const lectern = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const all = [];
  try {
    const [line] = await once(createInterface({ input: lectern.stdout }), "line");
    const { speaker, port } = JSON.parse(line);
    const key = new URLSearchParams(new URL(speaker).hash.slice(1)).get("key");
    const driver = await enter(port, 0, hear, { key });
    all.push(driver);
    const room = [];
    for (let n = 0; n < people; n += 100) {
      const some = Array.from({ length: Math.min(100, people - n) }, (_, index) => enter(port, n + index, hear));
      room.push(...(await Promise.all(some)));
    }
    all.push(...room);
    return await work(driver, room, lectern.pid);
  } finally {
    for (const person of all) person.close();
    lectern.kill("SIGTERM");
    await once(lectern, "exit");
    rmSync(data, { recursive: true });
  }
}

/** One person: says hello, and lets `hear` note what is told. Spread over 127.0.0.x, which has ports enough. */
async function enter(port, n, hear, hello = {}) {
  const localAddress = `127.0.0.${2 + (n % 50)}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { localAddress });
  const waiting = new Map();
  let id = 0;
  const person = {
    heard: [],
    errors: 0,
    say: (message) => socket.send(JSON.stringify(message)),
    ask: (message) =>
      new Promise((resolve) => {
        id += 1;
        waiting.set(id, resolve);
        person.say({ id, ...message });
      }),
    stall: () => socket.pause(),
    readOn: () => socket.resume(),
    sip: () => {
      socket.resume();
      socket._socket?.once("data", () => socket.pause());
    },
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => socket.terminate(),
  };
  socket.on("message", (text) => {
    const message = JSON.parse(String(text));
    hear(person, message);
    if (message.event === "error") person.errors += 1;
    waiting.get(message.event === "welcome" ? "welcome" : message.id)?.(message);
  });
  await once(socket, "open");
  const welcomed = new Promise((resolve) => waiting.set("welcome", resolve));
  person.say({ event: "hello", v: 1, ...hello });
  await welcomed;
  return person;
}
