import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LecternError } from "../errors.ts";
import type { Deck } from "./deck.ts";
import { readMarkdownDeck } from "./markdown.ts";
import { type DeckListener, Reloader } from "./reload.ts";

const read = (source: string) => readMarkdownDeck(source, { file: "talk.md" });
const empty = new LecternError("deck-empty", { file: "talk.md" });
const broken = new Error("broken");
const timing = { settle: 80, retry: 150 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A reloader whose reads are answered from `answers`, the last one for ever. */
async function setUp(...answers: (Deck | Error)[]) {
  const first = await read("# 1");
  const seen: string[] = [];
  const reads = vi.fn(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  });
  const reloader = new Reloader(first, reads, timing);
  const listener: DeckListener = {
    changed: (deck) => void seen.push(deck.title),
    failed: (error) => void seen.push(error.code),
  };
  reloader.add(listener);
  return { reloader, listener, seen, reads };
}

test("[F7] many signs of one save are one reading", async () => {
  const { reloader, seen, reads } = await setUp(await read("# 2"));
  for (let count = 0; count < 5; count++) {
    reloader.touch();
    await vi.advanceTimersByTimeAsync(50);
  }
  await vi.advanceTimersByTimeAsync(80);
  expect(reads).toHaveBeenCalledTimes(1);
  expect(seen).toEqual(["2"]);
  expect(reloader.deck.title).toBe("2");
});

test("[F7] the same deck again is no news", async () => {
  const { reloader, seen } = await setUp(await read("# 1"));
  reloader.touch();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual([]);
});

test("[K2] a half-saved file is not told when it is whole a moment later", async () => {
  const { reloader, seen } = await setUp(empty, await read("# 2"));
  reloader.touch();
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual(["2"]);
});

test("[K2] a failure keeps the last good deck, is told once, and its end is told", async () => {
  const { reloader, seen } = await setUp(empty, empty, empty, empty, broken, broken, await read("# 1"));
  for (let count = 0; count < 4; count++) {
    reloader.touch();
    await vi.advanceTimersByTimeAsync(1000);
    expect(reloader.deck.title).toBe("1");
  }
  expect(seen).toEqual(["deck-empty", "deck-unreadable", "1"]);
});

test("[F7] nobody is told after leaving", async () => {
  const { reloader, listener, seen, reads } = await setUp(await read("# 2"));
  reloader.touch();
  reloader.remove(listener);
  await vi.advanceTimersByTimeAsync(1000);
  expect([seen, reads.mock.calls.length]).toEqual([[], 0]);
});
