import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LecternError } from "../../errors.ts";
import { testIdentity } from "../../log/contract.ts";
import { createMemoryLog } from "../../log/memory.ts";
import type { TalkLog } from "../../log/talk-log.ts";
import { createLogLines, type Logger } from "./log-lines.ts";
import { watchedRoom } from "./served-room.test-helper.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

function watched() {
  const written: Record<string, unknown>[] = [];
  const at = (level: string) => (fields: object) => written.push({ level, ...fields });
  const logger: Logger = {
    fatal: at("fatal"),
    error: at("error"),
    warn: at("warn"),
    info: at("info"),
    debug: at("debug"),
  };
  return { written, ...createLogLines(logger, { version: "1.2.3", pid: 1 }) };
}

describe("log lines", () => {
  it("[O3] [B6] a mistake of ours has a line with its stack and the reference its user was told, and no more", async () => {
    const { written, observe } = watched();
    const broken = {
      ...createMemoryLog(testIdentity),
      append: () => Promise.reject(Object.assign(new TypeError("no such thing"), { entries: ["a secret"] })),
    };
    const { host, connect } = await watchedRoom(broken, observe);
    const ada = connect("websocket", { event: "hello", v: 1, name: "Ada" });
    ada.say({ event: "sendmessage", id: 1, chat: "the words" });
    await host.drain();
    const message = ada.link.said.find(({ event }) => event === "error")?.message;
    const [, reference] = /\(reference (\w+)\)/.exec(String(message)) ?? [];
    const line = written.find(({ event }) => event === "fault");
    expect(line).toMatchObject({ level: "error", reference, message: "no such thing" });
    expect(line?.stack).toMatch(/TypeError: no such thing\n +at /);
    expect(String(message)).not.toContain("no such thing");
    expect(JSON.stringify(written)).not.toMatch(/a secret|the words|Ada|"entries"/);
  });

  it("[O3] a log that stops taking entries has one line, and one when it takes them again", async () => {
    const { written, observe } = watched();
    let isFull = true;
    const memory = createMemoryLog(testIdentity);
    const append: TalkLog["append"] = async (entries) => {
      if (isFull) throw new LecternError("log-unwritable", { cause: "disk full" });
      return memory.append(entries);
    };
    const { host, connect } = await watchedRoom({ ...memory, append }, observe);
    const ada = connect("websocket", { event: "hello", v: 1 });
    const speak = async (id: number): Promise<void> => {
      ada.say({ event: "sendmessage", id, chat: "hi" });
      await host.drain();
    };
    for (const id of [1, 2, 3]) await speak(id);
    isFull = false;
    for (const id of [4, 5]) await speak(id);
    await host.close();
    const lines = written.filter(({ event }) => String(event).startsWith("log-"));
    expect(lines.map(({ level, event }) => [level, event])).toEqual([
      ["error", "log-unwritable"],
      ["info", "log-writable-again"],
    ]);
    expect(lines[0]).toMatchObject({ code: "log-unwritable", message: expect.stringContaining("disk full") });
  });

  it("[O3] who is turned away is counted, each reason by itself", () => {
    const { written, observe, close } = watched();
    for (let n = 0; n < 100; n++) observe({ kind: "responded", status: 503, code: "server-full" });
    for (let n = 0; n < 3; n++) observe({ kind: "refused", code: "flood" });
    observe({ kind: "refused", code: "too-slow" });
    observe({ kind: "refused", code: "bad-message" });
    close();
    const turnedAway = { level: "warn", event: "turned-away" };
    expect(written).toEqual([
      { ...turnedAway, code: "server-full", times: 1 },
      { ...turnedAway, code: "flood", times: 1 },
      { ...turnedAway, code: "too-slow", times: 1 },
      { ...turnedAway, code: "server-full", times: 99 },
      { ...turnedAway, code: "flood", times: 2 },
    ]);
  });

  it("[O3] [A1] the address of a deck may hold a secret and is in no line", () => {
    const { written, observe } = watched();
    const address = "https://example.org/?token=hunter2";
    const error = new LecternError("deck-url-status", { address, status: 404 }, { cause: new Error(address) });
    observe({ kind: "deck-failed", error });
    observe({ kind: "start-failed", error });
    expect(written).toEqual([
      { level: "warn", event: "deck-failed", code: "deck-url-status" },
      { level: "fatal", event: "start-failed", code: "deck-url-status" },
    ]);
  });
});
