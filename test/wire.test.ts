import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { Socket } from "./support/socket.ts";

const workspace = new Workspace();
let lectern: Lectern;
let url: string;

beforeAll(async () => {
  const deck = workspace.write("talk.md", "# One\n\nNote: only for me\n\n---\n\n# Two\n");
  lectern = await workspace.start(deck, "--ephemeral");
  url = lectern.socketUrl;
});
afterAll(() => workspace[Symbol.asyncDispose]());

const speaker = () => Socket.hello(url, { key: lectern.speakerKey });

describe("hello and welcome", () => {
  it("[W2] [W3] gives a role, a participant, the talk and the whole snapshot", async () => {
    const { welcome } = await Socket.hello(url);
    expect(welcome).toMatchObject({
      v: 1,
      role: "audience",
      talk: { code: expect.stringMatching(/^[2-9A-Z]{6}$/), title: "One" },
      epoch: lectern.listening.epoch,
      resumed: false,
      state: { position: { h: expect.any(Number), v: expect.any(Number), f: expect.any(Number) }, paused: false },
    });
    expect((await speaker()).welcome.role).toBe("speaker");
  });

  it("[W2] a participant comes back as who they were, and nobody else can", async () => {
    const first = (await Socket.hello(url)).welcome.participant as { id: string; key: string };
    const again = (await Socket.hello(url, { participant: first.key })).welcome.participant;
    expect(again).toEqual(first);
    const forged = (await Socket.hello(url, { participant: `${first.id}.guessed` })).welcome.participant;
    expect((forged as { id: string }).id).not.toBe(first.id);
  });

  it("[W8] [A1] a wrong key is answered and closes with 4401", async () => {
    const socket = await Socket.open(url);
    socket.send({ event: "hello", v: 1, key: "x".repeat(32) });
    expect(await socket.next("error")).toMatchObject({ code: "bad-key" });
    expect(await socket.closed).toMatchObject({ code: 4401 });
  });

  it("[W1] a foreign protocol version is answered and closes", async () => {
    const socket = await Socket.open(url);
    socket.send({ event: "hello", v: 2 });
    expect(await socket.next("error")).toMatchObject({ code: "wrong-version" });
    expect(await socket.closed).toMatchObject({ code: 4400 });
  });

  it("[W2] a second hello is refused and changes nothing", async () => {
    const socket = await Socket.hello(url);
    socket.send({ event: "hello", v: 1, key: lectern.speakerKey });
    expect(await socket.next("error")).toMatchObject({ code: "hello-not-first" });
    expect(await socket.ask({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } })).toMatchObject({
      code: "not-allowed",
    });
  });
});

describe("commands and events", () => {
  it("[W4] [W5] [F1] a move is acknowledged, and everybody is told, in rising order", async () => {
    const [driver, follower] = [await speaker(), await Socket.hello(url)];
    for (let n = 1; n <= 20; n++) driver.send({ event: "move", id: n, to: { h: n % 2, v: 0, f: n } });
    const slides = [];
    while (slides.length < 20) slides.push(await follower.next("slide"));
    expect(slides.map((slide) => (slide.to as { f: number }).f)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    const seqs = slides.map(({ seq }) => seq as number);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(20);
    expect(await driver.ask({ event: "pause", id: 21, paused: true })).toMatchObject({ event: "ack", id: 21 });
    expect(await follower.next("slide")).toMatchObject({ paused: true, to: { h: 0, v: 0, f: 20 } });
    await driver.ask({ event: "pause", id: 22, paused: false });
  });

  it("[F4] [A1] the audience cannot drive", async () => {
    const socket = await Socket.hello(url);
    const orders = [
      { event: "move", to: { h: 1, v: 0, f: -1 } },
      { event: "pause", paused: true },
      { event: "browsing", mode: "locked" },
      { event: "joincode", shown: true },
      { event: "timer", action: "start" },
      { event: "plan", minutes: 3 },
    ];
    for (const [index, order] of orders.entries()) {
      expect(await socket.ask({ ...order, id: index + 1 })).toMatchObject({ event: "error", code: "not-allowed" });
    }
  });

  it("[L4] a command sent again is acknowledged with the same seq and done once", async () => {
    const socket = await Socket.hello(url, { client: "tab" });
    const first = await socket.ask({ event: "sendmessage", id: 1, chat: "exactly once" });
    const key = (socket.welcome.participant as { key: string }).key;
    socket.terminate();
    const again = await Socket.hello(url, { participant: key, client: "tab" });
    expect(await again.ask({ event: "sendmessage", id: 1, chat: "exactly once" })).toEqual(first);
    await again.settled();
    expect(again.received.filter(({ event }) => event === "chat")).toEqual([]);
  });

  it("[W3] a client that resumes gets what it missed, in order, once", async () => {
    const driver = await speaker();
    const before = await Socket.hello(url);
    const { epoch, seq } = before.welcome;
    before.terminate();
    await driver.ask({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } });
    await driver.ask({ event: "plan", id: 2, minutes: 20 });
    await driver.ask({ event: "sendmessage", id: 3, chat: "missed" });
    const back = await Socket.hello(url, { since: { epoch, seq } });
    expect(back.welcome).toMatchObject({ resumed: true });
    expect(back.welcome).not.toHaveProperty("state");
    await back.settled();
    const missed = back.received.filter(({ event }) => !["welcome", "presence", "pong"].includes(event));
    expect(missed.map(({ event }) => event)).toEqual(["slide", "chat"]);
  });

  it("[L5] [W3] a client that resumes another log, or from the future, gets a fresh snapshot", async () => {
    const { epoch, seq } = (await Socket.hello(url)).welcome;
    for (const since of [
      { epoch: "another", seq },
      { epoch, seq: (seq as number) + 1000 },
    ]) {
      const { welcome } = await Socket.hello(url, { since });
      expect(welcome).toMatchObject({ resumed: false, state: {} });
    }
  });

  it("[A2] the audience never hears of the speaker's clock", async () => {
    const [driver, follower] = [await speaker(), await Socket.hello(url)];
    await driver.ask({ event: "plan", id: 1, minutes: 20 });
    await driver.ask({ event: "timer", id: 2, action: "start" });
    await follower.settled();
    expect(JSON.stringify(follower.received)).not.toMatch(/timer|planned|timing/);
    expect(driver.received.some(({ event }) => event === "timer")).toBe(true);
  });
});

