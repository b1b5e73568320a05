import { expect, it } from "vitest";
import { Batch } from "../batch.ts";
import { defaultLimits } from "../limits.ts";
import { type Way, WorkerLink } from "./worker-link.ts";

function open() {
  const calls: string[] = [];
  const way = {
    gathering: 1,
    done: 0,
    isLate: false,
    tell: (_link: WorkerLink, { texts }: Batch) => void calls.push(...texts),
    close: (_link: WorkerLink, code: number | undefined) => void calls.push(`close ${code}`),
  };
  return { calls, way, link: new WorkerLink(1, { request: [], response: [] }, way satisfies Way) };
}

/** 10 bytes on the wire. */
const batch = new Batch(["12345678"]);

it("[B2] what is on its way to a healthy worker does not wait, what a client has not read does", () => {
  const { way, link } = open();
  link.send(batch);
  expect(link.queuedBytes).toBe(0);
  link.waiting = 7;
  expect(link.queuedBytes).toBe(7);
  way.isLate = true;
  expect(link.queuedBytes).toBe(17);
});

it("[B2] more than four megabytes on their way count, but never so much that a client is let go for them", () => {
  const { way, link } = open();
  const long = new Batch(["x".repeat(3_000_000)]);
  link.send(long);
  expect(link.queuedBytes).toBe(0);
  link.send(long);
  expect(link.queuedBytes).toBeGreaterThan(defaultLimits.queueBytes);
  way.isLate = true;
  expect(link.queuedBytes).toBeLessThan(defaultLimits.answersBytes);
  way.done = 1;
  expect(link.queuedBytes).toBe(0);
});

it("[B2] what a late worker has not done waits, never too little and at most twice as much", () => {
  const { way, link } = open();
  way.isLate = true;
  for (let work = 1; work <= 100; work++) {
    way.gathering = work;
    link.send(batch);
    // Three works behind.
    way.done = Math.max(0, work - 3);
    const undone = 10 * Math.min(work, 3);
    expect(link.queuedBytes).toBeGreaterThanOrEqual(undone);
    expect(link.queuedBytes).toBeLessThanOrEqual(2 * undone);
  }
  way.done = 100;
  expect(link.queuedBytes).toBe(0);
});

it("[W8] nothing follows a close", () => {
  const { calls, link } = open();
  link.send(batch);
  link.close(1001, "");
  link.send(batch);
  link.close(1000, "");
  expect(calls).toEqual(["12345678", "close 1001"]);
});
