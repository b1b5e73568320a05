import { describe, expect, it, vi } from "vitest";
import { LecternError } from "../errors.ts";
import { entryAt, testIdentity } from "../log/contract.ts";
import { createMemoryLog } from "../log/memory.ts";
import type { TalkLog } from "../log/talk-log.ts";
import type { Author, Entry } from "../talk/commands.ts";
import type { TalkEvent } from "../talk/events.ts";
import { TalkHost } from "./talk-host.ts";

const ada: Author = { participant: "ada", client: "tab", role: "audience", name: "Ada" };
const speaker: Author = { ...ada, role: "speaker" };
const full = new LecternError("log-unwritable", { cause: "the disk is full", fault: "full" });
const chat = (text: string) => ({ type: "chat", text }) as const;

type Options = { now?: () => number; resumeEvents?: number; onFault?: (error: unknown) => void };

async function hostOn(log: TalkLog, options: Options = {}) {
  const faults: unknown[] = [];
  const host = await TalkHost.open({
    log,
    now: options.now ?? (() => 5000),
    resumeEvents: options.resumeEvents ?? 100,
    logCheckMs: 5,
    onFault: options.onFault ?? ((error) => faults.push(error)),
  });
  const events: TalkEvent[] = [];
  host.onChange((batch) => events.push(...batch));
  return { host, events, faults };
}

/** A memory log that counts its transactions and checks, and fails while `failing` says so. */
function watchedLog(): TalkLog & { batches: (readonly Entry[])[]; checks: number; failing: unknown } {
  const log = createMemoryLog(testIdentity);
  const watched = {
    ...log,
    batches: [] as (readonly Entry[])[],
    checks: 0,
    failing: undefined as unknown,
    async check() {
      watched.checks += 1;
      if (watched.failing !== undefined) throw watched.failing;
    },
    async append(entries: readonly Entry[]) {
      if (watched.failing !== undefined) throw watched.failing;
      await log.append(entries);
      watched.batches.push(entries);
    },
  };
  return watched;
}

