import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Beat } from "./beat.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());
afterEach(() => vi.restoreAllMocks());

/** Time passes, and whatever waits for the end of a turn is done. */
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function beat() {
  const done: string[] = [];
  return { beat: new Beat(50), done, note: (name: string) => () => void done.push(name) };
}

it("[B1] what is due at the same tick is done together, events before the counts of what came of them", async () => {
  const { beat: room, done, note } = beat();
  room.after(50, note("counts"));
  await pass(20);
  room.next(note("events"));
  await pass(29);
  expect(done).toEqual([]);
  await pass(1);
  expect(done).toEqual(["events", "counts"]);
});

it("[B3] what is told at a bounded rate is never told sooner, and at most a tick later", async () => {
  const { beat: room, done, note } = beat();
  room.after(200, note("first"));
  await pass(30);
  room.after(200, note("second"));
  await pass(169);
  expect(done).toEqual([]);
  await pass(1);
  expect(done).toEqual(["first"]);
  await pass(29);
  expect(done).toEqual(["first"]);
  await pass(21);
  expect(done).toEqual(["first", "second"]);
});

it("[B1] stops when nothing is due, and does nothing after it is closed", async () => {
  const { beat: room, done, note } = beat();
  room.next(note("one"));
  await pass(50);
  expect(vi.getTimerCount()).toBe(0);
  room.next(note("two"));
  room.close();
  await pass(500);
  expect(done).toEqual(["one"]);
});

it("[B1] where telling the room takes long, ticks are taken together, so that a fifth of the time goes into it", async () => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const { beat: room, done, note } = beat();
  const telling = (name: string, ms: number) => () => {
    done.push(name);
    now += ms;
  };
  room.next(telling("one", 30));
  await pass(50);
  room.next(note("two"));
  expect(room.ticks).toBe(3);
  await pass(149);
  expect(done).toEqual(["one"]);
  await pass(1);
  expect(done).toEqual(["one", "two"]);
  // Nothing took long this time.
  room.next(telling("three", 10_000));
  expect(room.ticks).toBe(1);
  await pass(50);
  room.after(100, note("counts"));
  room.next(note("four"));
  await pass(249);
  expect(done.at(-1)).toBe("three");
  await pass(1);
  // Counts are not told more slowly for that than a beat later.
  expect(done.slice(-2)).toEqual(["four", "counts"]);
  // Whoever speaks after a silence waits for no more than a tick.
  room.next(telling("five", 40));
  await pass(50);
  now += 200;
  room.next(note("six"));
  await pass(50);
  expect(done.at(-1)).toBe("six");
});
