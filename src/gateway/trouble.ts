/** Why a talk cannot be saved, as those are told who can do something about it. */
import { LecternError, type LogFault, logFaults } from "../errors.ts";
import type { Trouble } from "../protocol/messages.ts";

export function troubleOf(error: unknown): Trouble {
  const unknown = new LecternError("log-unwritable", { cause: logFaults.other });
  const { message, details } = error instanceof LecternError ? error : unknown;
  return { code: "log-unwritable", fault: isFault(details.fault) ? details.fault : "other", message };
}

function isFault(fault: unknown): fault is LogFault {
  return typeof fault === "string" && Object.hasOwn(logFaults, fault);
}
