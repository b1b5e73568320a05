import { connect, type TalkClient } from "lectern/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { type Message, Socket } from "./support/socket.ts";

const workspace = new Workspace();
let lectern: Lectern;

afterAll(() => workspace[Symbol.asyncDispose]());

/** About the longest message there can be, 25 KB on the wire. */
const longest = "👩‍👩‍👧‍👦".repeat(1000);
/** More than the kernel's buffers and the server's queue take for one socket: some 12 MB. */
const count = 500;

/** What a late joiner is given. */
async function present(): Promise<Message["state"]> {
  const late = await Socket.hello(lectern.socketUrl);
  late.close();
  return late.welcome.state;
}

async function speak(): Promise<void> {
  const speakers = await Promise.all(
    Array.from({ length: 10 }, () => Socket.hello(lectern.socketUrl, { key: lectern.speakerKey })),
  );
  await Promise.all(
    speakers.map(async (speaker) => {
      for (let id = 1; id <= count / speakers.length; id++) {
        expect(await speaker.ask({ event: "sendmessage", id, chat: longest })).toMatchObject({ event: "ack" });
      }
    }),
  );
  await speakers[0]?.ask({ event: "move", id: 1000, to: { h: 1, v: 0, f: -1 } });
  for (const speaker of speakers) speaker.close();
}

/** A client whose screen is off: what comes stays in the network. `wake` reads on. */
async function sleeper(): Promise<{ client: TalkClient; wake(): void }> {
  const sockets: WebSocket[] = [];
  class Paused extends WebSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  const client = connect({ url: lectern.socketUrl, WebSocket: Paused as unknown as typeof globalThis.WebSocket });
  await until(client, () => client.status === "live");
  for (const socket of sockets) socket.pause();
  return { client, wake: () => sockets.map((socket) => socket.resume()) };
}

async function until(client: TalkClient, test: () => boolean): Promise<void> {
  if (test()) return;
  for await (const _ of client) if (test()) return;
}

describe.each([
  ["a loud room", []],
  ["a loud room whose sockets are in workers", ["--workers", "2"]],
] as const)("a phone that stops reading in %s", (room, options) => {
  beforeAll(async () => {
    lectern = await workspace.start(workspace.write(`${room}.md`, "# One\n\n---\n\n# Two\n"), ...options);
  });

  it("[B2] [F6] misses the backlog, is right again when it reads on, and nobody else notices", async () => {
    const [asleep, healthy] = [await Socket.hello(lectern.socketUrl), await Socket.hello(lectern.socketUrl)];
    asleep.stall();
    const { client, wake } = await sleeper();
    await speak();
    await healthy.settled();
    expect(healthy.received.filter(({ event }) => event === "chat")).toHaveLength(count);
    expect(healthy.received.some(({ event }) => event === "snapshot")).toBe(false);

    asleep.readOn();
    expect((await asleep.next("snapshot")).state).toEqual(await present());
    const chats = asleep.received.filter(({ event }) => event === "chat");
    expect(chats.length).toBeLessThan(count);
    // What it did hear is the beginning, in order and without a gap.
    const all = healthy.received.filter(({ event }) => event === "chat").map(({ seq }) => seq);
    expect(chats.map(({ seq }) => seq)).toEqual(all.slice(0, chats.length));

    wake();
    await until(client, () => client.view?.position.h === 1);
    expect(client.view).toEqual(await present());
    expect(client.status).toBe("live");
    client.close();

    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    await driver.ask({ event: "move", id: 1, to: { h: 0, v: 0, f: -1 } });
    await asleep.settled();
    // Who came and went may be told as well.
    const moves = asleep.received.filter(({ event }) => event === "slide");
    expect(moves.at(-1)).toMatchObject({ to: { h: 0 } });
  });
});
