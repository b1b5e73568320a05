/** The built product as its operator sees it: metrics on a listener of their own, log lines without a secret. */
import { readFileSync, statSync } from "node:fs";
import { connect, type TalkClient } from "lectern/client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Lectern, runToEnd, Workspace } from "./support/lectern.ts";
import { Socket } from "./support/socket.ts";

const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());
const deck = workspace.write("talk.md", "---\ntitle: An unspoken title\n---\n# One\n\n---\n\n# Two\n");
const logFile = workspace.path("lectern.log");
let lectern: Lectern;

beforeAll(async () => {
  lectern = await workspace.start(deck, "--metrics", "0", "--log", logFile, "--log-level", "debug");
});

type Series = Readonly<Record<string, number>>;

async function scrape(): Promise<Series> {
  const response = await fetch(lectern.listening.metrics ?? "");
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split("\n").filter((line) => /^\w/.test(line));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]),
  );
}

function lines(): Record<string, unknown>[] {
  const text = readFileSync(logFile, "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function live(options: object): Promise<TalkClient> {
  const client = connect({ url: lectern.socketUrl, ...options });
  for (let isLive = client.status === "live"; !isLive; isLive = client.status === "live") {
    await new Promise<void>((resolve) => {
      const stop = client.on(() => {
        stop();
        resolve();
      });
    });
  }
  return client;
}

async function openConnections(): Promise<number> {
  const open = Object.entries(await scrape()).filter(([name]) => name.startsWith("lectern_connections{"));
  return open.reduce((sum, [, value]) => sum + value, 0);
}

const connections = (role: string, transport: string): string =>
  `lectern_connections{role="${role}",transport="${transport}"}`;

/** Long polling by hand: what is not asked for waits in the server. */
async function pollLink() {
  const base = `${lectern.origin}/link`;
  const { link } = (await (await fetch(base, { method: "POST" })).json()) as { link: string };
  const headers = { Authorization: `Bearer ${link}` };
  const say = (message: object): Promise<Response> =>
    fetch(`${base}/messages`, { method: "POST", headers, body: JSON.stringify(message) });
  const ask = async (after: number): Promise<{ last: number; messages: { event: string }[] }> =>
    (await (await fetch(`${base}?after=${after}`, { headers })).json()) as {
      last: number;
      messages: { event: string }[];
    };
  return { say, ask, leave: () => fetch(base, { method: "DELETE", headers }) };
}

describe("the metrics of a running talk", () => {
  it("[O2] are exact, by role and transport, command and code", async () => {
    const speaker = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey, name: "Grace" });
    const guest = await Socket.hello(lectern.socketUrl, { name: "Ada" });
    const plain = await Socket.open(lectern.socketUrl);
    const clients = [
      await live({ transports: ["sse"], key: lectern.moderatorKey }),
      await live({ transports: ["poll"], name: "Ada" }),
    ];
    const here = await scrape();
    expect([
      here[connections("speaker", "websocket")],
      here[connections("audience", "websocket")],
      here[connections("plain", "websocket")],
      here[connections("moderator", "sse")],
      here[connections("audience", "poll")],
      here[connections("speaker", "sse")],
      here.lectern_people,
    ]).toEqual([1, 1, 1, 1, 1, 0, 2]);

    for (let id = 1; id <= 5; id++) await speaker.ask({ event: "move", id, to: { h: id % 2, v: 0, f: -1 } });
    for (let id = 1; id <= 3; id++) await guest.ask({ event: "sendmessage", id, chat: "words in confidence" });
    await guest.ask({ event: "move", id: 4, to: { h: 1, v: 0, f: -1 } });
    await guest.ask({ event: "no-such-event", id: 5 });
    const stranger = await Socket.open(lectern.socketUrl);
    stranger.send({ event: "hello", v: 1, key: "x".repeat(32) });
    await stranger.closed;
    // Chat waits for the tick.
    for (let n = 0; n < 3; n++) await speaker.next("chat");
    expect((await fetch(`${lectern.origin}/api/notes`)).status).toBe(401);

    const told = await scrape();
    const difference = (name: string): number => (told[name] ?? 0) - (here[name] ?? 0);
    expect({
      moved: difference('lectern_commands_total{command="move",outcome="accepted"}'),
      refused: difference('lectern_commands_total{command="move",outcome="refused"}'),
      said: difference('lectern_commands_total{command="sendmessage",outcome="accepted"}'),
      acknowledged: difference("lectern_ack_seconds_count"),
      entries: difference("lectern_log_entries_total"),
      events: difference("lectern_fan_out_events_total"),
      notAllowed: difference('lectern_errors_total{code="not-allowed",where="connection"}'),
      unknown: difference('lectern_errors_total{code="unknown-event",where="connection"}'),
      badKey: difference('lectern_errors_total{code="bad-key",where="connection"}'),
      badHttpKey: difference('lectern_errors_total{code="bad-key",where="http"}'),
      unauthorised: difference('lectern_http_responses_total{status="401"}'),
      left: difference('lectern_departures_total{role="plain",transport="websocket",reason="bad-key"}'),
    }).toEqual({
      moved: 5,
      refused: 1,
      said: 3,
      acknowledged: 8,
      entries: 8,
      events: 8,
      notAllowed: 1,
      unknown: 1,
      badKey: 1,
      badHttpKey: 1,
      unauthorised: 1,
      left: 1,
    });
    for (const client of clients) client.close();
    for (const socket of [speaker, guest, plain]) socket.close();
  });

  it("[O2] [B2] show a screen that reads too slowly, and that it was brought up to date", async () => {
    const before = await scrape();
    const slow = await pollLink();
    await slow.say({ event: "hello", v: 1 });
    const { last } = await slow.ask(0);
    const speaker = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    for (let id = 1; id <= 10; id++) {
      await speaker.ask({ event: "sendmessage", id, chat: "👩‍👩‍👧‍👦".repeat(1000) });
    }
    // A move takes along what is due; what comes after it finds a full queue.
    for (const id of [11, 12]) await speaker.ask({ event: "move", id, to: { h: id % 2, v: 0, f: -1 } });
    const lagging = await scrape();
    expect(lagging['lectern_lagging_connections{missing="events"}']).toBe(1);
    expect(lagging.lectern_queue_longest_bytes).toBeGreaterThan(128 * 1024);
    expect(lagging.lectern_queue_bytes).toBeGreaterThanOrEqual(lagging.lectern_queue_longest_bytes ?? 0);
    for (let heard = last, isRight = false; !isRight; ) {
      const answer = await slow.ask(heard);
      heard = answer.last;
      isRight = answer.messages.some(({ event }) => event === "snapshot");
    }
    const after = await scrape();
    expect(after['lectern_lagging_connections{missing="events"}']).toBe(0);
    // By what depends on how much it missed.
    const caughtUp = (series: Series): number =>
      ["events", "snapshot"].reduce((sum, by) => sum + (series[`lectern_catch_ups_total{by="${by}"}`] ?? 0), 0);
    expect(caughtUp(after) - caughtUp(before)).toBe(1);
    await slow.leave();
    speaker.close();
  });

  it("[O2] are nowhere on the talk's port, and nothing else is on theirs", async () => {
    const metrics = new URL(lectern.listening.metrics ?? "");
    expect(metrics.hostname).toBe("127.0.0.1");
    expect(metrics.port).not.toBe(String(lectern.listening.port));
    for (const path of ["/metrics", `/t/${"x"}/metrics`, "/deck/metrics"]) {
      expect((await fetch(lectern.origin + path)).status).toBe(404);
    }
    for (const path of ["/", "/speaker", "/healthz"]) expect((await fetch(new URL(path, metrics))).status).toBe(404);
    expect((await fetch(metrics, { method: "POST" })).status).toBe(404);
  });
});

