/** The network of a simulation: whose lines there are, and what happens to them. */
import { between, oneOf, type Random } from "../support/seeded.ts";
import { fetchOver, type HttpDown, type HttpUp, headBytes } from "./http.ts";
import { type Accept, type AnyLine, type ClientEnd, Line } from "./line.ts";
import { goodWeather, Moments, type Weather } from "./pipe.ts";
import { headerBytes, SimSocket, type SocketDown, type SocketUp } from "./web-socket.ts";
import type { World } from "./world.ts";

/** How long somebody waits who dials where nobody answers. */
const silenceMs = 20_000;

/** What somebody's network is like. */
export type Conditions = {
  readonly weather: Weather;
  /** A WebSocket is refused, or opens and nothing passes. */
  readonly webSocket: "passes" | "refused" | "silent";
  /** Answers over HTTP are passed on when they are whole. */
  readonly collects: boolean;
  /** How often the line of a request breaks before its answer has come. */
  readonly breaks: number;
};

/** A request that breaks later than at once does so within this time. */
const longestBreakMs = 3000;

const good: Conditions = { weather: goodWeather, webSocket: "passes", collects: false, breaks: 0 };

/** What answers at the server's address. */
export type Acceptors = {
  readonly webSocket: Accept<SocketUp, SocketDown>;
  readonly http: Accept<HttpUp, HttpDown>;
};

export class Network {
  readonly #world: World;
  readonly #random: Random;
  readonly #moments: Moments;
  readonly #accept: Acceptors;
  /** Every line there ever was. */
  readonly lines: AnyLine[] = [];
  /** Somebody begins to open a link. */
  dials: (owner: string) => void = () => {};
  readonly #open = new Set<AnyLine>();
  /** Devices that never find out by themselves that a line is dead: the operating system tells them. */
  readonly #trusting = new Set<string>();
  readonly #conditions = new Map<string, Conditions>();
  readonly #offline = new Map<string, { readonly until: number; readonly isSilent: boolean }>();
  /** When somebody could not be reached, or not reach anybody. */
  #failedAt = 0;
  #isGood = false;

  constructor(world: World, accept: Acceptors) {
    this.#world = world;
    this.#random = world.random;
    this.#moments = new Moments(world.random);
    this.#accept = accept;
  }

