import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LecternError } from "../errors.ts";
import { testIdentity } from "../log/contract.ts";
import { createMemoryLog } from "../log/memory.ts";
import type { TalkLog } from "../log/talk-log.ts";
import type { Batch } from "./batch.ts";
import { Connection } from "./connection.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Link } from "./link.ts";
import { Room } from "./room.ts";
import { TalkHost } from "./talk-host.ts";

type Sent = { readonly event: string } & Readonly<Record<string, unknown>>;

/** A link whose other end is this test; `stalled` keeps what is sent from leaving. */
class FakeLink implements Link {
  readonly sent: Sent[] = [];
  closed: { code: number; reason: string } | undefined;
  stalled = false;
  readonly transport = "websocket";
  readonly handshake = { request: ["GET /ws HTTP/1.1"], response: ["HTTP/1.1 101 Switching Protocols"] };
  #queued = 0;

  send({ texts }: Batch): void {
    if (this.closed !== undefined) throw new Error("sent after close");
    for (const text of texts) {
      this.sent.push(JSON.parse(text) as Sent);
      if (this.stalled) this.#queued += text.length;
    }
  }

  /** The client reads on. */
  drain(): void {
    this.stalled = false;
    this.#queued = 0;
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  get queuedBytes(): number {
    return this.#queued;
  }

  of(event: string): Sent[] {
    return this.sent.filter((message) => message.event === event);
  }
}

async function roomWith(limits: Partial<Limits> = {}, clock = { now: 1000 }, log = createMemoryLog(testIdentity)) {
  const all = { ...defaultLimits, ...limits };
  const faults: unknown[] = [];
  const host = await TalkHost.open({
    log,
    now: () => clock.now,
    resumeEvents: all.resumeEvents,
    logCheckMs: all.logCheckMs,
    onFault: (error) => faults.push(error),
  });
  const room = new Room(host, all, () => clock.now);
  const connect = (...messages: object[]) => {
    const link = new FakeLink();
    const connection = new Connection(link, room, all, () => clock.now);
    for (const message of messages) connection.receive(JSON.stringify(message));
    return { link, connection, say: (message: object) => connection.receive(JSON.stringify(message)) };
  };
  return { room, host, faults, connect };
}

const hello = { event: "hello", v: 1 };
const asSpeaker = { ...hello, key: testIdentity.speakerKey };

describe("a mistake of ours", () => {
  it("[W8] answers one message with internal and a reference; the connection and its neighbours go on", async () => {
    const { room, host, faults, connect } = await roomWith();
    const ada = connect(hello);
    const grace = connect(hello);
    const mistake = new Error("a mistake of ours");
    const look = vi.spyOn(room.peers, "look").mockImplementationOnce(() => {
      throw mistake;
    });
    ada.say({ event: "look", at: { h: 1, v: 0 } });
    expect(look).toHaveBeenCalledOnce();
    const [answer] = ada.link.of("error");
    expect(answer).toMatchObject({ code: "internal", message: expect.stringMatching(/reference [0-9a-f]{8}/) });
    expect(faults).toEqual([mistake]);
    for (const { link, say } of [ada, grace]) {
      say({ event: "sendmessage", id: 1, chat: "still here" });
      await vi.waitFor(() => expect(link.of("ack")).toHaveLength(1));
    }
    expect(host.state.chat.size).toBe(2);
  });
});

describe("a log that cannot be written", () => {
  const trouble = { code: "log-unwritable", fault: "full", message: expect.stringContaining("the disk is full") };

  it("[L12] is told to speakers and moderators, whenever they come; to nobody else, and it is told when it is over", async () => {
    const log = createMemoryLog(testIdentity);
    let isFull = true;
    const write = async (work: () => Promise<void>): Promise<void> => {
      if (isFull) throw new LecternError("log-unwritable", { cause: "the disk is full", fault: "full" });
      await work();
    };
    const failing: TalkLog = {
      ...log,
      append: (entries) => write(() => log.append(entries)),
      check: () => write(() => log.check()),
    };
    const { host, connect } = await roomWith({ logCheckMs: 5 }, { now: 1000 }, failing);
    const asModerator = { ...hello, key: testIdentity.moderatorKey };
    const [ada, speaker, moderator] = [connect(hello), connect(asSpeaker), connect(asModerator)];
    ada.say({ event: "sendmessage", id: 1, chat: "anybody?" });
    await host.drain();
    await vi.waitFor(() => expect(ada.link.of("error")).toMatchObject([{ id: 1, code: "log-unwritable" }]));
    for (const { link } of [speaker, moderator]) expect(link.of("trouble")).toMatchObject([{ at: 1000, trouble }]);
    const late = [connect(hello), connect(asSpeaker), connect(asModerator)];
    expect(late.map(({ link }) => link.of("welcome")[0]?.trouble)).toEqual([undefined, trouble, trouble]);
    isFull = false;
    await vi.waitFor(() => expect(late[1]?.link.of("trouble")).toMatchObject([{ trouble: null }]));
    expect([ada, late[0]].flatMap((one) => one?.link.of("trouble"))).toEqual([]);
    expect(connect(asSpeaker).link.of("welcome")[0]).not.toHaveProperty("trouble");
  });
});

describe("slow readers", () => {
  const small = { factsBytes: 1000, queueBytes: 2000, answersBytes: 4000 };
  const moveTo = (h: number) => ({ event: "move", id: h, to: { h, v: 0, f: -1 } });

  beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] }));
  afterEach(() => vi.useRealTimers());

  it("[B2] one whose queue passes its cap waits for a snapshot and is right again; the others do not notice", async () => {
    const { host, connect } = await roomWith(small);
    const [slow, healthy, driver] = [connect(hello), connect(hello), connect(asSpeaker)];
    slow.link.stalled = true;
    for (let h = 1; h <= 60; h++) {
      driver.say(moveTo(h));
      await host.drain();
    }
    expect(slow.link.of("slide").length).toBeLessThan(40);
    expect(healthy.link.of("slide")).toHaveLength(60);
    vi.advanceTimersByTime(1000);
    expect(slow.link.of("snapshot")).toEqual([]);
    slow.link.drain();
    vi.advanceTimersByTime(1000);
    expect(slow.link.of("snapshot")).toMatchObject([{ seq: 60, here: 2, state: { position: { h: 60 } } }]);
    driver.say(moveTo(61));
    await host.drain();
    expect(slow.link.sent.at(-1)).toMatchObject({ event: "slide", seq: 61 });
    expect(slow.link.closed).toBeUndefined();
  });

  it("[B2] one that missed little is told just that, in order and once", async () => {
    const { host, connect } = await roomWith({ ...small, factsBytes: 1200 });
    const [slow, driver] = [connect(hello), connect(asSpeaker)];
    slow.link.stalled = true;
    for (let n = 0; n < 100 && slow.link.queuedBytes <= small.queueBytes; n++) {
      driver.say(moveTo(host.state.seq + 1));
      await host.drain();
    }
    for (let n = 0; n < 3; n++) {
      driver.say(moveTo(host.state.seq + 1));
      await host.drain();
    }
    slow.link.drain();
    vi.advanceTimersByTime(1000);
    const seqs = slow.link.of("slide").map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: host.state.seq }, (_, index) => index + 1));
    expect(slow.link.of("snapshot")).toMatchObject([{ seq: host.state.seq }]);
    expect(slow.link.of("snapshot")[0]).not.toHaveProperty("state");
  });

  it("[B2] [B3] counts wait first, and are told as they are when the queue has drained", async () => {
    const { host, connect } = await roomWith(small);
    const [slow, healthy] = [connect(hello), connect(hello)];
    slow.link.stalled = true;
    for (let n = 0; n < 100 && slow.link.queuedBytes <= small.factsBytes; n++) {
      healthy.say({ event: "sendmessage", id: n + 1, chat: "a line of chat" });
      await host.drain();
      vi.advanceTimersByTime(defaultLimits.tickMs);
    }
    const before = slow.link.of("presence").length;
    for (let n = 0; n < 5; n++) {
      connect(hello);
      vi.advanceTimersByTime(defaultLimits.presenceMs);
    }
    expect(slow.link.of("presence")).toHaveLength(before);
    expect(healthy.link.of("presence").at(-1)).toMatchObject({ here: 7 });
    slow.link.drain();
    vi.advanceTimersByTime(defaultLimits.presenceMs);
    expect(slow.link.of("snapshot")).toMatchObject([{ here: 7 }]);
  });

  it("[B2] a plain client that reads slowly is given the newest chat when it has drained", async () => {
    const { host, connect } = await roomWith(small);
    const plain = connect();
    vi.advanceTimersByTime(defaultLimits.helloMs);
    const ada = connect(hello);
    plain.link.stalled = true;
    for (let id = 1; id <= 15; id++) {
      ada.say({ event: "sendmessage", id, chat: `${id} ${"x".repeat(300)}` });
      await host.drain();
      vi.advanceTimersByTime(defaultLimits.tickMs);
    }
    expect(plain.link.of("chat").length).toBeLessThan(15);
    plain.link.drain();
    vi.advanceTimersByTime(1000);
    expect(plain.link.sent.map(({ event, seq }) => [event, seq])).toEqual(
      Array.from({ length: 15 }, (_, index) => ["chat", index + 1]),
    );
  });

  it("[B2] [W8] one that does not drain in time is let go with 4408, and nothing is kept for it", async () => {
    const { host, room, connect } = await roomWith(small);
    const [slow, driver] = [connect(hello), connect(asSpeaker)];
    slow.link.stalled = true;
    for (let h = 1; h <= 60; h++) {
      driver.say(moveTo(h));
      await host.drain();
    }
    vi.advanceTimersByTime(defaultLimits.drainMs);
    expect(slow.link.closed).toBeUndefined();
    vi.advanceTimersByTime(defaultLimits.tickMs);
    expect(slow.link.closed).toEqual({ code: 4408, reason: "too-slow" });
    expect(room.size).toBe(1);
  });

  it("[B2] [B4] one that asks and asks and reads nothing is let go with 4408", async () => {
    const { connect } = await roomWith(small);
    const { link, say } = connect(hello);
    link.stalled = true;
    for (let n = 0; n < 190 && link.queuedBytes <= small.answersBytes; n++) say({ event: "ping" });
    expect(link.queuedBytes).toBeGreaterThan(small.answersBytes);
    expect(link.closed).toBeUndefined();
    say({ event: "ping" });
    expect(link.closed).toEqual({ code: 4408, reason: "too-slow" });
  });
});