describe("the log lines of a talk", () => {
  it("[O3] [A1] are JSON, say when it begins and ends, and hold no key, name, word or address", async () => {
    const guest = await Socket.hello(lectern.socketUrl, { name: "Ada" });
    const { participant } = guest.welcome as unknown as { participant: { id: string; key: string } };
    await expect.poll(openConnections).toBe(1);
    const metrics = JSON.stringify(await scrape());
    expect(await lectern.kill("SIGTERM")).toBe(0);
    expect((await guest.closed).code).toBe(1001);
    const written = lines();
    expect(written[0]).toMatchObject({
      level: "info",
      event: "listening",
      port: lectern.listening.port,
      pid: lectern.listening.pid,
      epoch: lectern.listening.epoch,
      deck: "markdown",
      file: expect.stringContaining(workspace.path("data")),
    });
    const ending = written.slice(written.findIndex(({ event }) => event === "draining"));
    expect(ending[0]).toMatchObject({ event: "draining", connections: 1 });
    expect(ending).toContainEqual(expect.objectContaining({ event: "left", role: "audience", reason: "draining" }));
    expect(written.at(-1)).toMatchObject({ event: "drained", seconds: expect.any(Number) });
    expect(written).toContainEqual(
      expect.objectContaining({ level: "debug", event: "joined", role: "moderator", transport: "sse", start: "new" }),
    );
    for (const { time } of written) expect(new Date(String(time)).toISOString()).toBe(time);
    const { speakerKey, moderatorKey } = lectern;
    const secrets = [speakerKey, moderatorKey, participant.id, participant.key, "Ada", "Grace", "127.0.0.1"];
    const said = ["words in confidence", "An unspoken title", "x".repeat(32)];
    for (const secret of [...secrets, ...said]) {
      expect(secret.length).toBeGreaterThan(2);
      expect(readFileSync(logFile, "utf8")).not.toContain(secret);
      expect(metrics).not.toContain(secret);
    }
    expect(statSync(logFile).mode & 0o077).toBe(0);
    expect(lectern.stderr).toBe("");
  });

  it("[O3] go to standard error with -, tell a changed deck and a broken one, and leave standard output alone", async () => {
    const other = workspace.write("other.md", "# One\n");
    const running = await workspace.start(other, "--log", "-");
    const follower = await Socket.hello(running.socketUrl);
    workspace.write("other.md", "# One\n\n---\n\n# Two\n");
    await follower.next("deck");
    workspace.write("other.md", "---\ntitle: [\n---\n# One\n");
    await expect.poll(() => running.stderr, { timeout: 20_000 }).toContain("deck-failed");
    await running.kill("SIGTERM");
    const written = running.stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string });
    expect(written.map(({ event }) => event)).toEqual([
      "listening",
      "deck-reloaded",
      "deck-failed",
      "draining",
      "drained",
    ]);
    expect(running.listening.metrics).toBeUndefined();
  });
});

