import { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { Batch } from "./batch.ts";
import { WebSocketLink } from "./websocket-link.ts";

/** A socket that notes what reaches the network together. */
class Wire extends Duplex {
  readonly writes: string[] = [];

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(chunk.toString());
    done();
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: () => void): void {
    this.writes.push(chunks.map(({ chunk }) => chunk.toString()).join(""));
    done();
  }
}

function open() {
  const wire = new Wire();
  const webSocket = {
    ...{ OPEN: 1, readyState: 1, _socket: wire },
    close: () => {
      wire.write("bye");
      webSocket.readyState = 2;
    },
  };
  return { wire, link: new WebSocketLink(webSocket as unknown as WebSocket, { request: [], response: [] }) };
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe("a WebSocket link", () => {
  it("[B1] what is sent in one turn of the event loop leaves in one write, to each of many", async () => {
    const links = [open(), open(), open()];
    for (const { link } of links) link.send(new Batch(["one", "two"]));
    for (const { link } of links) link.send(new Batch(["three"]));
    await turn();
    for (const { wire } of links) expect(wire.writes).toEqual(["\x81\x03one\x81\x03two\x81\x05three"].map(asRead));
    links[0]?.link.send(new Batch(["four"]));
    await turn();
    expect(links.map(({ wire }) => wire.writes.length)).toEqual([2, 1, 1]);
  });

  it("[W8] what was said before a link is closed comes before the closing frame, and nothing after it", async () => {
    const { wire, link } = open();
    link.send(new Batch(["one"]));
    link.close(1001, "");
    link.send(new Batch(["two"]));
    await turn();
    expect(wire.writes).toEqual(["\x81\x03one", "bye"].map(asRead));
  });

  it("[B2] counts what was said in this turn among what waits", async () => {
    const { link } = open();
    link.send(new Batch(["one"]));
    expect(link.queuedBytes).toBe(5);
    link.send(new Batch(["two"]));
    expect(link.queuedBytes).toBe(10);
    await turn();
    expect(link.queuedBytes).toBe(0);
  });

  it("[B2] what is large leaves at once, so that nobody who reads is taken for slow", () => {
    const { wire, link } = open();
    link.send(new Batch(["x".repeat(100_000)]));
    expect([link.queuedBytes, wire.writes.length]).toEqual([0, 1]);
  });

  it("[B1] what is urgent leaves at once, with what was said before it", async () => {
    const [one, other] = [open(), open()];
    const [chat, slide] = [new Batch(["one"]), new Batch(["two"], { isUrgent: true })];
    one.link.send(chat);
    for (const { link } of [one, other]) link.send(slide);
    one.link.send(new Batch(["three"]));
    expect(one.wire.writes).toEqual(["\x81\x03one\x81\x03two"].map(asRead));
    expect(other.wire.writes).toEqual(["\x81\x03two"].map(asRead));
    await turn();
    expect(one.wire.writes).toEqual(["\x81\x03one\x81\x03two", "\x81\x05three"].map(asRead));
  });

  it("[B1] what follows the same to many is put together once", () => {
    const [chat, tally] = [new Batch(["one"]), new Batch(["two"])];
    const both = chat.frames.followedBy(tally.frames);
    expect(chat.frames.followedBy(tally.frames)).toBe(both);
    expect(chat.frames.followedBy(new Batch(["six"]).frames).bytes.toString("latin1")).toBe("\x81\x03one\x81\x03six");
    expect(both.bytes.toString("latin1")).toBe("\x81\x03one\x81\x03two");
  });

  it("[B1] says so when ws keeps its socket elsewhere", () => {
    expect(() => new WebSocketLink({} as WebSocket, { request: [], response: [] })).toThrow(/_socket/);
  });
});

/** The first byte of a frame is no UTF-8. */
function asRead(frames: string): string {
  return Buffer.from(frames, "latin1").toString();
}
