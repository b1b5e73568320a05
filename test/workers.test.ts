/** `--workers`: real processes and sockets, the built product. */
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createConnection } from "node:net";
import { connect, type TalkClient } from "lectern/client";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { Limits } from "../src/gateway/limits.ts";
import type { ServedTalk } from "../src/server/served-talk.ts";
import { startServer } from "../src/server/server.ts";
import { text as textFrame } from "./conformance/frames.ts";
import { openingRequest } from "./conformance/peer.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { type Message, Socket } from "./support/socket.ts";
import { isAlive, logLines, workersOf } from "./support/worker-pids.ts";

const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());

type Spread = { readonly lectern: Lectern; readonly logFile: string };

let servers = 0;
async function start(...options: readonly string[]): Promise<Spread> {
  servers += 1;
  const deck = workspace.write(`talk${servers}.md`, "# One\n\n---\n\n# Two\n\n---\n\n# Three\n");
  const logFile = workspace.path(`lectern${servers}.log`);
  return { lectern: await workspace.start(deck, "--workers", "2", "--log", logFile, ...options), logFile };
}

const people = (lectern: Lectern, count: number) =>
  Promise.all(Array.from({ length: count }, () => Socket.hello(lectern.socketUrl)));

async function scrape(lectern: Lectern): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(lectern.listening.metrics ?? "")).text();
  const lines = text.split("\n").filter((line) => /^\w/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]),
  );
}

const connections = 'lectern_connections{role="audience",transport="websocket"}';

async function until(client: TalkClient, test: () => boolean): Promise<void> {
  if (test()) return;
  for await (const _ of client) if (test()) return;
}

