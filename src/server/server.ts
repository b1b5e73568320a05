/** The composition root: chooses the parts, wires them, listens, and drains. No logic of its own. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import { networkInterfaces } from "node:os";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { LecternError } from "../errors.ts";
import type { SocketCarrier } from "../gateway/carrier.ts";
import { HttpGateway } from "../gateway/http-gateway.ts";
import { defaultLimits, type Limits, type Refusal } from "../gateway/limits.ts";
import { stopwatch } from "../gateway/observer.ts";
import type { Room } from "../gateway/room.ts";
import { Sockets } from "../gateway/sockets.ts";
import { endUpgrade } from "../gateway/upgrade.ts";
import { WebSocketGateway } from "../gateway/websocket.ts";
import { authority, isEveryAddress, isLoopback, reachableAddresses } from "./addresses.ts";
import { readAssets } from "./assets.ts";
import { listen } from "./listen.ts";
import { type Kept, openTalk, type TalkOptions } from "./open-talk.ts";
import { type Operating, type OperatingOptions, startOperating } from "./operating/operating.ts";
import { createRoutes } from "./routes.ts";
import type { ServedTalk } from "./served-talk.ts";

export type ServerOptions = {
  readonly talk: TalkOptions;
  /** Address to listen on; empty for every address of this machine. */
  readonly host: string;
  /** The port to listen on; 0 lets the operating system choose. */
  readonly port: number;
  /** Whether to take the next free port when `port` is taken. */
  readonly mayMovePort: boolean;
  /** The folder with the built web pages. */
  readonly webRoot: string;
  readonly limits?: Partial<Limits>;
  /** Processes that carry the WebSockets; 0 and by default none but this one. */
  readonly workers?: number | undefined;
  /** Log lines and metrics for those who run it; none by default. */
  readonly operating?: OperatingOptions | undefined;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly onDeck: (change: { readonly title: string } | LecternError) => void;
  /** What the operator should know and no user may see. */
  readonly onFault: (error: unknown, reference: string) => void;
};

export type LecternServer = {
  readonly port: number;
  /** Where this machine reads the metrics, when they are asked for. */
  readonly metrics: string | undefined;
  readonly talk: ServedTalk;
  readonly kept: Kept;
  /** Base URLs others can reach, the best one first; this machine's own where there is none. */
  readonly origins: readonly string[];
  /** Base URL for the machine it runs on. */
  readonly localOrigin: string;
  /** Stops accepting, makes everything durable, closes every connection with 1001 and a retry hint (rule B5). */
  drain(): Promise<void>;
};

type Talks = Map<string, ServedTalk>;

/** @throws LecternError when the deck, the log, the pages or a port cannot be had. */
export async function startServer(options: ServerOptions): Promise<LecternServer> {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const talks: Talks = new Map();
  const rooms = (): Room[] => [...talks.values()].map(({ room }) => room);
  const operating = await startOperating(options.operating, limits, rooms);
  let carrier: SocketCarrier | undefined;
  try {
    carrier = await carrierOf(options.workers ?? 0, limits, operating);
    return await serve(options, limits, talks, operating, carrier);
  } catch (error) {
    await carrier?.terminate();
    operating.observe({ kind: "start-failed", error });
    operating.close();
    throw error;
  }
}

/** What carries WebSockets: this process, or workers, which nobody else loads. */
async function carrierOf(workers: number, limits: Limits, { observe }: Operating): Promise<SocketCarrier> {
  if (workers === 0) return new Sockets(limits);
  const { WorkerPool } = await import("../gateway/workers/pool.ts");
  return WorkerPool.start(workers, limits, observe);
}

