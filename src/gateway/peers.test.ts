import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Batch } from "./batch.ts";
import { Beat } from "./beat.ts";
import { Peers } from "./peers.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

function audience() {
  const peers = new Peers(new Beat(50), 200, () => 1000);
  const join = (counted: string | undefined) => {
    const heard: { live: number; elsewhere: object[] }[] = [];
    const listener = {
      counted,
      message: ({ texts }: Batch) => void heard.push(...texts.map((text) => JSON.parse(text))),
    };
    peers.listen(listener, true);
    return { listener, heard, last: () => heard.at(-1) };
  };
  return { peers, join, tick: () => vi.advanceTimersByTime(200) };
}

describe("who looks at which slide", () => {
  it("[D9] followers are at the live slide; who browses is counted there, once a person", () => {
    const { peers, join, tick } = audience();
    const [ada, grace, again, speaker] = [join("ada"), join("grace"), join("grace"), join(undefined)];
    tick();
    expect(speaker.last()).toMatchObject({ live: 2, elsewhere: [] });
    peers.look(ada.listener, { h: 3, v: 1 });
    tick();
    for (const { last } of [ada, grace, speaker])
      expect(last()).toMatchObject({ live: 1, elsewhere: [{ h: 3, v: 1, people: 1 }] });
    peers.look(ada.listener, null);
    peers.listen(again.listener, false);
    tick();
    expect(speaker.last()).toMatchObject({ live: 2, elsewhere: [] });
    peers.listen(grace.listener, false);
    tick();
    expect(speaker.last()).toMatchObject({ live: 1 });
  });

  it("[D9] [B3] is told at most five times a second, to who asked, and only news", () => {
    const { peers, join, tick } = audience();
    const [ada, grace] = [join("ada"), join("grace")];
    for (let h = 0; h < 50; h++) peers.look(ada.listener, { h, v: 0 });
    tick();
    expect(grace.heard).toHaveLength(1);
    peers.look(ada.listener, { h: 1, v: 0 });
    peers.look(ada.listener, { h: 49, v: 0 });
    tick();
    expect(grace.heard).toHaveLength(1);
    const stranger = { counted: "nobody", message: () => expect.unreachable("did not ask") };
    peers.look(stranger, { h: 1, v: 0 });
    tick();
  });
});
