import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TalkEvent } from "../talk/events.ts";
import type { Batch } from "./batch.ts";
import { Beat } from "./beat.ts";
import { type Audience, FanOut } from "./fan-out.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

const tickMs = 50;
const chat = (seq: number): TalkEvent => ({
  event: "chat",
  id: seq,
  seq,
  at: 1000,
  from: { id: "ada", name: "Ada" },
  chat: `line ${seq}`,
});
const slide = (seq: number): TalkEvent => ({
  event: "slide",
  seq,
  at: 1000,
  to: { h: seq, v: 0, f: -1 },
  paused: false,
});
const timer = (seq: number): TalkEvent => ({
  event: "timer",
  seq,
  at: 1000,
  timer: { phase: "idle" },
  plannedMinutes: null,
});

function listener(audience: Audience, heard = 0) {
  const batches: (Batch | undefined)[] = [];
  const one = {
    audience,
    heard,
    batches,
    get seqs(): number[][] {
      return batches.map((batch) => (batch?.texts ?? []).map((text) => (JSON.parse(text) as { seq: number }).seq));
    },
    hear(batch: Batch | undefined, seq: number) {
      batches.push(batch);
      one.heard = seq;
    },
  };
  return one;
}

describe("the fan-out", () => {
  it("[B1] collects what happens in one tick, and gives all of one role the same", () => {
    const [one, two, plain] = [listener("audience"), listener("audience"), listener("plain")];
    const fanOut = new FanOut([one, two, plain], new Beat(tickMs));
    fanOut.tell([chat(1)]);
    fanOut.tell([chat(2), chat(3)]);
    expect(one.batches).toEqual([]);
    vi.advanceTimersByTime(tickMs);
    expect(one.seqs).toEqual([[1, 2, 3]]);
    expect(two.batches[0]).toBe(one.batches[0]);
    expect(plain.seqs).toEqual([[1, 2, 3]]);
    vi.advanceTimersByTime(tickMs * 10);
    expect(one.batches).toHaveLength(1);
  });

  it("[B1] a move does not wait, and what was before it comes before it", () => {
    const one = listener("audience");
    const fanOut = new FanOut([one], new Beat(tickMs));
    fanOut.tell([chat(1)]);
    fanOut.tell([slide(2)]);
    expect(one.seqs).toEqual([[1, 2]]);
    expect(one.batches[0]?.isUrgent).toBe(true);
    fanOut.tell([chat(3)]);
    vi.advanceTimersByTime(tickMs * 10);
    expect(one.seqs).toEqual([[1, 2], [3]]);
    expect(one.batches[1]?.isUrgent).toBe(false);
  });

  it("[A2] [W7] gives each only what it may hear", () => {
    const [speaker, audience, plain] = [listener("speaker"), listener("audience"), listener("plain")];
    new FanOut([speaker, audience, plain], new Beat(tickMs)).tell([timer(1), chat(2), slide(3)]);
    expect([speaker.seqs, audience.seqs, plain.seqs]).toEqual([[[1, 2, 3]], [[2, 3]], [[2]]]);
    expect([speaker.heard, audience.heard, plain.heard]).toEqual([3, 3, 3]);
  });

  it("[W3] whoever comes in during a tick hears only what is new to them; who is told now does not hear it again", () => {
    const [old, fresh, asking] = [listener("audience"), listener("audience", 2), listener("audience")];
    const fanOut = new FanOut([old, fresh, asking], new Beat(tickMs));
    fanOut.tell([chat(1), chat(2), chat(3)]);
    fanOut.tellNow(asking);
    fanOut.tell([chat(4)]);
    vi.advanceTimersByTime(tickMs);
    expect([old.seqs, fresh.seqs, asking.seqs]).toEqual([[[1, 2, 3, 4]], [[3, 4]], [[1, 2, 3], [4]]]);
  });
});
