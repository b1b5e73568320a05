/** The log's disk fails under the built product while people talk, and comes back. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, type TestContext } from "vitest";
import { openSqliteLog } from "../../src/log/sqlite.ts";
import { runToEnd, Workspace } from "../support/lectern.ts";
import { type FailingDisk, failingDisk, isThere, type Maybe, smallDisk } from "./failing-disk.ts";
import { found, Talkers, talk } from "./talk-on-disk.ts";

function orSkip(context: TestContext, disk: Maybe<FailingDisk>): FailingDisk {
  if (!isThere(disk)) return context.skip(disk.missing);
  return disk;
}

it("[L12] [B6] a full disk: refused in words, following goes on, and it recovers by itself with everything acknowledged", async (context) => {
  await using workspace = new Workspace();
  const disk = orSkip(context, smallDisk(workspace.path("small")));
  try {
    const deck = workspace.write("talk.md", talk);
    const lectern = await workspace.start(deck, "--data", disk.folder);
    const people = await Talkers.in(lectern);
    await people.says("before");
    await people.moves(1);
    await people.moves(0);
    disk.fail("full");
    await people.meet("full", "the disk is full");
    const [lost = ""] = people.refused;
    disk.heal();
    await people.recovers();
    await people.says(lost);
    people.close();
    await lectern.kill("SIGKILL");
    const again = await workspace.start(deck, "--data", disk.folder);
    expect(await found(again)).toEqual({ chat: people.kept, h: 1 });
    await again.kill("SIGTERM");
  } finally {
    disk.remove();
  }
});

it("[L12] [B6] read-only, unconfirmed, full: each is told by its name and recovered from; what was refused stays refused through a crash", async (context) => {
  await using workspace = new Workspace();
  const disk = orSkip(context, failingDisk(workspace.path("failing")));
  const deck = workspace.write("talk.md", talk);
  const lectern = await workspace.startWith(disk, deck, "--data", disk.folder);
  const people = await Talkers.in(lectern);
  await people.moves(1);
  await people.moves(0);
  for (const [fault, words] of [
    ["readonly", "the disk is read-only"],
    ["unconfirmed", "the disk does not confirm writes"],
    ["full", "the disk is full"],
  ] as const) {
    disk.fail(fault);
    await people.meet(fault, words);
    disk.heal();
    await people.recovers();
  }
  // The moment of doubt: the commit is in the file, and the disk has not said that it is.
  disk.fail("unconfirmed");
  await people.meet("unconfirmed", "the disk does not confirm writes");
  people.close();
  await lectern.kill("SIGKILL");
  disk.heal();
  const again = await workspace.start(deck, "--data", disk.folder);
  expect(await found(again)).toEqual({ chat: people.kept, h: 1 });
  await again.kill("SIGTERM");
});

it("[L12] a commit that the disk did not confirm is refused, and stays so though the process dies at once", async (context) => {
  await using workspace = new Workspace();
  const disk = orSkip(context, failingDisk(workspace.path("failing")));
  mkdirSync(disk.folder);
  const file = join(disk.folder, "log.sqlite");
  const script = join(import.meta.dirname, "die-in-doubt.ts");
  const env = { ...process.env, ...disk.env };
  const { stdout, signal } = spawnSync(process.execPath, [script, file], { env, encoding: "utf8" });
  expect([stdout, signal]).toEqual([expect.stringContaining("the disk does not confirm writes"), "SIGKILL"]);
  const log = openSqliteLog(file, () => expect.fail("there is no log"));
  expect(await log.head()).toBe(1);
  await log.close();
});

it("[L12] [P2] [F7] what the server itself had to say is said when the disk is back", async (context) => {
  await using workspace = new Workspace();
  const disk = orSkip(context, failingDisk(workspace.path("failing")));
  const timed = talk.replace("id=way", "id=way time=1 open=hand");
  const deck = workspace.write("talk.md", `---\ntitle: Before\n---\n${timed}`);
  const lectern = await workspace.startWith(disk, deck, "--data", disk.folder);
  const people = await Talkers.in(lectern);
  const options = ["This", "That"];
  const poll = { id: "way", question: "Which way?", time: 1, reveal: "live", kind: "choice", options, maxChoices: 1 };
  await people.speaker.ask({ event: "openpoll", id: 1, poll: { ...poll, right: [], points: 0 } });
  const { closesAt } = await people.ada.next("poll");
  disk.fail("full");
  await people.says("refused");
  workspace.write("talk.md", `---\ntitle: After\n---\n${timed}`);
  await expect.poll(() => Date.now(), { timeout: 5000 }).toBeGreaterThan(Number(closesAt) + 200);
  disk.heal();
  expect(await people.ada.next("poll")).toMatchObject({ phase: "closed" });
  await expect
    .poll(() => people.ada.received)
    .toContainEqual(expect.objectContaining({ event: "deck", title: "After" }));
  people.close();
  await lectern.kill("SIGTERM");
});

it("[L12] [B5] told to stop while the disk is full it says goodbye and stops; a changed deck cannot begin before there is room", async (context) => {
  await using workspace = new Workspace();
  const disk = orSkip(context, failingDisk(workspace.path("failing")));
  const deck = workspace.write("talk.md", talk);
  const lectern = await workspace.startWith(disk, deck, "--data", disk.folder);
  const people = await Talkers.in(lectern);
  await people.says("before");
  disk.fail("full");
  await people.says("refused");
  expect(people.refused).toEqual(["refused"]);
  const goodbye = people.ada.closed;
  expect(await lectern.kill("SIGTERM")).toBe(0);
  expect((await goodbye).code).toBe(1001);
  workspace.write("talk.md", `---\ntitle: Changed\n---\n${talk}`);
  const start = [deck, "--no-open", "--json", "--host", "127.0.0.1", "--port", "0", "--data", disk.folder];
  const { code, stdout, stderr } = await runToEnd(start, disk.env);
  expect([code, stdout]).toEqual([74, ""]);
  expect(stderr).toMatch(/^lectern: [^\n]*the disk is full[^\n]*\n$/);
  disk.heal();
  const again = await workspace.start(deck, "--data", disk.folder);
  expect(await found(again)).toEqual({ chat: people.kept, h: 0 });
  await again.kill("SIGTERM");
});
