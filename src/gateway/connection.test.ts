import { describe, expect, it, vi } from "vitest";
import { testIdentity } from "../log/contract.ts";
import { createMemoryLog } from "../log/memory.ts";
import { Connection, type Link } from "./connection.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { Room } from "./room.ts";
import { TalkHost } from "./talk-host.ts";

type Sent = { readonly event: string } & Readonly<Record<string, unknown>>;

/** A link whose other end is this test; `stalled` keeps what is sent from leaving. */
class FakeLink implements Link {
  readonly sent: Sent[] = [];
  closed: { code: number; reason: string } | undefined;
  stalled = false;
  readonly handshake = { request: ["GET /ws HTTP/1.1"], response: ["HTTP/1.1 101 Switching Protocols"] };
  #queued = 0;

  send(text: string): void {
    if (this.closed !== undefined) throw new Error("sent after close");
    this.sent.push(JSON.parse(text) as Sent);
    if (this.stalled) this.#queued += text.length;
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

async function roomWith(limits: Partial<Limits> = {}) {
  const all = { ...defaultLimits, ...limits };
  const host = await TalkHost.open({
    log: createMemoryLog(testIdentity),
    now: () => 1000,
    resumeEvents: all.resumeEvents,
    onFault: () => {},
  });
  const room = new Room(host, all, () => 1000);
  const connect = (...messages: object[]) => {
    const link = new FakeLink();
    const connection = new Connection(link, room, all, () => 1000);
    for (const message of messages) connection.receive(JSON.stringify(message));
    return { link, connection, say: (message: object) => connection.receive(JSON.stringify(message)) };
  };
  return { room, host, connect };
}

const hello = { event: "hello", v: 1 };
const asSpeaker = { ...hello, key: testIdentity.speakerKey };

describe("slow readers", () => {
  it("[B2] [W8] one whose queue passes its cap is let go with 4408; the others do not notice", async () => {
    const { host, connect } = await roomWith({ queueBytes: 2000 });
    const [slow, healthy, driver] = [connect(hello), connect(hello), connect(asSpeaker)];
    slow.link.stalled = true;
    for (let id = 1; id <= 60; id++) driver.say({ event: "move", id, to: { h: id, v: 0, f: -1 } });
    await host.drain();
    expect(slow.link.closed).toEqual({ code: 4408, reason: "too-slow" });
    expect(slow.link.of("slide").length).toBeLessThan(60);
    expect(healthy.link.of("slide")).toHaveLength(60);
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

  it("[W13] [W2] a hello after a command is refused", async () => {
    const { connect } = await roomWith();
    const { link } = connect({ event: "sendmessage", chat: "hi" }, asSpeaker);
    expect(link.of("error")).toMatchObject([{ code: "hello-not-first" }]);
    expect(link.of("welcome")).toEqual([]);
  });
});

describe("leaving", () => {
  it("[B5] a drained connection hears 1001 and when to come back, and is gone from the room", async () => {
    const { room, connect } = await roomWith();
    const { link, connection } = connect(hello);
    expect([room.size, room.here]).toEqual([1, 1]);
    connection.drain(250);
    expect(link.closed).toEqual({ code: 1001, reason: "retry-after-ms=250" });
    expect([room.size, room.here]).toEqual([0, 0]);
  });

  it("[W12] somebody with two tabs is here until the second one closes", async () => {
    const { room, connect } = await roomWith();
    const first = connect(hello);
    const [welcome] = first.link.of("welcome");
    const { key } = (welcome as { participant: { key: string } } | undefined)?.participant ?? { key: "" };
    const second = connect({ ...hello, participant: key });
    connect({ ...hello, as: "screen" });
    connect(asSpeaker);
    expect(room.here).toBe(1);
    first.connection.closed();
    expect(room.here).toBe(1);
    second.connection.closed();
    expect(room.here).toBe(0);
  });
});
