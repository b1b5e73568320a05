import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Throttle } from "./throttle.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("[O3] a flood is one line, and then a count at a bounded rate", () => {
  const said: number[] = [];
  const throttle = new Throttle(1000, (times) => said.push(times));
  for (let n = 0; n < 500; n++) throttle.happened();
  expect(said).toEqual([1]);
  vi.advanceTimersByTime(1000);
  expect(said).toEqual([1, 499]);
  throttle.happened();
  expect(said).toEqual([1, 499]);
  vi.advanceTimersByTime(1000);
  expect(said).toEqual([1, 499, 1]);
  // Quiet for as long as a line keeps others back: the next one is news.
  vi.advanceTimersByTime(1000);
  throttle.happened();
  expect(said).toEqual([1, 499, 1, 1]);
  throttle.happened();
  throttle.close();
  expect(said).toEqual([1, 499, 1, 1, 1]);
});
