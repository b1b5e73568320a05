import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Beat } from "./beat.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

function beat() {
  const done: string[] = [];
  return { beat: new Beat(50), done, note: (name: string) => () => void done.push(name) };
}

it("[B1] what is due at the same tick is done together, events before the counts of what came of them", () => {
  const { beat: room, done, note } = beat();
  room.after(50, note("counts"));
  vi.advanceTimersByTime(20);
  room.next(note("events"));
  vi.advanceTimersByTime(29);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(done).toEqual(["events", "counts"]);
});

it("[B3] what is told at a bounded rate is never told sooner, and at most a tick later", () => {
  const { beat: room, done, note } = beat();
  room.after(200, note("first"));
  vi.advanceTimersByTime(30);
  room.after(200, note("second"));
  vi.advanceTimersByTime(169);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(done).toEqual(["first"]);
  vi.advanceTimersByTime(29);
  expect(done).toEqual(["first"]);
  vi.advanceTimersByTime(21);
  expect(done).toEqual(["first", "second"]);
});

it("[B1] stops when nothing is due, and does nothing after it is closed", () => {
  const { beat: room, done, note } = beat();
  room.next(note("one"));
  vi.advanceTimersByTime(50);
  expect(vi.getTimerCount()).toBe(0);
  room.next(note("two"));
  room.close();
  vi.advanceTimersByTime(500);
  expect(done).toEqual(["one"]);
});
