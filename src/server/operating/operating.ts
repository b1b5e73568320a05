/** What a server tells those who run it: log lines and metrics, each loaded only where it is asked for. */
import type { Limits } from "../../gateway/limits.ts";
import type { Room } from "../../gateway/room.ts";
import { authority } from "../addresses.ts";
import type { LogLines } from "./log-lines.ts";
import type { ObserveServer } from "./observation.ts";

/** The most important lines first; each level has those before it too. */
export const logLevels = ["error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof logLevels)[number];

export type LogOptions = {
  /** A file to append to, or `-` for standard error. */
  readonly to: string;
  readonly level: LogLevel;
};

export type MetricsAddress = { readonly host: string; readonly port: number };

export type OperatingOptions = {
  readonly version: string;
  readonly log?: LogOptions | undefined;
  /** Where to answer scrapes. */
  readonly metrics?: MetricsAddress | undefined;
};

export type Operating = {
  readonly observe: ObserveServer;
  /** Where the metrics are, when they are asked for. */
  readonly metrics: string | undefined;
  close(): void;
};

/** @throws LecternError `log-lines-unwritable`, `metrics-unavailable` */
export async function startOperating(
  { version, log, metrics }: OperatingOptions = { version: "" },
  limits: Limits,
  rooms: () => Iterable<Room>,
): Promise<Operating> {
  const lines = log && (await openLines(log, version));
  try {
    const scrapes = metrics && (await openMetrics(metrics, version, limits, rooms));
    const observers = [lines, scrapes].flatMap((part) => part?.observe ?? []);
    return {
      observe: (observation) => {
        for (const observe of observers) observe(observation);
      },
      metrics: scrapes?.address,
      close() {
        scrapes?.close();
        lines?.close();
      },
    };
  } catch (error) {
    lines?.observe({ kind: "start-failed", error });
    throw error;
  }
}

async function openLines(log: LogOptions, version: string): Promise<LogLines> {
  const { openLogLines } = await import("./log-lines.ts");
  return openLogLines(log, version);
}

async function openMetrics(address: MetricsAddress, version: string, limits: Limits, rooms: () => Iterable<Room>) {
  const { createMetrics } = await import("./metrics.ts");
  const { listenForScrapes } = await import("./metrics-listener.ts");
  const metrics = createMetrics({ version, limits, rooms });
  const { port, close } = await listenForScrapes(address, metrics);
  return { observe: metrics.observe, address: `http://${authority(address.host, port)}/metrics`, close };
}