describe("durability", () => {
  it("[L3] everything of one turn is one transaction, answered and told after it", async () => {
    const log = watchedLog();
    const { host, events } = await hostOn(log);
    const answers = Promise.all([1, 2, 3].map((id) => host.submit(ada, id, chat(`${id}`))));
    expect(events).toEqual([]);
    expect(await answers).toEqual([1, 2, 3].map((seq) => ({ kind: "ack", seq })));
    expect(log.batches.map((batch) => batch.length)).toEqual([3]);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("[L3] when the log cannot be written nothing is told, every command is answered, and the next one may succeed", async () => {
    const log = watchedLog();
    const { host, events, faults } = await hostOn(log);
    log.failing = new LecternError("log-unwritable", { cause: "disk full" });
    const failed = await Promise.all([host.submit(ada, 1, chat("a")), host.submit(ada, 1, chat("a"))]);
    expect(failed).toEqual(Array(2).fill(expect.objectContaining({ kind: "refused", code: "log-unwritable" })));
    expect(events).toEqual([]);
    expect(host.state.seq).toBe(0);
    log.failing = undefined;
    expect(host.isWritable).toBe(false);
    expect(await host.submit(ada, 1, chat("a"))).toEqual({ kind: "ack", seq: 1 });
    expect(host.isWritable).toBe(true);
    expect(faults).toHaveLength(1);
  });

  it("[L12] nobody is typing when the disk is back: the log is tried, and it is told once each time that it changes", async () => {
    const log = watchedLog();
    const { host, faults } = await hostOn(log);
    const told: unknown[] = [];
    const next = () => new Promise<void>((resolve) => host.onTrouble(() => resolve()));
    host.onTrouble((trouble) => told.push(trouble?.fault ?? null));
    log.failing = full;
    await Promise.all([host.submit(ada, 1, chat("a")), host.submit(ada, 2, chat("b"))]);
    await host.submit(ada, 3, chat("c"));
    await vi.waitUntil(() => log.checks > 2);
    expect([told, host.isWritable, faults.length]).toEqual([["full"], false, 1]);
    const changed = next();
    log.failing = new LecternError("log-unwritable", { cause: "the disk is read-only", fault: "readonly" });
    await changed;
    const back = next();
    log.failing = undefined;
    await back;
    expect([told, host.trouble]).toEqual([["full", "readonly", null], null]);
    const { checks } = log;
    expect(await host.submit(ada, 1, chat("a"))).toEqual({ kind: "ack", seq: 1 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.checks).toBe(checks);
  });

  it("[L12] a closed host tries no log any more", async () => {
    const log = watchedLog();
    const { host } = await hostOn(log);
    log.failing = full;
    await host.submit(ada, 1, chat("a"));
    await host.close();
    const { checks } = log;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(log.checks).toBe(checks);
  });

  it("[L12] what the server insists on is kept until it is saved, and is asked for as it is then", async () => {
    const log = watchedLog();
    const { host } = await hostOn(log);
    log.failing = full;
    let wish = "as it was";
    const asked: boolean[] = [];
    const kept = host.insist(ada, (isAgain) => {
      asked.push(isAgain);
      return chat(wish);
    });
    const dropped = host.insist(ada, (isAgain) => (isAgain ? undefined : chat("no longer wanted")));
    const refused = host.insist(ada, () => ({ type: "pause", paused: true }));
    expect(await refused).toMatchObject({ kind: "refused", code: "not-allowed" });
    wish = "as it is";
    log.failing = undefined;
    expect([await kept, await dropped]).toEqual([{ kind: "ack", seq: 1 }, undefined]);
    expect([asked, log.batches.flat().map(({ command }) => command)]).toEqual([[false, true], [chat("as it is")]]);
  });

  it("[B6] a mistake of ours in the middle of a batch leaves nobody without an answer, nor the next without a turn", async () => {
    const times = [NaN, 5000];
    const now = (): number => {
      const time = times.shift() ?? 5000;
      if (Number.isNaN(time)) throw new Error("a mistake of ours");
      return time;
    };
    const cannotTell = (): void => {
      throw new Error("the operator's terminal is gone");
    };
    const { host } = await hostOn(createMemoryLog(testIdentity), { now, onFault: cannotTell });
    const answers = await Promise.all([host.submit(ada, 1, chat("a")), host.submit(ada, 2, chat("b"))]);
    expect(answers).toMatchObject(Array(2).fill({ kind: "refused", code: "internal" }));
    expect(await host.submit(ada, 1, chat("a"))).toEqual({ kind: "ack", seq: 1 });
  });

  it("[L4] a repeated command is acknowledged even while the log cannot be written", async () => {
    const log = watchedLog();
    const { host } = await hostOn(log);
    await host.submit(ada, 1, chat("a"));
    log.failing = new Error("gone");
    const answers = await Promise.all([host.submit(ada, 2, chat("b")), host.submit(ada, 1, chat("a"))]);
    expect(answers).toMatchObject([
      { kind: "refused", code: "internal" },
      { kind: "ack", seq: 1 },
    ]);
  });

  it("[L3] who fails over an event harms nobody: it is durable, answered and told to all others", async () => {
    const { host, events, faults } = await hostOn(createMemoryLog(testIdentity));
    const failure = new Error("a mistake of ours");
    host.onChange(() => {
      throw failure;
    });
    const late: number[] = [];
    host.onChange((batch) => late.push(...batch.map(({ seq }) => seq)));
    expect(await host.submit(ada, 1, chat("a"))).toEqual({ kind: "ack", seq: 1 });
    expect(await host.submit(ada, 2, chat("b"))).toEqual({ kind: "ack", seq: 2 });
    expect([events.map(({ seq }) => seq), late, faults]).toEqual([
      [1, 2],
      [1, 2],
      [failure, failure],
    ]);
  });

  it("[W8] a refused command takes no place in the log and harms none of its neighbours", async () => {
    const log = watchedLog();
    const { host } = await hostOn(log);
    const answers = await Promise.all([
      host.submit(ada, 1, chat("a")),
      host.submit(ada, 2, { type: "pause", paused: true }),
      host.submit(ada, 3, chat("c")),
    ]);
    expect(answers).toMatchObject([{ seq: 1 }, { kind: "refused", code: "not-allowed" }, { seq: 2 }]);
    expect(await log.head()).toBe(2);
  });
});

describe("the log is the truth", () => {
  it("[L1] [L4] a host opened on a log is where the last one was", async () => {
    const log = createMemoryLog(testIdentity);
    const first = await hostOn(log);
    await first.host.submit(speaker, 1, { type: "move", to: { h: 2, v: 0, f: 1 } });
    await first.host.submit(ada, 7, chat("kept"));
    const second = await hostOn(log);
    expect(JSON.stringify(second.host.state)).toBe(JSON.stringify(first.host.state));
    expect(await second.host.submit(ada, 7, chat("kept"))).toEqual({ kind: "ack", seq: 2 });
    expect(second.host.eventsSince(0)).toEqual(first.events);
  });

  it("[L8] a clock that jumps back does not take the talk's time back", async () => {
    const times = [9000, 100, 9500];
    const log = createMemoryLog(testIdentity);
    const { host, events } = await hostOn(log, { now: () => times.shift() ?? 0 });
    for (const text of ["a", "b", "c"]) await host.submit(ada, null, chat(text));
    expect(events.map(({ at }) => at)).toEqual([9000, 9000, 9500]);
  });
});

describe("resuming", () => {
  it("[W3] [B4] remembers a bounded number of events, and says so when asked for more", async () => {
    const log = createMemoryLog(testIdentity);
    await log.append(Array.from({ length: 25 }, (_, index) => entryAt(index + 1)));
    const { host } = await hostOn(log, { resumeEvents: 10 });
    expect(host.eventsSince(25)).toEqual([]);
    expect(host.eventsSince(20)?.map(({ seq }) => seq)).toEqual([21, 22, 23, 24, 25]);
    expect(host.eventsSince(0)).toBeUndefined();
    expect(host.eventsSince(26)).toBeUndefined();
  });

  it("[B5] drain waits for what was submitted", async () => {
    const log = watchedLog();
    const { host } = await hostOn(log);
    const answer = host.submit(ada, 1, chat("last words"));
    await host.drain();
    expect(await log.head()).toBe(1);
    expect(await answer).toEqual({ kind: "ack", seq: 1 });
  });
});
