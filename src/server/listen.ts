/** Finds a port to listen on, and says in words what is wrong when there is none. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { LecternError } from "../errors.ts";

export type ListenOptions = { readonly host: string; readonly port: number; readonly mayMovePort: boolean };

const attempts = 50;

/**
 * Connections the kernel may hold ready until they are accepted: a room that scans the code at once comes faster than one
 * process accepts, and who finds the queue full is sent away or waits a second. Linux caps it at `net.core.somaxconn`.
 */
const backlog = 4096;

/**
 * Listens and returns the port. With `mayMovePort` a taken port means the next one.
 * @throws LecternError `port-taken`, `port-denied`, `host-unavailable`
 */
export async function listen(server: Server, { host, port, mayMovePort }: ListenOptions): Promise<number> {
  for (let offset = 0; ; offset++) {
    try {
      return await listenOnce(server, host, port + offset);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EADDRINUSE" && mayMovePort && offset < attempts) continue;
      throw explain(error, code, host, port);
    }
  }
}

function listenOnce(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(error);
    server.once("error", failed);
    server.listen({ port, backlog, ...(host === "" ? {} : { host }) }, () => {
      server.off("error", failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function explain(error: unknown, code: string | undefined, host: string, port: number): unknown {
  if (code === "EADDRINUSE") return new LecternError("port-taken", { port }, { cause: error });
  if (code === "EACCES") return new LecternError("port-denied", { port }, { cause: error });
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new LecternError("host-unavailable", { host }, { cause: error });
  }
  return error;
}