describe("a server that stops", () => {
  it("[B6] [B5] is not ready any more, says so as long as it can be asked, and takes nobody new", async () => {
    const stopping = await workspace.start(deck, "--ephemeral");
    const ready = (): Promise<Response> => fetch(`${stopping.origin}/readyz`);
    const join = (): Promise<Response> => fetch(`${stopping.origin}/link`, { method: "POST" });
    // Somebody who polls has a second to come for the goodbye.
    expect((await join()).status).toBe(201);
    expect(await (await ready()).json()).toEqual({ status: "ready" });
    const exit = stopping.kill("SIGTERM");
    let answer = await ready();
    while (answer.status === 200) answer = await ready();
    expect([answer.status, await answer.json()]).toEqual([503, { status: "draining" }]);
    const refused = await join();
    expect([refused.status, await refused.json()]).toEqual([503, expect.objectContaining({ code: "draining" })]);
    expect(await exit).toBe(0);
  });
});

describe("a server that was not asked for either", () => {
  const trace = workspace.write(
    "trace.cjs",
    `const { writeFileSync } = require("node:fs");
     process.on("exit", () => writeFileSync(process.env.LECTERN_TRACE, Object.keys(require.cache).join("\\n")));`,
  );

  /** The CommonJS libraries a server has loaded when it ends. */
  async function loaded(...options: string[]): Promise<string> {
    const file = workspace.path("loaded.txt");
    vi.stubEnv("LECTERN_TRACE", file);
    vi.stubEnv("NODE_OPTIONS", `--require ${trace}`);
    try {
      await (await workspace.start(deck, "--ephemeral", ...options)).kill("SIGTERM");
    } finally {
      vi.unstubAllEnvs();
    }
    return readFileSync(file, "utf8");
  }

  it("[O1] loads neither library", async () => {
    const asked = await loaded("--metrics", "0", "--log", workspace.path("traced.log"));
    expect(asked).toMatch(/node_modules.pino./);
    expect(asked).toMatch(/node_modules.prom-client./);
    expect(await loaded()).not.toMatch(/node_modules.(pino|prom-client)./);
  });
});

describe("what cannot be", () => {
  const base = [deck, "--no-open", "--ephemeral", "--port", "0"];
  it.each([
    ["a metrics address that is none", ["--metrics", "here"], 64, /--metrics must be a port, or host:port, not here/],
    ["a metrics host this machine has not", ["--metrics", "192.0.2.77:0"], 69, /192\.0\.2\.77.*--metrics/],
    ["a log file in no folder", ["--log", "/dev/null/lines"], 73, /\/dev\/null\/lines.*--log/],
    ["a log level that is none", ["--log", "-", "--log-level", "loud"], 64, /error, warn, info, debug/],
    ["a log level without a log", ["--log-level", "debug"], 64, /--log-level needs --log/],
  ] as const)("[O2] [O3] %s is said in one line", async (_name, args, code, message) => {
    const result = await runToEnd([...base, ...args]);
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(result).toMatchObject({ code, stdout: "" });
  });
});
