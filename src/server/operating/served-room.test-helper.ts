/** A room without a network, watched by an observer: links whose other end is a test. */
import type { Batch } from "../../gateway/batch.ts";
import { Connection } from "../../gateway/connection.ts";
import { defaultLimits } from "../../gateway/limits.ts";
import type { Link } from "../../gateway/link.ts";
import { Room } from "../../gateway/room.ts";
import { TalkHost } from "../../gateway/talk-host.ts";
import type { TalkLog } from "../../log/talk-log.ts";
import type { Transport } from "../../protocol/transports.ts";
import type { ObserveServer } from "./observation.ts";
import { observedLog } from "./observed-log.ts";

export type Said = { readonly event: string } & Readonly<Record<string, unknown>>;

class TestLink implements Link {
  readonly transport: Transport;
  readonly handshake = { request: [], response: [] };
  readonly said: Said[] = [];
  queuedBytes = 0;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  send({ texts }: Batch): void {
    this.said.push(...texts.map((text) => JSON.parse(text) as Said));
  }

  close(): void {}
}

export async function watchedRoom(log: TalkLog, observe: ObserveServer) {
  const now = () => 1000;
  const host = await TalkHost.open({ log: observedLog(log, observe), now, resumeEvents: 100, onFault() {}, observe });
  const room = new Room(host, defaultLimits, now);
  const connect = (transport: Transport, ...messages: object[]) => {
    const link = new TestLink(transport);
    const connection = new Connection(link, room, defaultLimits, now);
    const say = (message: object | string): void =>
      connection.receive(typeof message === "string" ? message : JSON.stringify(message));
    for (const message of messages) say(message);
    return { link, connection, say };
  };
  return { host, room, connect };
}
