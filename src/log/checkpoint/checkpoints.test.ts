import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fold } from "../../talk/apply.ts";
import type { Entry } from "../../talk/commands.ts";
import { emptyState } from "../../talk/state.ts";
import { entryAt, testIdentity } from "../contract.ts";
import { createMemoryLog } from "../memory.ts";
import type { TalkLog } from "../talk-log.ts";
import { Checkpoints } from "./checkpoints.ts";
import { readCheckpoint } from "./file.ts";
import { foldIdentity } from "./fold-identity.ts";

const folder = mkdtempSync(join(tmpdir(), "lectern-checkpoint-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newFile = (): string => join(folder, `${++files}.checkpoint`);
const entries = (count: number, text?: string): Entry[] =>
  Array.from({ length: count }, (_, index) => entryAt(index + 1, text));

async function logWith(added: readonly Entry[], epoch = testIdentity.epoch): Promise<TalkLog> {
  const log = createMemoryLog({ ...testIdentity, epoch });
  await log.append(added);
  return log;
}

function checkpointsOn(log: TalkLog, file: string) {
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  return { checkpoints: new Checkpoints(log, { file, everyEntries: 10, resumeEvents: 5, onFault }), faults };
}

/** A file with the checkpoint of a log of so many entries. */
async function made(count: number): Promise<string> {
  const file = newFile();
  const { checkpoints, faults } = checkpointsOn(await logWith(entries(count)), file);
  checkpoints.reached(count);
  await checkpoints.settled();
  expect(faults).toEqual([]);
  return file;
}

const loaded = async (log: TalkLog, file: string) => checkpointsOn(log, file).checkpoints.load();

describe("the checkpoints of a log", () => {
  it("[L9] one is made when enough was added, and holds what the fold comes to and its newest events", async () => {
    const file = newFile();
    const log = await logWith(entries(600));
    const { checkpoints } = checkpointsOn(log, file);
    checkpoints.reached(9);
    await checkpoints.settled();
    expect(existsSync(file)).toBe(false);
    checkpoints.reached(600);
    await checkpoints.settled();
    const found = await loaded(log, file);
    expect(found?.state).toEqual(fold(entries(600)));
    expect(found?.recent.events.at(-1)).toMatchObject({ event: "chat", seq: 600 });
    expect(found?.recent.events.length).toBeGreaterThanOrEqual(5);
    expect(readdirSync(folder).filter((name) => name.endsWith(".new"))).toEqual([]);
    if (process.platform !== "win32") expect(statSync(file).mode & 0o077).toBe(0);
  });

  it("[L9] the next one begins with the last one, and reads the log from there", async () => {
    const file = await made(20);
    const log = await logWith(entries(35));
    const asked: number[] = [];
    const read = (after: number): AsyncIterable<Entry> => {
      asked.push(after);
      return log.read(after);
    };
    const { checkpoints } = checkpointsOn({ ...log, read }, file);
    expect((await checkpoints.load())?.state.seq).toBe(20);
    checkpoints.reached(29);
    checkpoints.reached(35);
    await checkpoints.settled();
    expect(asked).toEqual([19, 20]);
    expect((await loaded(log, file))?.state).toEqual(fold(entries(35)));
  });

  it("[L9] is not there for another log, an older one put back, or one that went another way", async () => {
    const file = await made(20);
    expect((await loaded(await logWith(entries(25)), file))?.state.seq).toBe(20);
    expect(await loaded(await logWith(entries(25), "another epoch"), file)).toBeUndefined();
    expect(await loaded(await logWith(entries(19)), file)).toBeUndefined();
    expect(await loaded(await logWith(entries(25, "said otherwise")), file)).toBeUndefined();
  });

  it("[L9] what may not be taken up is not built upon, but made anew", async () => {
    const file = await made(20);
    const log = await logWith(entries(30, "said otherwise"));
    const { checkpoints } = checkpointsOn(log, file);
    expect(await checkpoints.load()).toBeUndefined();
    checkpoints.reached(30);
    await checkpoints.settled();
    expect((await loaded(log, file))?.state).toEqual(fold(entries(30, "said otherwise")));
  });

  it("[L9] a file that is damaged, cut off or something else is as good as none", async () => {
    const file = await made(20);
    const log = await logWith(entries(20));
    const origin = { epoch: testIdentity.epoch, fold: foldIdentity() };
    const whole = readFileSync(file);
    const places = [...whole.keys()].filter((at) => at % 41 === 0 || at > whole.length - 20);
    const damaged = places.map((at) => {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes;
    });
    const shorter = [0, 1, 15, 16, 17, whole.length - 1].map((length) => whole.subarray(0, length));
    for (const bytes of [...damaged, ...shorter, Buffer.concat([whole, whole]).subarray(1)]) {
      writeFileSync(file, bytes);
      const found = readCheckpoint(file, origin);
      // A flipped bit in the digits of a number may be the same number written otherwise.
      if (found !== undefined) expect(found.state).toEqual(fold(entries(20)));
    }
    writeFileSync(file, whole);
    expect((await loaded(log, file))?.state.seq).toBe(20);
  });

  it("[L9] of other code it is as good as none", async () => {
    const file = await made(20);
    const origin = { epoch: testIdentity.epoch, fold: foldIdentity() };
    expect(readCheckpoint(file, origin)?.state.seq).toBe(20);
    expect(readCheckpoint(file, { ...origin, fold: "another fold" })).toBeUndefined();
  });

  it("[L9] where it cannot be written, the fault is told, and it is tried again with the next entries", async () => {
    const file = newFile();
    mkdirSync(`${file}.new`);
    const log = await logWith(entries(30));
    const { checkpoints, faults } = checkpointsOn(log, file);
    checkpoints.reached(12);
    await checkpoints.settled();
    expect(faults).toEqual([expect.objectContaining({ code: "EISDIR" })]);
    rmSync(`${file}.new`, { recursive: true });
    checkpoints.reached(21);
    await checkpoints.settled();
    expect(existsSync(file)).toBe(false);
    checkpoints.reached(22);
    await checkpoints.settled();
    expect((await loaded(log, file))?.state.seq).toBe(30);
    expect(faults).toHaveLength(1);
  });

  it("[L9] a log that cannot be read leaves no thread behind", async () => {
    const log = await logWith(entries(30));
    const failure = new Error("a bad sector");
    const read = (): AsyncIterable<Entry> => {
      throw failure;
    };
    const { checkpoints, faults } = checkpointsOn({ ...log, read }, newFile());
    checkpoints.reached(30);
    await checkpoints.settled();
    expect(faults).toEqual([failure]);
  });

  it("[L9] [B5] closing waits for no checkpoint, and none is begun any more", async () => {
    const file = newFile();
    const log = await logWith(entries(30));
    const asked = Promise.withResolvers<void>();
    const read = (): AsyncIterable<Entry> => ({
      [Symbol.asyncIterator]: () => ({
        next: () => {
          asked.resolve();
          return new Promise(() => {});
        },
      }),
    });
    const { checkpoints, faults } = checkpointsOn({ ...log, read }, file);
    checkpoints.reached(30);
    await asked.promise;
    await checkpoints.close();
    checkpoints.reached(60);
    expect([existsSync(file), faults]).toEqual([false, []]);
  });

  it("[L9] before anything was said there is none", async () => {
    const log = createMemoryLog(testIdentity);
    expect(await loaded(log, newFile())).toBeUndefined();
    expect(emptyState.seq).toBe(0);
  });
});