describe("floods", () => {
  it("[W8] [B4] the burst at the limit passes, one past it closes with 4429", async () => {
    const { connect } = await roomWith({ messageBurst: 10 });
    const { link, say } = connect(hello);
    for (let n = 0; n < 9; n++) say({ event: "ping" });
    expect(link.of("pong")).toHaveLength(9);
    say({ event: "ping" });
    expect(link.closed).toEqual({ code: 4429, reason: "flood" });
    expect(link.of("error")).toMatchObject([{ code: "flood" }]);
  });
});

describe("plain clients", () => {
  it("[W7] [W13] chat of the first moments is held, given to a plain client, and not given twice to a member", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { host, connect } = await roomWith();
    const [quiet, soon] = [connect(), connect()];
    const chatter = connect({ event: "sendmessage", chat: "early" });
    await host.drain();
    expect([quiet.link.sent, soon.link.sent]).toEqual([[], []]);
    soon.say(hello);
    vi.advanceTimersByTime(defaultLimits.helloMs);
    vi.useRealTimers();
    expect(quiet.link.of("chat")).toMatchObject([{ chat: "early" }]);
    expect(chatter.link.of("chat")).toMatchObject([{ chat: "early" }]);
    expect(soon.link.of("chat")).toEqual([]);
    expect(soon.link.of("welcome")).toMatchObject([{ state: { chat: [{ chat: "early" }] } }]);
  });

  it("[W7] [W3] one that says hello after it has heard chat is given the present, and no message twice", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { host, connect } = await roomWith();
    const [late, deaf] = [connect(), connect()];
    connect({ event: "sendmessage", chat: "early" });
    await host.drain();
    const since = { epoch: testIdentity.epoch, seq: 0 };
    deaf.say({ ...hello, since });
    vi.advanceTimersByTime(defaultLimits.helloMs);
    vi.useRealTimers();
    late.say({ ...hello, since });
    expect(late.link.of("welcome")).toMatchObject([{ resumed: false }]);
    expect(late.link.of("chat")).toHaveLength(1);
    expect(deaf.link.of("welcome")).toMatchObject([{ resumed: true }]);
  });

  it("[W13] [W2] a hello after a command is refused", async () => {
    const { connect } = await roomWith();
    const { link } = connect({ event: "sendmessage", chat: "hi" }, asSpeaker);
    expect(link.of("error")).toMatchObject([{ code: "hello-not-first" }]);
    expect(link.of("welcome")).toEqual([]);
  });
});

