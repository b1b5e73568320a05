import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { maxChannelData } from "../talk/channels.ts";
import type { Role } from "../talk/commands.ts";
import { emptyState } from "../talk/state.ts";
import type { Batch } from "./batch.ts";
import { Beat } from "./beat.ts";
import { Channels } from "./channels.ts";
import { defaultLimits } from "./limits.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

const author = (participant: string, role: Role = "audience") => ({ participant, client: "", role, name: participant });
const state = { ...emptyState, channels: { quiet: { send: "speaker" as const }, slow: { rate: 1 } } };

function hub(limits = {}, beat = new Beat(defaultLimits.tickMs)) {
  let now = 1000;
  const channels = new Channels(beat, { ...defaultLimits, ...limits }, () => now);
  const listener = () => {
    const heard: { channel: string; list: { data: unknown; from: { id: string } }[] }[] = [];
    return { heard, message: ({ texts }: Batch) => void heard.push(...texts.map((text) => JSON.parse(text))) };
  };
  return {
    channels,
    listener,
    tick: (ms = defaultLimits.tickMs) => {
      now += ms;
      vi.advanceTimersByTime(ms);
    },
  };
}

describe("what is sent on channels", () => {
  it("[D2] [B1] reaches those who listen, together, in order, the sender too", () => {
    const { channels, listener, tick } = hub();
    const [one, two, other] = [listener(), listener(), listener()];
    channels.listen(one, ["buzzer"]);
    channels.listen(two, ["buzzer", "colour"]);
    channels.listen(other, ["colour"]);
    channels.send(state, author("ada"), "buzzer", 1);
    channels.send(state, author("grace"), "buzzer", 2);
    expect(one.heard).toEqual([]);
    tick();
    expect(one.heard).toHaveLength(1);
    expect(one.heard[0]?.list.map(({ data, from }) => [from.id, data])).toEqual([
      ["ada", 1],
      ["grace", 2],
    ]);
    expect(two.heard).toEqual(one.heard);
    expect(other.heard).toEqual([]);
    channels.listen(two, ["colour"]);
    channels.leave(one);
    channels.send(state, author("ada"), "buzzer", 3);
    tick();
    expect([one.heard.length, two.heard.length]).toEqual([1, 1]);
  });

  it("[D2] is refused where the deck, the name or the size says no", () => {
    const { channels } = hub();
    const send =
      (channel: string, data: unknown, role: Role = "audience") =>
      () =>
        channels.send(state, author("ada", role), channel, data);
    expect(send("quiet", 1)).toThrow(expect.objectContaining({ code: "not-allowed" }));
    expect(send("quiet", 1, "speaker")).not.toThrow();
    expect(send("two words", 1)).toThrow(expect.objectContaining({ code: "channel-name" }));
    expect(send("a", "x".repeat(maxChannelData - 2))).not.toThrow();
    expect(send("a", "x".repeat(maxChannelData - 1))).toThrow(expect.objectContaining({ code: "too-long" }));
  });
});

describe("a deck that loops", () => {
  it("[D2] [B4] is stopped at its participant's rate; nobody else notices", () => {
    const { channels, tick } = hub();
    const tries = (participant: string, channel: string) => {
      let passed = 0;
      for (let n = 0; n < 100; n++) {
        try {
          channels.send(state, author(participant), channel, n);
          passed += 1;
        } catch (error) {
          expect(error).toMatchObject({ code: "channel-rate" });
        }
      }
      return passed;
    };
    expect(tries("ada", "slow")).toBe(2);
    expect(tries("ada", "other")).toBe(20);
    expect(tries("grace", "slow")).toBe(2);
    tick(1000);
    expect(tries("ada", "slow")).toBe(1);
  });

  it("[B4] a channel carries a bounded number of messages in a tick, whoever sends them", () => {
    const { channels, listener, tick } = hub({ channelMessagesPerTick: 5 });
    const ear = listener();
    channels.listen(ear, ["cursor"]);
    const send = (n: number) => () => channels.send(state, author(`person-${n}`), "cursor", n);
    for (let n = 0; n < 5; n++) send(n)();
    expect(send(5)).toThrow(expect.objectContaining({ code: "channel-rate" }));
    tick();
    expect(ear.heard[0]?.list).toHaveLength(5);
    expect(send(6)).not.toThrow();
  });

  it("[B4] … and as many more when ticks are taken together in a large room", () => {
    const beat = new Beat(defaultLimits.tickMs);
    vi.spyOn(beat, "ticks", "get").mockReturnValue(3);
    const { channels } = hub({ channelMessagesPerTick: 5 }, beat);
    const send = (n: number) => () => channels.send(state, author(`person-${n}`), "cursor", n);
    for (let n = 0; n < 15; n++) send(n)();
    expect(send(15)).toThrow(expect.objectContaining({ code: "channel-rate" }));
  });
});