describe("sockets in workers", () => {
  it("[B8] [F1] [F2] everybody hears everything in order, whichever worker they are with, and who comes late has it", async () => {
    const { lectern } = await start("--metrics", "0");
    const room = await people(lectern, 20);
    expect((await scrape(lectern))[connections]).toBe(20);
    const speaker = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    for (let id = 1; id <= 20; id++) {
      const answer = await speaker.ask({ event: "move", id, to: { h: id % 3, v: 0, f: -1 } });
      expect(answer).toMatchObject({ event: "ack" });
    }
    await Promise.all(room.map((one) => one.ask({ event: "sendmessage", id: 1, chat: "hi" })));
    await Promise.all([...room, speaker].map((one) => one.settled()));
    const isEvent = ({ event }: Message): boolean => event === "slide" || event === "chat";
    const events = [...room, speaker].map(({ received }) => received.filter(isEvent));
    expect(events[0]).toHaveLength(40);
    for (const list of events) expect(list).toEqual(events[0]);
    // An answer never overtakes the event.
    for (const { received } of room) {
      const own = received.find(({ event, id }) => event === "ack" && id === 1);
      const said = received.findIndex(({ event, seq }) => event === "chat" && seq === own?.seq);
      expect(said).toBeGreaterThan(0);
      expect(said).toBeLessThan(received.indexOf(own as never));
    }
    const late = await Socket.hello(lectern.socketUrl);
    expect(late.welcome.state).toMatchObject({ position: { h: 2, v: 0, f: -1 } });
  });

  it("[B8] what a client sends before its worker has the socket is not lost", async () => {
    const { lectern, logFile } = await start();
    const workers = workersOf(logFile);
    expect(workers).toHaveLength(2);
    const ping = textFrame('{"event":"ping"}');
    // In one segment with the request.
    const eager = await raw(lectern, Buffer.concat([Buffer.from(openingRequest()), ping, ping]));
    await eager.hears(/101 Switching.*"pong".*"pong"/s);
    // After it, while no worker takes anything.
    for (const pid of workers) process.kill(pid, "SIGSTOP");
    const early = await Promise.all(Array.from({ length: 6 }, () => raw(lectern, openingRequest())));
    await hasRead(lectern);
    for (const { socket } of early) socket.write(ping);
    await hasRead(lectern);
    for (const pid of workers) process.kill(pid, "SIGCONT");
    for (const one of early) await one.hears(/101 Switching.*"pong"/s);
    for (const { socket } of [eager, ...early]) socket.destroy();
  });

  it("[B8] who goes while their socket is on its way leaves nothing behind, nor does anybody else", async () => {
    const { lectern, logFile } = await start("--metrics", "0");
    const workers = workersOf(logFile);
    const descriptors = () => [lectern.listening.pid, ...workers].map((pid) => readdirSync(`/proc/${pid}/fd`).length);
    for (const one of await people(lectern, 2)) one.terminate();
    await vi.waitFor(async () => expect((await scrape(lectern))[connections]).toBe(0));
    const before = descriptors();
    for (const pid of workers) process.kill(pid, "SIGSTOP");
    const leaving = await Promise.all(Array.from({ length: 20 }, () => raw(lectern, openingRequest())));
    await hasRead(lectern);
    for (const { socket } of leaving) socket.resetAndDestroy();
    for (const pid of workers) process.kill(pid, "SIGCONT");
    const staying = await people(lectern, 20);
    expect((await scrape(lectern))[connections]).toBe(20);
    for (const one of staying) one.terminate();
    await vi.waitFor(async () => {
      expect((await scrape(lectern))[connections]).toBe(0);
      // Connections of a scrape may be open yet.
      for (const [n, count] of descriptors().entries()) expect(count).toBeLessThanOrEqual((before[n] ?? 0) + 4);
    }, patience);
  });

  it("[B5] [B8] draining tells everybody when to come back, each at another time, and ends every process", async () => {
    const { lectern, logFile } = await start();
    const room = await people(lectern, 40);
    const workers = workersOf(logFile);
    // As a terminal does: the whole group is told.
    for (const pid of workers) process.kill(pid, "SIGINT");
    expect(await lectern.kill("SIGINT")).toBe(0);
    const goodbyes = await Promise.all(room.map(({ closed }) => closed));
    for (const goodbye of goodbyes) {
      expect(goodbye).toEqual({ code: 1001, reason: expect.stringMatching(/^retry-after-ms=\d+$/) });
    }
    expect(new Set(goodbyes.map(({ reason }) => reason)).size).toBeGreaterThan(10);
    expect(workers.map(isAlive)).toEqual([false, false]);
    expect(logLines(logFile).at(-1)).toMatchObject({ event: "drained" });
    expect(lectern.stderr).toBe("");
  });

  it("[B8] a server that is killed takes its workers along", async () => {
    const { lectern, logFile } = await start();
    const room = await people(lectern, 10);
    const workers = workersOf(logFile);
    await lectern.kill("SIGKILL");
    for (const { code } of await Promise.all(room.map(({ closed }) => closed))) expect(code).toBe(1006);
    await vi.waitFor(() => expect(workers.map(isAlive)).toEqual([false, false]), patience);
  });

  it("[B8] [F6] [L4] a worker that is killed takes nothing along: everybody is back, and nothing is lost or doubled", async () => {
    const { lectern, logFile } = await start("--metrics", "0");
    const [first] = workersOf(logFile);
    const room = Array.from({ length: 12 }, () => connect({ url: lectern.socketUrl, transports: ["websocket"] }));
    await Promise.all(room.map((client) => until(client, () => client.status === "live")));
    const answers = room.flatMap((client, who) =>
      Array.from({ length: 5 }, (_, n) => client.send({ event: "sendmessage", chat: `${who} says ${n}` })),
    );
    process.kill(first ?? 0, "SIGKILL");
    const later = room.map((client, who) => client.send({ event: "sendmessage", chat: `${who} says more` }));
    const seqs = await Promise.all([...answers, ...later]);
    expect(new Set(seqs).size).toBe(12 * 6);
    const last = Math.max(...seqs);
    await Promise.all(room.map((client) => until(client, () => client.seq >= last)));
    const late = await Socket.hello(lectern.socketUrl);
    const said = (late.welcome.state as { chat: { chat: string }[] }).chat.map(({ chat }) => chat);
    const expected = room.flatMap((_, who) => [0, 1, 2, 3, 4, "more"].map((what) => `${who} says ${what}`));
    expect(said.toSorted()).toEqual(expected.toSorted());
    for (const client of room) expect(client.view?.chat).toEqual((late.welcome.state as { chat: unknown }).chat);
    // Another one has taken its place.
    await vi.waitFor(() => expect(workersOf(logFile)).toHaveLength(2), patience);
    const died = logLines(logFile).find(({ event }) => event === "worker-died");
    expect(died).toMatchObject({ level: "error", worker: first, cause: "SIGKILL", connections: 6 });
    expect((await scrape(lectern)).lectern_worker_deaths_total).toBe(1);
    for (const client of room) client.close();
  });
});

