/** A TCP socket on its way to another process. */
import { Socket } from "node:net";
import type { Duplex } from "node:stream";

type Handle = { readStop(): void };

/**
 * Reads nothing from the socket any more, so that what comes from now on waits for the process that gets it. Node has no
 * public way to say so to a socket that HTTP has read from.
 */
export function letGo(socket: Duplex): Socket {
  const { _handle: handle } = socket as unknown as { readonly _handle?: Handle };
  if (!(socket instanceof Socket) || handle?.readStop === undefined) {
    throw new Error("Node does not keep a socket's handle in _handle any more");
  }
  handle.readStop();
  // Else the HTTP server asks the workers for it before it closes, and forgets its own connections over that.
  return Object.assign(socket, { server: undefined });
}