describe("what goes wrong", () => {
  it("[W8] a malformed message is answered and the connection stays", async () => {
    const socket = await Socket.hello(url);
    for (const [text, code] of [
      ["{", "bad-message"],
      ["[1]", "bad-message"],
      ['{"event":"dance"}', "unknown-event"],
      ['{"event":"sendmessage","id":-4,"chat":"x"}', "bad-message"],
    ] as const) {
      socket.send(text);
      expect(await socket.next("error")).toMatchObject({ code });
    }
    expect(await socket.ask({ event: "sendmessage", id: 1, chat: "still here" })).toMatchObject({ event: "ack" });
  });

  it("[W8] [B4] a frame at the limit is read; one past it closes with 1009", async () => {
    const limit = 64 * 1024;
    const message = (length: number): string => {
      const frame = JSON.stringify({ event: "dance", filler: "" });
      return frame.replace('""', `"${"x".repeat(length - frame.length)}"`);
    };
    const socket = await Socket.hello(url);
    socket.send(message(limit));
    expect(await socket.next("error")).toMatchObject({ code: "unknown-event" });
    socket.send(message(limit + 1));
    expect((await socket.closed).code).toBe(1009);
  });

  it("[W8] a binary frame closes with 1003", async () => {
    const socket = await Socket.hello(url);
    socket.send(new Uint8Array([1, 2, 3]));
    expect((await socket.closed).code).toBe(1003);
  });

  it("[W8] [B4] a flood closes with 4429; a burst within the limit does not", async () => {
    const calm = await Socket.hello(url);
    for (let n = 0; n < 150; n++) calm.send({ event: "ping" });
    await calm.settled();
    const flood = await Socket.hello(url);
    for (let n = 0; n < 2000; n++) flood.send({ event: "ping" });
    expect((await flood.closed).code).toBe(4429);
  });

  it("[W9] a ping is answered with the server's time", async () => {
    const socket = await Socket.hello(url);
    socket.send({ event: "ping" });
    expect(await socket.next("pong")).toMatchObject({ at: expect.any(Number) });
  });

  it("[W8] there is no socket elsewhere", async () => {
    for (const path of ["/", "/wss", "/t/NOSUCH/ws", "/deck/ws"]) {
      await expect(Socket.open(lectern.origin.replace("http", "ws") + path)).rejects.toThrow("404");
    }
    const { code } = (await Socket.hello(url)).welcome.talk as { code: string };
    expect((await Socket.hello(url.replace("/ws", `/t/${code}/ws`))).welcome.talk).toMatchObject({ code });
  });
});

describe("plain clients", () => {
  it("[W7] one that never says hello chats, and receives chat and nothing else", async () => {
    const [plain, listener, driver] = [await Socket.open(url), await Socket.open(url), await speaker()];
    plain.send('{"event":"sendmessage","chat":"hi"}');
    expect(await listener.next("chat")).toMatchObject({ chat: "hi", from: { id: expect.any(String) } });
    expect(await plain.next("chat")).toMatchObject({ chat: "hi" });
    await driver.ask({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } });
    await driver.ask({ event: "sendmessage", id: 2, chat: "and you" });
    expect(await plain.next("chat")).toMatchObject({ chat: "and you" });
    for (const socket of [plain, listener]) {
      expect(new Set(socket.received.map(({ event }) => event))).toEqual(new Set(["chat"]));
    }
  });

  it("[W7] [W4] a late hello after chat was heard starts from a snapshot, so seq still rises", async () => {
    const [late, other] = [await Socket.open(url), await Socket.hello(url)];
    const { epoch, seq } = other.welcome;
    await other.ask({ event: "sendmessage", id: 1, chat: "early" });
    await late.next("chat");
    late.send({ event: "hello", v: 1, since: { epoch, seq } });
    expect(await late.next("welcome")).toMatchObject({ resumed: false });
  });
});

describe("presence", () => {
  it("[B3] counts participants, not tabs, screens or speakers", async () => {
    const watcher = await speaker();
    const before = watcher.welcome.here as number;
    const one = await Socket.hello(url);
    const key = (one.welcome.participant as { key: string }).key;
    await Socket.hello(url, { participant: key });
    await Socket.hello(url, { as: "screen" });
    let here = before;
    while (here !== before + 1) here = (await watcher.next("presence")).here as number;
    await watcher.settled();
    expect(watcher.received.filter(({ event }) => event === "presence").at(-1)?.here).toBe(before + 1);
  });
});