describe("what does not take what it is told", () => {
  it("[B2] [B8] a client that never reads is closed with 4408, and nobody else notices", async () => {
    await using server = await fromSource({ drainMs: 1000 });
    const [asleep, healthy] = [await Socket.hello(server.url), await Socket.hello(server.url)];
    asleep.stall();
    await server.talkUntil(await server.speaker(), ({ room }) => room.size === 2);
    asleep.readOn();
    expect(await asleep.closed).toEqual({ code: 4408, reason: "too-slow" });
    await healthy.settled();
    expect(healthy.received.some(({ event }) => event === "snapshot")).toBe(false);
  });

  it("[B2] [B8] a worker that hangs holds up nobody else's, and is replaced", async () => {
    await using server = await fromSource({ drainMs: 3000, factsBytes: 16_384, queueBytes: 16_384 });
    const { room } = server.talk;
    const [hung] = server.workers();
    // One after the other, so the first worker has the first and the third, and the second one the others.
    const [asleep, healthy] = [await Socket.hello(server.url), await Socket.hello(server.url)];
    const [too, speaker] = [await Socket.hello(server.url), await server.speaker()];
    process.kill(hung ?? 0, "SIGSTOP");
    await server.talkUntil(speaker, () =>
      [...room.connections].some(({ outbox: { lag } }) => lag?.missing === "events"),
    );
    await healthy.settled();
    for (const one of [asleep, too]) expect((await one.closed).code).toBe(1006);
    await vi.waitFor(() => expect(server.workers()).not.toContain(hung), patience);
    expect([...room.connections].some(({ outbox: { lag } }) => lag !== undefined)).toBe(false);
    const back = await Promise.all([Socket.hello(server.url), Socket.hello(server.url)]);
    for (const one of back) await one.settled();
    expect(healthy.received.some(({ event }) => event === "snapshot")).toBe(false);
  });
});

/** A server in this process, with little patience and two workers. */
async function fromSource(limits: Partial<Limits>) {
  servers += 1;
  const logFile = workspace.path(`lectern${servers}.log`);
  const server = await startServer({
    talk: { deck: workspace.write(`talk${servers}.md`, "# One\n"), storage: { kind: "memory" } },
    ...{ host: "127.0.0.1", port: 0, mayMovePort: false, webRoot: "dist/web", workers: 2 },
    limits: { messagesPerSecond: 100_000, ...limits },
    operating: { version: "", log: { to: logFile, level: "info" } },
    ...{ onDeck: () => {}, onFault: (error) => expect(error).toBeUndefined() },
  });
  const { talk } = server;
  const url = `ws://127.0.0.1:${server.port}/ws`;
  return {
    talk,
    url,
    workers: () => workersOf(logFile),
    speaker: () => Socket.hello(url, { key: talk.host.identity.speakerKey }),
    /** A speaker says one long thing after the other until this is so. */
    async talkUntil(speaker: Socket, test: (talk: ServedTalk) => boolean): Promise<void> {
      for (let id = 1; !test(talk); id++)
        await speaker.ask({ event: "sendmessage", id, chat: "👩‍👩‍👧‍👦".repeat(1000) });
    },
    [Symbol.asyncDispose]: () => server.drain(),
  };
}

const patience = { timeout: 10_000 };

/** A client of a few bytes. */
async function raw(lectern: Lectern, says: string | Uint8Array) {
  const socket = createConnection({ host: "127.0.0.1", port: lectern.listening.port, noDelay: true });
  let heard = "";
  socket.on("data", (data) => (heard += data.toString("latin1")));
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(says);
  const hears = async (what: RegExp): Promise<void> => {
    while (!what.test(heard)) await once(socket, "data");
  };
  return { socket, hears };
}

/** What was sent before this has been read by the server once two requests after it were answered. */
async function hasRead(lectern: Lectern): Promise<void> {
  for (let n = 0; n < 2; n++) await (await fetch(`${lectern.origin}/healthz`)).text();
}
