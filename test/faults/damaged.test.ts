/** The log's file is damaged, between two starts and under a running server. */
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runToEnd, Workspace } from "../support/lectern.ts";
import { found, readiness, Talkers, talk } from "./talk-on-disk.ts";

const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());
const deck = workspace.write("talk.md", talk);
const data = (name: string): string => workspace.path(name);
const logIn = (folder: string): string => {
  const name = readdirSync(folder).find((one) => /^talk-\w+\.sqlite$/.test(one));
  return join(folder, name ?? "no log");
};

/** A talk that was given and stopped: the folder with its log. */
async function given(name: string): Promise<string> {
  const folder = data(name);
  const lectern = await workspace.start(deck, "--data", folder);
  const people = await Talkers.in(lectern);
  for (const n of [1, 2, 3, 4, 5]) await people.says(`message ${n}`);
  people.close();
  await lectern.kill("SIGTERM");
  return folder;
}

/** Starting says in one line which file and what to do; `--fresh` does it, and keeps the file as it is. */
async function isRefusedAndPutAside(folder: string, why: string): Promise<void> {
  const file = logIn(folder);
  const before = readFileSync(file);
  const start = [deck, "--no-open", "--json", "--host", "127.0.0.1", "--port", "0", "--data", folder];
  const { code, stdout, stderr } = await runToEnd(start);
  expect([code, stdout]).toEqual([65, ""]);
  expect(stderr).toMatch(/^lectern: [^\n]+--fresh[^\n]+\n$/);
  expect(stderr).toContain(`${file} is not a readable Lectern log (${why}`);
  expect(readFileSync(file)).toEqual(before);
  const fresh = await workspace.start(deck, "--data", folder, "--fresh");
  const aside = readdirSync(folder).filter((one) => /\.until-.*\.sqlite$/.test(one));
  expect(aside.map((one) => readFileSync(join(folder, one)))).toContainEqual(before);
  expect(await found(fresh)).toEqual({ chat: [], h: 0 });
  await fresh.kill("SIGTERM");
}

it("[L11] [L7] a flipped bit, or a file that is no log any more, stops the start with the file and what to do", async () => {
  const folder = await given("between");
  const file = logIn(folder);
  const bytes = readFileSync(file);
  bytes.write("massage 3", bytes.indexOf("message 3"));
  writeFileSync(file, bytes);
  await isRefusedAndPutAside(folder, "entry 4 is not as it was written");
  // Two logs that are put aside in one second would have one name.
  await expect.poll(() => Date.now(), { timeout: 3000 }).toBeGreaterThan(statSync(file).mtimeMs + 1000);
  writeFileSync(file, "A shopping list. ".repeat(600));
  await isRefusedAndPutAside(folder, "it is not an SQLite file");
});

it("[L11] [L12] pages overwritten under a running server: it goes on or refuses, and nothing wrong is read afterwards", async () => {
  const folder = await given("running");
  const lectern = await workspace.start(deck, "--data", folder);
  const people = await Talkers.in(lectern);
  await people.says("before the damage");
  const file = logIn(folder);
  const page = 4096;
  // All but the header: the newest entries stand in the last pages.
  const handle = openSync(file, "r+");
  writeSync(handle, Buffer.alloc(statSync(file).size - page, 0xff), 0, undefined, page);
  closeSync(handle);
  for (const n of [1, 2, 3]) {
    const answer = await people.says(`after the damage ${n}`);
    expect(["ack", "log-unwritable"]).toContain(answer.event === "ack" ? "ack" : answer.code);
  }
  expect(await readiness(lectern)).toEqual(
    people.refused.length === 0 ? [200, { status: "ready" }] : [503, { status: "log-unwritable" }],
  );
  const everything = [1, 2, 3, 4, 5].map((n) => `message ${n}`).concat(people.kept);
  expect((await found(lectern)).chat).toEqual(everything);
  people.close();
  await lectern.kill("SIGKILL");
  const start = [deck, "--no-open", "--json", "--host", "127.0.0.1", "--port", "0", "--data", folder];
  const { code, stderr } = await runToEnd(start);
  expect(code).toBe(65);
  expect(stderr).toMatch(/^lectern: [^\n]+ is not a readable Lectern log [^\n]+--fresh[^\n]+\n$/);
});
