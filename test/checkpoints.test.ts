import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readCheckpoint, writeCheckpoint } from "../src/log/checkpoint/file.ts";
import { foldIdentity } from "../src/log/checkpoint/fold-identity.ts";
import { openSqliteLog } from "../src/log/sqlite.ts";
import type { Entry } from "../src/talk/commands.ts";
import { Workspace } from "./support/lectern.ts";
import { Socket } from "./support/socket.ts";

const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());
const deck = workspace.write("talk.md", "# One\n\n---\n\n# Two\n");

function entryAt(seq: number): Entry {
  const author = { participant: `p${seq % 50}`, client: "tab", role: "audience", name: "Grace" } as const;
  return { seq, at: Date.now(), author, id: seq, command: { type: "chat", text: `message ${seq}` } };
}

/** Adds so many entries to the talk's log while no server has it. */
async function addTo(file: string, count: number): Promise<string> {
  const log = openSqliteLog(file, () => {
    throw new Error("there is no log yet");
  });
  const head = await log.head();
  await log.append(Array.from({ length: count }, (_, index) => entryAt(head + index + 1)));
  await log.close();
  return log.identity.epoch;
}

it("[L9] [F6] a long talk starts from a checkpoint after kill -9, is what it was, and resumes; a damaged one is ignored", async () => {
  await (await workspace.start(deck)).kill("SIGTERM");
  const log = join(
    workspace.path("data"),
    readdirSync(workspace.path("data")).find((name) => name.endsWith(".sqlite")) ?? "",
  );
  const checkpoint = `${log}.checkpoint`;
  const epoch = await addTo(log, 20_500);

  const first = await workspace.start(deck);
  const speaker = await Socket.hello(first.socketUrl, { key: first.speakerKey, client: "desk" });
  const before = speaker.welcome;
  expect(existsSync(checkpoint)).toBe(false);
  const moved = await speaker.ask({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } });
  const origin = { epoch, fold: foldIdentity() };
  await expect.poll(() => readCheckpoint(checkpoint, origin)?.state.seq, { timeout: 60_000 }).toBe(moved.seq);
  const chat = (before.state as { chat: unknown }).chat;
  await first.kill("SIGKILL");

  const second = await workspace.start(deck);
  const back = await Socket.hello(second.socketUrl, { key: second.speakerKey });
  expect(back.welcome).toMatchObject({ epoch, seq: moved.seq, state: { position: { h: 1, v: 0, f: -1 }, chat } });
  const since = { epoch, seq: before.seq };
  const resuming = await Socket.hello(second.socketUrl, { key: second.speakerKey, since });
  expect(resuming.welcome).toMatchObject({ resumed: true, seq: moved.seq });
  expect(await resuming.next("slide")).toMatchObject({ seq: moved.seq, to: { h: 1 } });
  await second.kill("SIGKILL");

  // That it is taken up at all shows where it says something else than the log.
  const whole = readCheckpoint(checkpoint, origin);
  if (whole === undefined) throw new Error("the checkpoint is gone");
  writeCheckpoint(checkpoint, origin, { ...whole, state: { ...whole.state, position: { h: 0, v: 0, f: -1 } } });
  const third = await workspace.start(deck);
  const told = await Socket.hello(third.socketUrl, { key: third.speakerKey });
  expect(told.welcome).toMatchObject({ seq: moved.seq, state: { position: { h: 0 } } });
  await third.kill("SIGKILL");

  const bytes = readFileSync(checkpoint);
  bytes[1000] = (bytes[1000] ?? 0) ^ 1;
  writeFileSync(checkpoint, bytes);
  const fourth = await workspace.start(deck);
  const folded = await Socket.hello(fourth.socketUrl, { key: fourth.speakerKey });
  expect(folded.welcome).toMatchObject({ seq: moved.seq, state: { position: { h: 1 }, chat } });
  await fourth.kill("SIGTERM");

  const fresh = await workspace.start(deck, "--fresh");
  expect(fresh.listening.epoch).not.toBe(epoch);
  const aside = readdirSync(workspace.path("data")).filter((name) => name.endsWith(".checkpoint"));
  expect(aside).toEqual([expect.stringContaining(".until-")]);
  await fresh.kill("SIGTERM");
});
