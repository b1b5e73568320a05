/** The network of a simulation: whose lines there are, and what happens to them. */
import { between, oneOf, type Random } from "../support/seeded.ts";
import { type Accept, type ClientEnd, Line } from "./line.ts";
import { goodWeather, Moments, type Weather } from "./pipe.ts";
import type { World } from "./world.ts";

/** How long somebody waits who dials where nobody answers. */
const silenceMs = 20_000;

export class Network {
  readonly #world: World;
  readonly #random: Random;
  readonly #moments: Moments;
  readonly #accept: Accept;
  /** Every line there ever was. */
  readonly lines: Line[] = [];
  readonly #open = new Set<Line>();
  /** Devices that never find out by themselves that a line is dead: the operating system tells them. */
  readonly #trusting = new Set<string>();
  readonly #weather = new Map<string, Weather>();
  readonly #offline = new Map<string, { readonly until: number; readonly isSilent: boolean }>();
  #isGood = false;

  constructor(world: World, accept: Accept) {
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
        super((client) => network.#dial(name, client));
      }
    } as unknown as typeof WebSocket;
  }

  setWeather(name: string, weather: Weather): void {
    this.#weather.set(name, weather);
  }

  /** Something happens to somebody's line, or to everybody's at once. */
  disturb(): void {
    const random = this.#random;
    const hit = random() < 0.15 ? [...this.#open] : [oneOf(random, [...this.#open])];
    const what = oneOf(random, ["cut", "halfOpen", "stall", "stall", "offline"] as const) ?? "cut";
    const direction = oneOf(random, ["up", "down", "both"] as const) ?? "both";
    const milliseconds = Math.floor(between(random, 1, 250) ** (1 + random()));
    for (const line of hit) {
      if (line === undefined || line.isOver) continue;
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

  /** When the last line was severed; Unix milliseconds. */
  get severedAt(): number {
    return Math.max(0, ...this.lines.map(({ severedAt }) => severedAt ?? 0));
  }

  #dial(name: string, client: ClientEnd): Line | undefined {
    const offline = this.#offline.get(name);
    if (offline !== undefined && offline.until > Date.now()) {
      const wait = offline.isSilent ? silenceMs : between(this.#random, 0, 100);
      this.#moments.wake(Date.now() + wait, () => client.closed(1006, ""));
      return undefined;
    }
    for (const line of this.#open) if (line.isOver) this.#open.delete(line);
    const weather = this.#isGood ? goodWeather : (this.#weather.get(name) ?? goodWeather);
    const line = new Line({
      owner: name,
      moments: this.#moments,
      random: this.#random,
      weather,
      accept: this.#accept,
      client: {
        opened: () => client.opened(),
        heard: (text) => {
          this.#world.trace(name, `< ${text}`);
          client.heard(text);
        },
        closed: (code, reason) => {
          this.#world.trace(name, `closed ${code} ${reason}`);
          client.closed(code, reason);
        },
      },
    });
    this.lines.push(line);
    this.#open.add(line);
    return line;
  }
}

class SimSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((close: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 0;
  readonly #line: Line | undefined;

  constructor(dial: (client: ClientEnd) => Line | undefined) {
    this.#line = dial({
      opened: () => {
        this.readyState = 1;
        this.onopen?.();
      },
      heard: (data) => this.onmessage?.({ data }),
      closed: (code, reason) => {
        this.readyState = 3;
        this.onclose?.({ code, reason });
      },
    });
  }

  send(text: string): void {
    if (this.readyState === 1) this.#line?.say(text);
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.#line?.hangUp();
  }
}