describe("writing", () => {
  const write = (id: number) => ({ event: id % 2 === 0 ? "ask" : "sendmessage", id, chat: "hi", text: "why?" });

  it("[C4] [B4] at the limit passes, one past it is told so, and a moment later it passes; others do not notice", async () => {
    const clock = { now: 1000 };
    const { connect } = await roomWith({}, clock);
    const { postBurst, postsPerSecond } = defaultLimits;
    const [fast, other, desk] = [connect(hello), connect(hello), connect(asSpeaker)];
    for (let id = 1; id <= postBurst + 1; id++) for (const { say } of [fast, desk]) say(write(id));
    other.say(write(1));
    await vi.waitFor(() => expect(other.link.of("ack")).toHaveLength(1));
    expect(fast.link.of("ack")).toHaveLength(postBurst);
    expect(desk.link.of("ack")).toHaveLength(postBurst + 1);
    expect(fast.link.of("error")).toMatchObject([
      { id: postBurst + 1, code: "writing-rate", message: expect.stringContaining(`${postsPerSecond} messages`) },
    ]);
    // What was accepted before is acknowledged again, whatever the rate.
    fast.say(write(1));
    clock.now += 1000 / postsPerSecond;
    fast.say(write(postBurst + 2));
    await vi.waitFor(() => expect(fast.link.of("ack")).toHaveLength(postBurst + 2));
    expect(fast.link.of("error")).toHaveLength(1);
  });

  it("[C4] a person who types fast never meets the limit: a message a second for a minute", async () => {
    const clock = { now: 1000 };
    const { connect } = await roomWith({}, clock);
    const { link, say } = connect(hello);
    for (let id = 1; id <= 60; id++) {
      say({ event: "sendmessage", id, chat: "ok" });
      clock.now += 1000;
    }
    await vi.waitFor(() => expect(link.of("ack")).toHaveLength(60));
    expect(link.of("error")).toEqual([]);
  });
});

