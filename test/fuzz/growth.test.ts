/** Nonsense at a running server, on the wire and over HTTP: an answer each time, and nothing of it stays (rule W8). */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { errors } from "../../src/errors.ts";
import { clientMessages } from "../../src/protocol/messages.ts";
import { Peer } from "../conformance/peer.ts";
import { askable, Memory } from "../soak/memory.ts";
import { type Lectern, Workspace } from "../support/lectern.ts";

const workspace = new Workspace();
let lectern: Lectern;
let memory: Memory;

beforeAll(async () => {
  const deck = "---\nchannels:\n  board: { http: true }\n---\n# One\n";
  lectern = await workspace.startWith(askable, workspace.write("talk.md", deck), "--ephemeral");
  memory = await Memory.of(lectern);
});
afterAll(async () => {
  memory.close();
  await workspace[Symbol.asyncDispose]();
});

/** What the heap's own noise may be, in bytes; what stays of one input of a few hundred bytes shows in a thousand. */
const noise = 256 * 1024;
const inputs = 1000;

/** Runs the inputs twice for what is compiled and cached, and once more to see what they leave. */
async function leavesNothing<T>(one: fc.Arbitrary<T>, say: (all: readonly T[]) => Promise<void>): Promise<void> {
  const sample = (seed: number) => fc.sample(one, { numRuns: inputs, seed });
  for (const seed of [1, 2]) await say(sample(seed));
  const before = await memory.held();
  await say(sample(3));
  const after = await memory.held();
  expect(after.bytes - before.bytes).toBeLessThan(noise);
  expect((await fetch(`${lectern.origin}/healthz`)).status).toBe(200);
  expect(lectern.stderr).not.toContain("fault");
}

const scalar = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(1e308, -1, 2 ** 53, "\ud800", "x".repeat(3000)));
const fields = fc.dictionary(fc.constantFrom("id", "v", "to", "chat", "text", "poll", "answer", "at", "who"), scalar);
/** Text that is no message, and messages that are nearly some. Nobody who sends these is a speaker. */
const said: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.json({ maxDepth: 4 }),
  fc
    .tuple(fc.constantFrom(...Object.keys(clientMessages)), fields)
    // What would be understood and done stays, as it should; all else must not.
    .filter(([event]) => !["sendmessage", "ask", "vote", "hand", "rename", "set", "send"].includes(event))
    .map(([event, body]) => JSON.stringify({ ...body, event })),
);

/** Says all of it, on as many connections as the flood limit asks for; every answer is from the table. */
async function sayOnWire(all: readonly string[]): Promise<void> {
  for (let from = 0; from < all.length; from += 100) {
    const socket = new WebSocket(lectern.socketUrl);
    const codes = new Set<string>();
    await new Promise<void>((resolve) => {
      socket.on("open", () => {
        for (const text of all.slice(from, from + 100)) socket.send(text);
        socket.send('{"event":"ping"}');
      });
      socket.on("message", (data) => {
        const message = JSON.parse(String(data)) as { event: string; code: string };
        if (message.event === "error") codes.add(message.code);
        if (message.event === "pong") socket.close();
      });
      socket.on("close", () => resolve());
    });
    for (const code of codes) expect(errors).toHaveProperty([code]);
  }
}

const token = fc.stringMatching(/^[!-9;-~]{1,20}$/);
const request = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"),
  path: fc.oneof(
    fc.stringMatching(/^\/[!-~]{0,60}$/),
    fc.webPath(),
    fc
      .tuple(
        fc.constantFrom("/deck/", "/t/", "/api/channels/", "/api/meters/", "/link/", "/assets/", "/api/notes", "/link"),
        fc.stringMatching(/^[!-~]{0,40}$/),
      )
      .map((parts) => parts.join("")),
  ),
  headers: fc.array(
    fc.tuple(
      fc.constantFrom("Accept", "Authorization", "Content-Type", "Range", "If-None-Match", "Accept-Encoding", "Origin"),
      token,
    ),
    { maxLength: 3 },
  ),
  body: fc.string({ unit: "grapheme-ascii", maxLength: 200 }),
});

async function sayOverHttp(all: readonly (typeof request extends fc.Arbitrary<infer T> ? T : never)[]): Promise<void> {
  const address = { host: "127.0.0.1", port: lectern.listening.port };
  for (const { method, path, headers, body } of all) {
    const lines = [`${method} ${path} HTTP/1.1`, "Host: talk.example", "Connection: close"];
    for (const [name, value] of headers) lines.push(`${name}: ${value}`);
    lines.push(`Content-Length: ${Buffer.byteLength(body)}`, "", "");
    const peer = await Peer.request(address, Buffer.from(lines.join("\r\n") + body, "latin1"));
    await peer.ended();
    expect(peer.status, `${method} ${path}`).toBeGreaterThanOrEqual(200);
    // A mistake of ours would be told with its reference.
    expect(peer.status, `${method} ${path}`).not.toBe(500);
    const [, code] = /"code":"([a-z-]+)"/.exec(peer.body) ?? [];
    if (code !== undefined) expect(errors).toHaveProperty([code]);
  }
}

describe("a thousand pieces of nonsense", () => {
  it.runIf(process.platform === "linux")("[W8] on the wire are answered from the table, and leave nothing", () =>
    leavesNothing(said, sayOnWire),
  );

  it.runIf(process.platform === "linux")("[W8] over HTTP are answered in words, and leave nothing", () =>
    leavesNothing(request, sayOverHttp),
  );
});