  /** A `WebSocket` as browsers have it, for this person's device. `watches`: it finds out when a line is dead. */
  socketFor(name: string, watches: boolean): typeof WebSocket {
    const network = this;
    if (!watches) this.#trusting.add(name);
    return class extends SimSocket {
      constructor() {
        super((client) => network.#openSocket(name, client));
      }
    } as unknown as typeof WebSocket;
  }

  /** `fetch` as browsers have it, for this person's device. */
  fetchFor(name: string): typeof fetch {
    return fetchOver(
      (request, client) => this.#request(name, request, client),
      () => this.#conditionsOf(name).collects,
    );
  }

  setConditions(name: string, conditions: Conditions): void {
    this.#conditions.set(name, conditions);
  }

  /** Something happens to somebody's line, or to everybody's at once. */
  disturb(): void {
    const random = this.#random;
    const one = oneOf(random, [...this.#open]);
    const scope = random();
    const what = oneOf(random, ["cut", "halfOpen", "stall", "stall", "offline"] as const) ?? "cut";
    const direction = oneOf(random, ["up", "down", "both"] as const) ?? "both";
    const milliseconds = Math.floor(between(random, 1, 250) ** (1 + random()));
    const isHit = (line: AnyLine): boolean => {
      if (scope < 0.15 || line === one) return true;
      // One device may have several lines.
      return line.owner === one?.owner && (what === "offline" || scope < 0.5);
    };
    for (const line of [...this.#open].filter(isHit)) {
      if (line.isOver) continue;
      const name = line.owner;
      this.#world.trace(name, what === "stall" ? `stall ${direction} ${milliseconds}` : what);
      if (what === "stall") line.stall(direction, milliseconds);
      else if (what === "cut" || this.#trusting.has(name)) line.cut();
      else line.halfOpen();
      if (what === "offline") this.#offline.set(name, { until: Date.now() + milliseconds, isSilent: random() < 0.5 });
    }
  }

  /** Nothing bad happens from now on; what was severed stays so, and is for the two ends to find. */
  heal(): void {
    this.#isGood = true;
    this.#offline.clear();
    // Also those whose client has gone before the server took them: both is still on its way.
    for (const line of this.lines) line.heal();
  }

  /** When something was last lost on the way; Unix milliseconds. */
  get lostAt(): number {
    return this.lines.reduce((last, { severedAt = 0 }) => Math.max(last, severedAt), this.#failedAt);
  }

  #conditionsOf(name: string): Conditions {
    const conditions = this.#conditions.get(name) ?? good;
    return this.#isGood ? { ...conditions, weather: goodWeather, breaks: 0 } : conditions;
  }

  #openSocket(name: string, client: ClientEnd<SocketDown>): Line<SocketUp, SocketDown> | undefined {
    this.dials(name);
    const { webSocket, weather } = this.#conditionsOf(name);
    if (webSocket !== "passes") {
      const answered = (): void => (webSocket === "refused" ? client.lost() : client.heard({ kind: "open" }));
      this.#moments.wake(Date.now() + weather.latency, answered);
      return undefined;
    }
    return this.#dial<SocketUp, SocketDown>(
      name,
      { kind: "upgrade" },
      headerBytes,
      client,
      this.#accept.webSocket,
      wordsOf,
    );
  }

  #request(name: string, request: HttpUp, client: ClientEnd<HttpDown>): Line<HttpUp, HttpDown> | undefined {
    if (request.headers.Authorization === undefined) this.dials(name);
    const { method, path, body = "" } = request;
    this.#world.trace(name, `${method} ${path} ${body}`);
    const bytes = headBytes + body.length;
    const line = this.#dial(name, request, bytes, client, this.#accept.http, ({ status, body }) => `${status} ${body}`);
    const { breaks, weather } = this.#conditionsOf(name);
    const random = this.#random;
    if (line !== undefined && random() < breaks) {
      const within = random() < 0.5 ? 2 * (weather.latency + weather.jitter) : longestBreakMs;
      this.#moments.wake(Date.now() + between(random, 0, within), () => {
        if (line.isOver || this.#isGood) return;
        this.#world.trace(name, `loses ${method} ${path}`);
        if (random() < 0.5) line.cut();
        else line.halfOpen();
      });
    }
    return line;
  }

  #dial<Up, Down>(
    name: string,
    opening: Up,
    bytes: number,
    client: ClientEnd<Down>,
    accept: Accept<Up, Down>,
    inWords: (what: Down) => string | undefined,
  ): Line<Up, Down> | undefined {
    const offline = this.#offline.get(name);
    if (offline !== undefined && offline.until > Date.now()) {
      this.#failedAt = Date.now();
      const wait = offline.isSilent ? silenceMs : between(this.#random, 0, 100);
      this.#moments.wake(Date.now() + wait, () => client.lost());
      return undefined;
    }
    for (const line of this.#open) if (line.isOver) this.#open.delete(line);
    const line = new Line({
      owner: name,
      moments: this.#moments,
      random: this.#random,
      weather: this.#conditionsOf(name).weather,
      opening,
      bytes,
      accept,
      hasOthers: accept === (this.#accept.http as unknown),
      client: {
        heard: (what) => {
          const words = inWords(what);
          if (words !== undefined) this.#world.trace(name, `< ${words}`);
          client.heard(what);
        },
        lost: () => {
          this.#world.trace(name, "loses its line");
          client.lost();
        },
      },
    });
    this.lines.push(line);
    this.#open.add(line);
    return line;
  }
}

function wordsOf(frame: SocketDown): string | undefined {
  if (frame.kind === "text") return frame.text;
  return frame.kind === "close" ? `close ${frame.code} ${frame.reason}` : undefined;
}
