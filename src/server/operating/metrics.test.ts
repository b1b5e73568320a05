import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LecternError } from "../../errors.ts";
import { Batch } from "../../gateway/batch.ts";
import { defaultLimits } from "../../gateway/limits.ts";
import type { Room } from "../../gateway/room.ts";
import { testIdentity } from "../../log/contract.ts";
import { createMemoryLog } from "../../log/memory.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { watchedRoom } from "./served-room.test-helper.ts";

const hello = { event: "hello", v: 1 };
const asSpeaker = { ...hello, key: testIdentity.speakerKey };

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] }));
afterEach(() => vi.useRealTimers());

/** A scrape as a map from series to value; series at 0 left out. */
async function read(metrics: Metrics): Promise<Record<string, number>> {
  const lines = (await metrics.scrape()).split("\n").filter((line) => line.startsWith("lectern_"));
  const series = lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))] as const);
  return Object.fromEntries(series.filter(([, value]) => value !== 0));
}

async function watched() {
  const rooms: Room[] = [];
  const metrics = createMetrics({ version: "1.2.3", limits: defaultLimits, rooms: () => rooms });
  const log = createMemoryLog(testIdentity);
  const disk: { failure: unknown } = { failure: undefined };
  const failing = {
    ...log,
    append: async (entries: Parameters<typeof log.append>[0]) => {
      if (disk.failure !== undefined) throw disk.failure;
      await log.append(entries);
    },
  };
  const parts = await watchedRoom(failing, metrics.observe);
  rooms.push(parts.room);
  return { ...parts, metrics, disk };
}

/** What was told in this turn is counted after it. */
const afterThisTurn = () => new Promise((resolve) => setImmediate(resolve));

