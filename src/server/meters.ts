/**
 * Counts what plain HTTP costs, for slides that show it (rule D8). A meter is a name a slide chose, `GROUP.ID`; its
 * group adds up the room. Pure: the clock comes in.
 */
import { TokenBucket } from "../talk/token-bucket.ts";

export const meterName = /^[a-z0-9-]{1,20}\.[a-zA-Z0-9-]{1,40}$/;

/** Bytes as they pass the server's socket: first line, headers and body; no TCP or TLS. */
export type Reading = { readonly requests: number; readonly up: number; readonly down: number };

export type Readings = {
  readonly own: Reading;
  /** `people`: meters of the group that were used lately; `since`: its first exchange, Unix ms; 0 before it. */
  readonly room: Reading & { readonly people: number; readonly since: number };
};

export type MeterLimits = {
  /** Requests one meter may make a second, twice that at once. */
  readonly perMeter: number;
  /** Requests of all together a second, twice that at once. */
  readonly total: number;
  /** Groups remembered, and meters in one; the oldest goes first. */
  readonly groups: number;
  readonly metersPerGroup: number;
};

export const defaultMeterLimits: MeterLimits = { perMeter: 5, total: 1000, groups: 20, metersPerGroup: 2000 };

/** A meter counts as used this long after its last exchange; a group that is quiet as long as `quietMs` starts anew. */
const usedMs = 10_000;
const quietMs = 30_000;

const nothing: Reading = { requests: 0, up: 0, down: 0 };

type Meter = { reading: Reading; lastAt: number; readonly bucket: TokenBucket };
type Group = { reading: Reading; since: number; lastAt: number; readonly meters: Map<string, Meter> };

export class Meters {
  readonly #limits: MeterLimits;
  readonly #now: () => number;
  readonly #groups = new Map<string, Group>();
  readonly #total: TokenBucket;

  constructor(limits: MeterLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#total = new TokenBucket(limits.total, limits.total * 2, now());
  }

  /** Whether one more request may pass, on this meter if it has one. */
  passes(name: string | undefined): boolean {
    if (!this.#total.take(this.#now())) return false;
    return name === undefined || this.#meter(name).bucket.take(this.#now());
  }

  /** One exchange has passed. */
  count(name: string, up: number, down: number): void {
    const now = this.#now();
    const group = this.#group(name);
    if (group.reading.requests === 0 || now - group.lastAt > quietMs) this.#startAnew(group);
    const meter = this.#meter(name);
    for (const counter of [group, meter]) {
      counter.reading = add(counter.reading, up, down);
      counter.lastAt = now;
    }
  }

  read(name: string): Readings {
    const now = this.#now();
    const group = this.#groups.get(partsOf(name).group);
    if (group === undefined) return { own: nothing, room: { ...nothing, people: 0, since: 0 } };
    const used = [...group.meters.values()].filter(
      ({ reading, lastAt }) => reading.requests > 0 && now - lastAt <= usedMs,
    );
    const own = group.meters.get(partsOf(name).id)?.reading ?? nothing;
    return { own, room: { ...group.reading, people: used.length, since: group.since } };
  }

  #startAnew(group: Group): void {
    group.since = this.#now();
    group.reading = nothing;
    for (const meter of group.meters.values()) meter.reading = nothing;
  }

  #group(name: string): Group {
    return known(this.#groups, partsOf(name).group, this.#limits.groups, () => {
      return { reading: nothing, since: 0, lastAt: 0, meters: new Map() };
    });
  }

  #meter(name: string): Meter {
    const { perMeter, metersPerGroup } = this.#limits;
    return known(this.#group(name).meters, partsOf(name).id, metersPerGroup, () => {
      return { reading: nothing, lastAt: 0, bucket: new TokenBucket(perMeter, perMeter * 2, this.#now()) };
    });
  }
}

/** The thing of this name; a new one takes the place of the oldest where there are `limit` already. */
function known<Thing>(things: Map<string, Thing>, name: string, limit: number, create: () => Thing): Thing {
  const found = things.get(name);
  if (found !== undefined) return found;
  const [oldest] = things.keys();
  if (things.size >= limit && oldest !== undefined) things.delete(oldest);
  const created = create();
  things.set(name, created);
  return created;
}

function partsOf(name: string): { readonly group: string; readonly id: string } {
  const dot = name.indexOf(".");
  return { group: name.slice(0, dot), id: name.slice(dot + 1) };
}

function add({ requests, ...reading }: Reading, up: number, down: number): Reading {
  return { requests: requests + 1, up: reading.up + up, down: reading.down + down };
}
