/**
 * What happens on a server as lines of JSON (rule O3), each with a word for what it is in `event`. What people do is
 * counted by the metrics and has no line; what comes in floods has one line and then a count.
 */
import { openSync, writeSync } from "node:fs";
import { pino } from "pino";
import { type ErrorCode, LecternError } from "../../errors.ts";
import type { ObserveServer, ServerObservation } from "./observation.ts";
import type { LogLevel, LogOptions } from "./operating.ts";
import { Throttle } from "./throttle.ts";

export type LogLines = { readonly observe: ObserveServer; close(): void };

/** Milliseconds between two lines about the same flood. */
const floodMs = 10_000;

const standardError = 2;

/** @throws LecternError `log-lines-unwritable` */
export function openLogLines({ to, level }: LogOptions, version: string): LogLines {
  const file = to === "-" ? standardError : openFile(to);
  // Written at once: the last line before a crash is the one that matters, and lines are few.
  const destination = pino.destination({ dest: file, sync: true });
  let isLost = false;
  destination.on("error", (error) => {
    if (isLost || file === standardError) return;
    isLost = true;
    writeSync(standardError, `lectern: log lines cannot be written to ${to}: ${error}\n`);
  });
  return createLogLines(
    pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters }, destination),
    {
      version,
      pid: process.pid,
    },
  );
}

const formatters = { level: (label: string): object => ({ level: label }) };

function openFile(file: string): number {
  try {
    return openSync(file, "a", 0o600);
  } catch (error) {
    const cause = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new LecternError("log-lines-unwritable", { file, cause }, { cause: error });
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** Where the lines go. */
export type Logger = Readonly<Record<"fatal" | LogLevel, (fields: Fields) => void>>;

/** `process` stands in the first line. */
export function createLogLines(logger: Logger, process: Fields): LogLines {
  const turnedAway = (code: ErrorCode): Throttle =>
    new Throttle(floodMs, (times) => logger.warn({ event: "turned-away", code, times }));
  const floods: Partial<Record<ErrorCode, Throttle>> = {
    "server-full": turnedAway("server-full"),
    "too-slow": turnedAway("too-slow"),
    flood: turnedAway("flood"),
  };
  const observe = (observation: ServerObservation): void => {
    switch (observation.kind) {
      case "listening": {
        const { port, epoch, file, deck } = observation;
        return logger.info({ event: "listening", ...process, port, epoch, file, deck });
      }
      case "start-failed":
        return logger.fatal({ event: "start-failed", ...describe(observation.error) });
      case "deck-reloaded":
        return logger.info({ event: "deck-reloaded" });
      case "deck-failed":
        return logger.warn({ event: "deck-failed", ...describe(observation.error) });
      case "fault":
        return logger.error({ event: "fault", reference: observation.reference, ...describe(observation.error) });
      case "log-stands":
        if (observation.trouble === null) return logger.info({ event: "log-writable-again" });
        return logger.error({ event: "log-unwritable", ...observation.trouble });
      case "worker-started":
        return logger.info({ event: "worker-started", worker: observation.pid });
      case "worker-died": {
        const { pid, cause, connections } = observation;
        return logger.error({ event: "worker-died", worker: pid, cause, connections });
      }
      case "refused":
      case "responded":
        if (observation.code !== undefined) floods[observation.code]?.happened();
        return;
      case "welcomed": {
        const { role, transport, start } = observation;
        return logger.debug({ event: "joined", role, transport, start });
      }
      case "left": {
        const { role, transport, why } = observation;
        return logger.debug({ event: "left", role, transport, reason: why });
      }
      case "draining":
        return logger.info({ event: "draining", connections: observation.connections });
      case "drained":
        return logger.info({ event: "drained", seconds: observation.seconds });
      case "appended":
      case "append-failed":
      case "heard":
      case "answered":
      case "told":
      case "lagged":
      case "caught-up":
      case "dropped":
        return;
    }
  };
  return {
    observe,
    close: () => {
      for (const throttle of Object.values(floods)) throttle.close();
    },
  };
}

/**
 * An error without what it may carry along. One of the table says all in its message; an address on the web may hold a
 * secret, so only the code is said.
 */
function describe(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { message, stack, cause } = error;
  const because = cause instanceof Error ? { cause: cause.message } : {};
  if (!(error instanceof LecternError)) return { message, stack, ...because };
  const { code } = error;
  return code.startsWith("deck-url-") ? { code } : { code, message, ...because };
}