describe("metrics", () => {
  it("[O2] count who is connected, by role and transport, as of the scrape", async () => {
    const { connect, metrics } = await watched();
    connect("websocket", asSpeaker);
    const [one] = [connect("sse", hello), connect("sse", hello), connect("poll", hello), connect("websocket")];
    expect(await read(metrics)).toMatchObject({
      'lectern_build_info{version="1.2.3"}': 1,
      'lectern_connections{role="speaker",transport="websocket"}': 1,
      'lectern_connections{role="audience",transport="sse"}': 2,
      'lectern_connections{role="audience",transport="poll"}': 1,
      'lectern_connections{role="plain",transport="websocket"}': 1,
      lectern_people: 3,
      lectern_connections_limit: defaultLimits.connections,
    });
    one.connection.closed();
    expect(await read(metrics)).toMatchObject({
      'lectern_connections{role="audience",transport="sse"}': 1,
      'lectern_departures_total{role="audience",transport="sse",reason="gone"}': 1,
      lectern_people: 2,
    });
  });

  it("[O2] count commands by outcome, what the log took and how often, and what was told to how many", async () => {
    const { connect, host, metrics } = await watched();
    const [speaker, guest] = [connect("websocket", asSpeaker), connect("websocket", hello)];
    speaker.say({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } });
    speaker.say({ event: "move", id: 2, to: { h: 2, v: 0, f: -1 } });
    guest.say({ event: "move", id: 1, to: { h: 2, v: 0, f: -1 } });
    guest.say({ event: "nonsense" });
    guest.say("{");
    await host.drain();
    await afterThisTurn();
    expect(await read(metrics)).toMatchObject({
      'lectern_messages_total{event="hello"}': 2,
      'lectern_messages_total{event="move"}': 3,
      'lectern_messages_total{event="none"}': 2,
      'lectern_commands_total{command="move",outcome="accepted"}': 2,
      'lectern_commands_total{command="move",outcome="refused"}': 1,
      lectern_ack_seconds_count: 2,
      'lectern_errors_total{code="not-allowed",where="connection"}': 1,
      'lectern_errors_total{code="unknown-event",where="connection"}': 1,
      'lectern_errors_total{code="bad-message",where="connection"}': 1,
      lectern_log_entries_total: 2,
      lectern_log_append_seconds_count: 1,
      lectern_log_head: 2,
      lectern_log_writable: 1,
      lectern_fan_out_seconds_count: 1,
      lectern_fan_out_events_total: 2,
      lectern_fan_out_deliveries_total: 4,
    });
  });

  it("[O2] tell new clients from those that came back, with their events or with a snapshot", async () => {
    const { connect, metrics } = await watched();
    const since = (epoch: string) => ({ ...hello, since: { epoch, seq: 0 } });
    connect("websocket", hello);
    connect("websocket", since(testIdentity.epoch));
    connect("websocket", since("another"));
    connect("websocket", { ...hello, key: "x".repeat(32) });
    const welcomes = 'lectern_welcomes_total{role="audience",transport="websocket",start=';
    expect(await read(metrics)).toMatchObject({
      [`${welcomes}"new"}`]: 1,
      [`${welcomes}"resumed"}`]: 1,
      [`${welcomes}"snapshot"}`]: 1,
      'lectern_errors_total{code="bad-key",where="connection"}': 1,
      'lectern_departures_total{role="plain",transport="websocket",reason="bad-key"}': 1,
    });
  });

  it("[O2] [B2] show slow readers: what waits, who lags, and how each was brought up to date", async () => {
    const { connect, host, metrics } = await watched();
    const [speaker, slow] = [connect("websocket", asSpeaker), connect("websocket", hello)];
    slow.link.queuedBytes = defaultLimits.queueBytes + 1;
    speaker.link.queuedBytes = 10;
    speaker.say({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } });
    await host.drain();
    expect(await read(metrics)).toMatchObject({
      lectern_queue_bytes: defaultLimits.queueBytes + 11,
      lectern_queue_longest_bytes: defaultLimits.queueBytes + 1,
      'lectern_lagging_connections{missing="events"}': 1,
      lectern_lags_total: 1,
    });
    slow.connection.message(new Batch(["passes"]));
    slow.link.queuedBytes = 0;
    vi.advanceTimersByTime(defaultLimits.tickMs);
    const after = await read(metrics);
    expect(after).toMatchObject({ 'lectern_catch_ups_total{by="events"}': 1, lectern_dropped_messages_total: 1 });
    expect(after).not.toHaveProperty('lectern_lagging_connections{missing="events"}');
  });

  it("[O2] show a log that takes nothing, and mistakes of ours", async () => {
    const { connect, host, metrics, disk } = await watched();
    const speaker = connect("websocket", asSpeaker);
    disk.failure = new LecternError("log-unwritable", { cause: "disk full" });
    speaker.say({ event: "pause", id: 1, paused: true });
    await host.drain();
    const failed = await read(metrics);
    expect(failed).toMatchObject({
      lectern_log_append_failures_total: 1,
      lectern_faults_total: 1,
      'lectern_errors_total{code="log-unwritable",where="connection"}': 1,
    });
    expect(failed).not.toHaveProperty("lectern_log_writable");
    disk.failure = undefined;
    speaker.say({ event: "pause", id: 2, paused: true });
    await host.drain();
    expect(await read(metrics)).toMatchObject({ lectern_log_writable: 1 });
  });

  it("[O2] have no series that a client could make", async () => {
    const { connect, metrics } = await watched();
    const series = async () => Object.keys(await read(metrics)).sort();
    const say = (event: string): void => connect("poll", { event, id: 1, channel: event }).connection.closed();
    say("nonsense");
    const other = connect("poll");
    other.say("{");
    other.connection.closed();
    const before = await series();
    fc.assert(
      fc.property(fc.string(), (name) => {
        fc.pre(!/^(hello|ping|handshake)$/.test(name));
        say(`${name}!`);
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(await series()).toEqual(before);
  });

  it("[O2] stand in docs/operating.md, all of them and no others", async () => {
    const { metrics } = await watched();
    const named = (await metrics.scrape()).matchAll(/^# HELP (\S+)/gm);
    const documented = readFileSync("docs/operating.md", "utf8").matchAll(
      /^\| `((?:lectern|process|nodejs)_\w+)` \|/gm,
    );
    const sorted = (names: Iterable<RegExpMatchArray>): string[] => [...names].map(([, name]) => String(name)).sort();
    expect(sorted(documented)).toEqual(sorted(named));
  });
});
