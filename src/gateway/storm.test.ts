import { expect, it, vi } from "vitest";
import { testIdentity } from "../log/contract.ts";
import { createMemoryLog } from "../log/memory.ts";
import * as project from "../talk/project.ts";
import type { Batch } from "./batch.ts";
import { Connection } from "./connection.ts";
import { defaultLimits } from "./limits.ts";
import type { Link } from "./link.ts";
import { Room } from "./room.ts";
import { TalkHost } from "./talk-host.ts";

vi.mock("../talk/project.ts", { spy: true });

const people = 10_000;
const projected = vi.mocked(project.projectState);

/** A talk in which somebody has said something. */
async function room() {
  const options = { now: () => 1000, resumeEvents: 100, onFault: () => {} };
  const log = createMemoryLog(testIdentity);
  const host = await TalkHost.open({ ...options, log });
  const read = vi.spyOn(log, "read");
  const say = (text: string) =>
    host.submit({ participant: "ada", client: "", role: "speaker", name: "Ada" }, null, { type: "chat", text });
  await say("hi");
  return { host, say, read, room: new Room(host, defaultLimits, () => 1000) };
}

/** Somebody comes and says hello; what they are told. */
function join(to: Room, hello: object = {}): { readonly told: string[]; leave(): void } {
  const told: string[] = [];
  const link: Link = {
    send: ({ texts }: Batch) => void told.push(...texts),
    close: () => {},
    ...{ queuedBytes: 0, handshake: { request: [], response: [] }, transport: "websocket" },
  };
  const connection = new Connection(link, to, defaultLimits, () => 1000);
  connection.receive(JSON.stringify({ event: "hello", v: 1, ...hello }));
  return { told, leave: () => connection.closed() };
}

it("[W3] [B1] ten thousand who join at once are each given the snapshot, which is made once for each state", async () => {
  const { room: full, say } = await room();
  projected.mockClear();
  const early = Array.from({ length: people }, () => join(full));
  expect(projected).toHaveBeenCalledTimes(1);
  await say("hello");
  const late = Array.from({ length: people }, () => join(full));
  expect(projected).toHaveBeenCalledTimes(2);
  const chats = (one: { told: string[] }) => JSON.parse(one.told[0] ?? "").state.chat.length;
  expect([new Set(early.map(chats)), new Set(late.map(chats))]).toEqual([new Set([1]), new Set([2])]);
  for (const { leave } of [...early, ...late]) leave();
  full.closeAll(() => {});
});

it("[W3] [B1] ten thousand who come back at once are each given what they missed, which is made once; nobody reads the log", async () => {
  const { room: full, host, say, read } = await room();
  const since = { epoch: host.identity.epoch, seq: host.state.seq };
  await say("missed");
  projected.mockClear();
  const asOfNow = vi.mocked(project.asOfNow).mockClear();
  const back = Array.from({ length: people }, () => join(full, { since }));
  expect(projected).not.toHaveBeenCalled();
  expect(asOfNow).toHaveBeenCalledTimes(1);
  expect(read).not.toHaveBeenCalled();
  for (const { told } of back) expect(told[1]).toContain('"missed"');
  for (const { leave } of back) leave();
  full.closeAll(() => {});
});