async function serve(
  options: ServerOptions,
  limits: Limits,
  talks: Talks,
  operating: Operating,
  carrier: SocketCarrier,
): Promise<LecternServer> {
  const now = options.now ?? Date.now;
  const assets = readAssets(options.webRoot);
  const { observe, metrics } = operating;
  const { onFault } = options;
  const onDeck = (change: { readonly title: string } | LecternError): void => {
    observe(change instanceof LecternError ? { kind: "deck-failed", error: change } : { kind: "deck-reloaded" });
    options.onDeck(change);
  };
  const { talk, kept } = await openTalk({ ...options.talk, limits, now, observe, onDeck, onFault });
  talks.set(talk.code, talk);
  const findTalk = (code: string | undefined): ServedTalk | undefined => (code === undefined ? talk : talks.get(code));
  let isDraining = false;
  const refusal = (): Refusal | undefined => {
    if (isDraining) return "draining";
    return sockets.size + links.size >= limits.connections ? "server-full" : undefined;
  };
  const sockets = new WebSocketGateway(carrier, limits, now, refusal);
  const links = new HttpGateway(limits, now, refusal);
  let origins: readonly string[] = [];
  const routes = createRoutes({
    assets,
    findTalk,
    links,
    observe,
    readiness: () => {
      if (isDraining) return "draining";
      return [...talks.values()].every(({ host }) => host.isWritable) ? "ready" : "log-unwritable";
    },
    joinUrl: (base) => (origins[0] ?? "") + base,
    onFault: (error) => {
      const reference = randomUUID().slice(0, 8);
      onFault(error, reference);
      observe({ kind: "fault", error, reference });
      return reference;
    },
  });
  const http = createAdaptorServer({ fetch: routes.fetch, serverOptions: { shouldUpgradeCallback } }) as Server;
  http.on("upgrade", (request, socket, head) => upgrade(request, socket, head, sockets, findTalk));
  try {
    const port = await listen(http, options);
    const host = isEveryAddress(options.host) ? "localhost" : options.host;
    const localOrigin = `http://${authority(host, port)}`;
    origins = reachableOrigins(options.host, port, localOrigin);
    observe({
      kind: "listening",
      port,
      epoch: talk.host.identity.epoch,
      file: kept.file,
      deck: talk.deck.deck.kind,
    });
    const stop = async (): Promise<void> => {
      isDraining = true;
      const elapsed = stopwatch();
      observe({ kind: "draining", connections: sockets.size + links.size });
      await drain(http, sockets, links, talk, limits);
      observe({ kind: "drained", seconds: elapsed() });
      operating.close();
    };
    return { port, metrics, talk, kept, origins, localOrigin, drain: stop };
  } catch (error) {
    links.terminate();
    await talk.close();
    throw error;
  }
}

/** Who offers another protocol, as many do HTTP/2, has asked for a page all the same (RFC 9110 §7.8). */
function shouldUpgradeCallback({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}

function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  gateway: WebSocketGateway,
  findTalk: (code: string | undefined) => { readonly room: Room } | undefined,
): void {
  socket.on("error", () => socket.destroy());
  const path = (request.url ?? "").split("?")[0] ?? "";
  const match = /^(?:\/t\/([^/]+))?\/ws$/.exec(path);
  const talk = match === null ? undefined : findTalk(match[1]);
  if (talk === undefined) return endUpgrade(socket, "not-found");
  gateway.accept(request, socket, head, talk.room);
}

function reachableOrigins(host: string, port: number, localOrigin: string): readonly string[] {
  if (!isEveryAddress(host)) return [localOrigin];
  const addresses = isLoopback(host) ? [] : reachableAddresses(networkInterfaces());
  return addresses.length === 0 ? [localOrigin] : addresses.map((address) => `http://${authority(address, port)}`);
}

/** How long who polls may take to come for the goodbye, and how long closing handshakes may take. */
const goodbyeMs = 1000;
const closingMs = 1500;

async function drain(
  http: Server,
  sockets: WebSocketGateway,
  links: HttpGateway,
  talk: ServedTalk,
  limits: Limits,
): Promise<void> {
  await talk.host.drain();
  const size = sockets.size + links.size;
  // Everybody comes back at another moment, and the more there are, the longer the spread.
  const spread = Math.min(limits.returnSpreadMs, 200 + size * 2);
  talk.room.closeAll((connection) => connection.drain(200 + Math.floor(Math.random() * spread)));
  await Promise.race([links.goodbyes(), elapsed(goodbyeMs)]);
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeIdleConnections();
  await Promise.race([Promise.all([closed, sockets.close()]), elapsed(closingMs)]);
  links.terminate();
  await sockets.terminate();
  http.closeAllConnections();
  await talk.close();
}

function elapsed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
