/** What carries a link's messages, whatever the network lets through (rule T1). */
import type { ClientMessage } from "../protocol/messages.ts";
import type { Transport } from "../protocol/transports.ts";

export type Carrier = {
  /** False when it does not stand. */
  send(text: string): boolean;
  /** Ends it; nothing is told afterwards. */
  close(): void;
};

export type CarrierEvents = {
  opened(): void;
  heard(text: string): void;
  /** The last that is told: a WebSocket close code, 1006 without a goodbye. */
  closed(code: number, reason: string): void;
};

export type CarrierOptions = {
  /** `ws://…/ws` or `wss://…/ws` */
  readonly url: string;
  readonly WebSocket: typeof WebSocket;
  readonly fetch: typeof fetch;
};

export function openCarrier(transport: Transport, options: CarrierOptions, events: CarrierEvents): Carrier {
  return transport === "websocket" ? openWebSocket(options, events) : openHttp(transport, options, events);
}

export function openWebSocket({ url, WebSocket: Socket }: CarrierOptions, events: CarrierEvents): Carrier {
  const socket = new Socket(url);
  let isOver = false;
  socket.onopen = () => {
    if (!isOver) events.opened();
  };
  socket.onmessage = ({ data }) => {
    if (!isOver && typeof data === "string") events.heard(data);
  };
  socket.onclose = ({ code, reason }) => {
    if (!isOver) events.closed(code, reason);
  };
  return {
    send(text) {
      if (isOver || socket.readyState !== 1) return false;
      socket.send(text);
      return true;
    },
    close() {
      isOver = true;
      socket.close(1000);
    },
  };
}

/** Whether messages pass in both directions: on some networks a WebSocket opens and then stays silent. */
export function answersPing(open: (events: CarrierEvents) => Carrier, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (passes: boolean): void => {
      clearTimeout(timer);
      carrier.close();
      resolve(passes);
    };
    const timer = setTimeout(() => done(false), withinMs);
    const carrier = open({
      opened: () => carrier.send(JSON.stringify({ event: "ping" } satisfies ClientMessage)),
      heard: () => done(true),
      closed: () => done(false),
    });
  });
}

/** Loaded by those who need it: most networks let WebSocket through. */
function openHttp(transport: "sse" | "poll", options: CarrierOptions, events: CarrierEvents): Carrier {
  let carrier: Carrier | undefined;
  let isOver = false;
  import("./http-carriers.ts").then(
    ({ openStream, openPoll }) => {
      if (!isOver) carrier = transport === "sse" ? openStream(options, events) : openPoll(options, events);
    },
    () => {
      if (!isOver) events.closed(1006, "");
    },
  );
  return {
    send: (text) => carrier?.send(text) ?? false,
    close() {
      isOver = true;
      carrier?.close();
    },
  };
}
