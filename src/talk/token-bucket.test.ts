import { expect, it } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

const taken = (bucket: TokenBucket, now: number, tries: number): number =>
  Array.from({ length: tries }, () => bucket.take(now)).filter(Boolean).length;

it("[B4] lets the burst through, then the rate, and never saves up more than the burst", () => {
  const bucket = new TokenBucket(10, 5, 0);
  expect(taken(bucket, 0, 9)).toBe(5);
  expect(taken(bucket, 250, 9)).toBe(2);
  expect(taken(bucket, 60_000, 9)).toBe(5);
});

it("[L8] a clock that jumps back neither gives nor takes", () => {
  const bucket = new TokenBucket(10, 5, 1000);
  expect(taken(bucket, 0, 9)).toBe(5);
  expect(taken(bucket, 100, 9)).toBe(1);
});