describe("leaving", () => {
  it("[M3] [W8] who is removed hears why and is closed with 4403 in every tab; moderators stay", async () => {
    const { host, connect } = await roomWith();
    const first = connect(hello);
    const [welcome] = first.link.of("welcome") as unknown as { participant: { id: string; key: string } }[];
    const { id = "", key = "" } = welcome?.participant ?? {};
    const [tab, other] = [connect({ ...hello, participant: key }), connect(hello)];
    const desk = connect({ ...asSpeaker, participant: key });
    const plain = connect({ event: "sendmessage", chat: "spam" });
    await vi.waitFor(() => expect(desk.link.of("chat")).toHaveLength(1));
    desk.say({ event: "remove", id: 1, who: { participant: id } });
    desk.say({ event: "remove", id: 2, who: { post: desk.link.of("chat")[0]?.id } });
    await vi.waitFor(() => expect(desk.link.of("ack")).toHaveLength(2));
    for (const { link } of [first, tab, plain]) {
      expect(link.of("error")).toMatchObject([{ code: "removed", message: expect.stringContaining("Reload") }]);
      expect(link.closed).toEqual({ code: 4403, reason: "removed" });
    }
    for (const { link } of [desk, other]) expect(link.closed).toBeUndefined();
    expect(host.state.muted.size).toBe(2);
    expect(connect({ ...hello, participant: key }).link.of("welcome")).toMatchObject([{ own: { muted: true } }]);
  });

  it("[B5] a drained connection hears 1001 and when to come back, and is gone from the room", async () => {
    const { room, connect } = await roomWith();
    const { link, connection } = connect(hello);
    expect([room.size, room.presence.here]).toEqual([1, 1]);
    connection.drain(250);
    expect(link.closed).toEqual({ code: 1001, reason: "retry-after-ms=250" });
    expect([room.size, room.presence.here]).toEqual([0, 0]);
  });

  it("[W12] somebody with two tabs is here until the second one closes", async () => {
    const { room, connect } = await roomWith();
    const first = connect(hello);
    const [welcome] = first.link.of("welcome");
    const { key } = (welcome as { participant: { key: string } } | undefined)?.participant ?? { key: "" };
    const second = connect({ ...hello, participant: key });
    connect({ ...hello, as: "screen" });
    connect(asSpeaker);
    expect(room.presence.here).toBe(1);
    first.connection.closed();
    expect(room.presence.here).toBe(1);
    second.connection.closed();
    expect(room.presence.here).toBe(0);
  });
});
