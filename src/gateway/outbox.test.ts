import { describe, expect, it } from "vitest";
import { Batch } from "./batch.ts";
import { defaultLimits } from "./limits.ts";
import type { Link } from "./link.ts";
import { Outbox } from "./outbox.ts";

/** A link that keeps what it is given, as long as nobody reads. */
function outbox(heard = 0) {
  const said: string[] = [];
  const link = {
    queuedBytes: 0,
    transport: "websocket",
    handshake: { request: [], response: [] },
    send: ({ texts }: Batch) => void said.push(...texts),
    close: () => {},
  } satisfies Link;
  const lags: string[] = [];
  const owner = { lags: () => void lags.push("lags"), isFull: () => {}, drops: () => {} };
  return { box: new Outbox(link, defaultLimits, heard, owner), link, said, lags };
}

describe("what is said to one client", () => {
  it("[B2] [W4] whoever misses events hears no later ones before those, also when they have read on meanwhile", () => {
    const { box, link, said, lags } = outbox();
    box.listensAs("audience");
    box.hear(new Batch(["one"]), 1);
    link.queuedBytes = defaultLimits.queueBytes + 1;
    box.hear(new Batch(["two"]), 2);
    link.queuedBytes = 0;
    box.hear(new Batch(["three"]), 3);
    box.hear(undefined, 4);
    expect([said, lags, box.heard, box.lag]).toEqual([["one"], ["lags"], 1, { missing: "events" }]);
    expect(box.check()).toBe("drained");
    box.catchUp(new Batch(["two", "three"]), 4);
    box.hear(new Batch(["five"]), 5);
    expect([said, box.heard, box.lag]).toEqual([["one", "two", "three", "five"], 5, undefined]);
  });

  it("[W7] [W13] what happens before it is known who listens waits, and is for plain clients", () => {
    const [plain, member] = [outbox(), outbox()];
    for (const { box } of [plain, member]) {
      box.hear(new Batch(["early"]), 1);
      expect(box.hasHeardEvents).toBe(false);
    }
    plain.box.listensAs("plain");
    member.box.listensAs("audience");
    expect([plain.said, member.said]).toEqual([["early"], []]);
    // Whoever has heard something cannot be given all that happened since some time: they would hear it twice.
    expect([plain.box.hasHeardEvents, member.box.hasHeardEvents]).toEqual([true, false]);
    member.box.hear(undefined, 2);
    expect(member.box.hasHeardEvents).toBe(false);
  });
});
