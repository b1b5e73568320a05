import { once } from "node:events";
import { connect, createServer, type ServerOpts, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { SocketWriter } from "./socket-writer.ts";

let ends: Socket[] = [];

/** Both ends of a connection on this machine. */
async function pair(options: ServerOpts = {}): Promise<{ here: Socket; there: Socket }> {
  const server = createServer(options).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const accepted = once(server, "connection") as Promise<[Socket]>;
  const there = connect(port, "127.0.0.1");
  const [here] = await accepted;
  server.close();
  ends = [here, there];
  return { here, there };
}

afterEach(() => {
  for (const socket of ends) socket.destroy();
  ends = [];
});

/** Reads until `length` bytes are there. */
async function read(socket: Socket, length: number): Promise<string> {
  let text = "";
  for await (const data of socket.iterator({ destroyOnReturn: false })) {
    text += String(data);
    if (text.length >= length) break;
  }
  return text;
}

describe("a socket's writer", () => {
  it("[B1] passes the stream by, on this version of Node", async () => {
    const { here, there } = await pair();
    const writer = new SocketWriter(here);
    expect(writer.isDirect).toBe(true);
    writer.write(Buffer.from("one"));
    expect([here.writableLength, writer.queuedBytes, here.bytesWritten]).toEqual([0, 0, 3]);
    expect(await read(there, 3)).toBe("one");
  });

  it("[B2] [W4] what a slow reader leaves waiting is counted, and stays in order with what the stream writes", async () => {
    const { here, there } = await pair();
    there.pause();
    const writer = new SocketWriter(here);
    const sent: string[] = [];
    for (let n = 0; writer.queuedBytes === 0; n += 1) {
      sent.push(String(n % 10).repeat(64 * 1024));
      writer.write(Buffer.from(sent.at(-1) ?? ""));
    }
    const waiting = writer.queuedBytes;
    here.write("stream");
    writer.write(Buffer.from("writer"));
    here.write("again");
    sent.push("stream", "writer", "again");
    expect(writer.queuedBytes).toBe(waiting + "writer".length);
    const all = sent.join("");
    const heard = await read(there, all.length);
    expect(heard.length).toBe(all.length);
    expect(heard === all).toBe(true);
    await expect.poll(() => writer.queuedBytes).toBe(0);
  });

  it("[B2] whoever goes while something waits for them is found also where nothing is read, and leaves nothing behind", async () => {
    const { here, there } = await pair({ pauseOnConnect: true });
    there.pause();
    const writer = new SocketWriter(here);
    while (writer.queuedBytes === 0) writer.write(Buffer.alloc(256 * 1024));
    here.on("error", () => {});
    const closed = new Promise((resolve) => here.once("close", resolve));
    there.resetAndDestroy();
    await closed;
    await expect.poll(() => writer.queuedBytes).toBe(0);
    writer.write(Buffer.from("nobody"));
    expect([writer.isDirect, writer.queuedBytes]).toEqual([false, 0]);
  });

  it("[B2] an error of the system reaches whoever listens to the stream", async () => {
    const { here, there } = await pair();
    const failed = once(here, "error");
    there.resetAndDestroy();
    // The first writes may leave before the system has heard of it.
    const writing = setInterval(() => new SocketWriter(here).write(Buffer.from("gone?")), 1);
    const [error] = (await failed) as [NodeJS.ErrnoException];
    clearInterval(writing);
    expect(["EPIPE", "ECONNRESET"]).toContain(error.code);
  });

  it("[B1] leaves the writing to a stream that is no socket", () => {
    const stream = new PassThrough();
    const writer = new SocketWriter(stream);
    writer.write(Buffer.from("one"));
    expect([writer.isDirect, String(stream.read())]).toEqual([false, "one"]);
  });
});
