/**
 * What happens on a server as Prometheus metrics (rule O2). Counters grow with what is observed; what is so at a moment
 * is looked up when somebody asks. Every label's values are a closed set of ours: no client can make a series.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Audience } from "../../gateway/fan-out.ts";
import type { Limits } from "../../gateway/limits.ts";
import type { Room } from "../../gateway/room.ts";
import { transportNames } from "../../protocol/transports.ts";
import type { ObserveServer, ServerObservation } from "./observation.ts";

export type MetricsOptions = {
  readonly version: string;
  readonly limits: Limits;
  /** The talks being given. */
  readonly rooms: () => Iterable<Room>;
};

export type Metrics = {
  readonly observe: ObserveServer;
  readonly contentType: string;
  /** Everything as of now, in Prometheus's text format. */
  scrape(): Promise<string>;
};

const roles: readonly Audience[] = ["speaker", "moderator", "audience", "plain"];
/** Seconds. An append is a write that reached the disk: under a millisecond on an SSD, tens on a disk that turns. */
const appendBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
/** A command waits for its batch and the disk; people notice a quarter of a second. */
const ackBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** From a handful of screens to ten thousand; the tick is 0.05. */
const fanOutBuckets = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

export function createMetrics({ version, limits, rooms }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = defineCounters(registry);
  const gauges = defineGauges(registry);
  gauges.build.set({ version }, 1);
  gauges.limit.set(limits.connections);
  return {
    observe: (observation) => count(counters, observation),
    contentType: registry.contentType,
    scrape() {
      takeStock(gauges, rooms());
      return registry.metrics();
    },
  };
}

type Counters = ReturnType<typeof defineCounters>;

function defineCounters(registry: Registry) {
  const counter = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `lectern_${name}`, help, labelNames, registers: [registry] });
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `lectern_${name}`, help, buckets, registers: [registry] });
  return {
    welcomes: counter("welcomes_total", "Clients welcomed, by how they began", "role", "transport", "start"),
    departures: counter("departures_total", "Connections that ended, and why", "role", "transport", "reason"),
    messages: counter("messages_total", "Messages from clients; event none: not of the protocol", "event"),
    commands: counter("commands_total", "Commands answered", "command", "outcome"),
    ack: histogram("ack_seconds", "From reading a command to its acknowledgement", ackBuckets),
    errors: counter("errors_total", "Errors clients were told, on connections and in HTTP answers", "code", "where"),
    responses: counter("http_responses_total", "HTTP requests answered, and upgrades turned away", "status"),
    appended: counter("log_entries_total", "Entries made durable"),
    append: histogram("log_append_seconds", "Time to make one batch durable", appendBuckets),
    appendFailures: counter("log_append_failures_total", "Batches the log refused"),
    events: counter("fan_out_events_total", "Events of the log told to rooms"),
    deliveries: counter("fan_out_deliveries_total", "Events times the connections they were told to"),
    fanOut: histogram("fan_out_seconds", "Time to tell one tick's events to a room, writes included", fanOutBuckets),
    lags: counter("lags_total", "Times a connection began to miss something because it read too slowly"),
    catchUps: counter("catch_ups_total", "Times a slow connection was brought up to date, and by what", "by"),
    dropped: counter("dropped_messages_total", "Passing messages not told to slow connections"),
    reloads: counter("deck_reloads_total", "Changes of the deck's file", "outcome"),
    workerDeaths: counter("worker_deaths_total", "Processes for WebSockets that ended before they should"),
    faults: counter("faults_total", "Mistakes of ours; the log has each with its reference"),
  };
}

function count(counters: Counters, observation: ServerObservation): void {
  switch (observation.kind) {
    case "welcomed": {
      const { role, transport, start } = observation;
      return counters.welcomes.inc({ role, transport, start });
    }
    case "left": {
      const { role, transport, why } = observation;
      return counters.departures.inc({ role, transport, reason: why });
    }
    case "heard":
      return counters.messages.inc({ event: observation.event ?? "none" });
    case "answered": {
      const { command, outcome, seconds } = observation;
      if (outcome === "accepted") counters.ack.observe(seconds);
      return counters.commands.inc({ command, outcome });
    }
    case "refused":
      return counters.errors.inc({ code: observation.code, where: "connection" });
    case "responded":
      if (observation.code !== undefined) counters.errors.inc({ code: observation.code, where: "http" });
      return counters.responses.inc({ status: observation.status });
    case "appended":
      counters.append.observe(observation.seconds);
      return counters.appended.inc(observation.entries);
    case "append-failed":
      return counters.appendFailures.inc();
    case "told":
      counters.fanOut.observe(observation.seconds);
      counters.events.inc(observation.events);
      return counters.deliveries.inc(observation.events * observation.listeners);
    case "lagged":
      return counters.lags.inc();
    case "caught-up":
      return counters.catchUps.inc({ by: observation.by });
    case "dropped":
      return counters.dropped.inc();
    case "deck-reloaded":
      return counters.reloads.inc({ outcome: "reloaded" });
    case "deck-failed":
      return counters.reloads.inc({ outcome: "failed" });
    case "fault":
      return counters.faults.inc();
    case "worker-died":
      return counters.workerDeaths.inc();
    case "worker-started":
    case "log-stands":
    case "listening":
    case "start-failed":
    case "draining":
    case "drained":
      return;
  }
}

type Gauges = ReturnType<typeof defineGauges>;

function defineGauges(registry: Registry) {
  const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `lectern_${name}`, help, labelNames, registers: [registry] });
  return {
    build: gauge("build_info", "1; which version this is", "version"),
    connections: gauge("connections", "Open connections; role plain: without hello", "role", "transport"),
    limit: gauge("connections_limit", "Connections the server takes at most"),
    people: gauge("people", "People of the audience who are here"),
    queue: gauge("queue_bytes", "Bytes that wait for clients to read, of all connections"),
    longest: gauge("queue_longest_bytes", "Bytes that wait for the slowest client"),
    lagging: gauge("lagging_connections", "Connections that miss something because they read too slowly", "missing"),
    writable: gauge("log_writable", "1 while the log takes entries"),
    head: gauge("log_head", "Entries in the log"),
  };
}

/** Goes once over everybody who is connected. */
function takeStock(gauges: Gauges, rooms: Iterable<Room>): void {
  const { connections, people, queue, longest, lagging, writable, head } = gauges;
  for (const gauge of [people, queue, longest, head]) gauge.set(0);
  for (const missing of ["facts", "events"]) lagging.set({ missing }, 0);
  for (const role of roles) for (const transport of transportNames) connections.set({ role, transport }, 0);
  writable.set(1);
  let longestQueue = 0;
  for (const room of rooms) {
    if (!room.host.isWritable) writable.set(0);
    people.inc(room.presence.here);
    head.inc(room.host.state.seq);
    for (const { outbox, transport, queuedBytes } of room.connections) {
      const { audience, lag } = outbox;
      connections.inc({ role: audience, transport });
      queue.inc(queuedBytes);
      longestQueue = Math.max(longestQueue, queuedBytes);
      if (lag !== undefined) lagging.inc({ missing: lag.missing });
    }
  }
  longest.set(longestQueue);
}
