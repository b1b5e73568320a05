/**
 * The program of a worker: carries WebSockets for a talk in another process, and lives as long as that one. A terminal
 * and a service manager tell a whole group to stop; when to go is the talk's to say.
 */
import type { Socket } from "node:net";
import { Carriage } from "./carriage.ts";
import type { FromWorker, ToWorker } from "./messages.ts";

let carriage: Carriage | undefined;

process.on("message", (message: ToWorker, socket: Socket | undefined) => {
  if (message.kind === "begin") carriage = new Carriage(message.limits, report);
  else if (message.kind === "accept") carriage?.accept(message, socket);
  else carriage?.work(message);
});
process.on("disconnect", () => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

function report(message: FromWorker, sent: () => void): void {
  process.send?.(message, undefined, {}, sent);
}
