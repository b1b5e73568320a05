/** What a seed makes of a simulation: mostly small rooms, some large; limits low enough to be met. */

import { defaultLimits, type Limits } from "../../src/gateway/limits.ts";
import type { Transport } from "../../src/protocol/transports.ts";
import { transportNames } from "../../src/protocol/transports.ts";
import { between, oneOf, type Random } from "../support/seeded.ts";
import type { Conditions } from "./network.ts";
import { goodWeather, type Weather } from "./pipe.ts";

export type Plan = {
  readonly people: number;
  /** How long everybody speaks, and how long they wait between two things; milliseconds. */
  readonly speakMs: number;
  readonly pauseMs: number;
  /** Whether everything that can be said is said, or only what can be counted without the fold. */
  readonly isRich: boolean;
  /** When something happens to a line, to the server, to its clock, its disk, or to somebody's page; milliseconds. */
  readonly disturbances: readonly number[];
  readonly crashes: readonly number[];
  readonly drains: readonly number[];
  readonly clockJumps: readonly number[];
  readonly fullDisks: readonly number[];
  readonly reloads: readonly number[];
  readonly syncMs: number;
  readonly limits: Limits;
};

type Range = readonly [least: number, most: number];
type Size = { readonly share: number; readonly people: Range; readonly speakMs: Range; readonly crashes: number };

const sizes: readonly [Size, ...Size[]] = [
  { share: 0.85, people: [1, 3], speakMs: [500, 2500], crashes: 2 },
  { share: 0.98, people: [2, 6], speakMs: [2000, 8000], crashes: 3 },
  { share: 1, people: [5, 10], speakMs: [8000, 30_000], crashes: 5 },
];

export function planOf(random: Random): Plan {
  const chance = random();
  const { people, speakMs: length, crashes } = sizes.find(({ share }) => chance < share) ?? sizes[0];
  const speakMs = between(random, ...length);
  const times = (most: number): readonly number[] =>
    Array.from({ length: between(random, 0, most) }, () => between(random, 0, speakMs)).sort((a, b) => a - b);
  const isHarsh = random() < 0.5;
  return {
    people: between(random, ...people),
    speakMs,
    pauseMs: oneOf(random, [100, 300, 1000]) ?? 300,
    isRich: random() < 0.5,
    disturbances: times(Math.ceil(speakMs / (isHarsh ? 200 : 2000))),
    crashes: times(random() < 0.6 ? crashes : 0),
    drains: times(random() < 0.2 ? 2 : 0),
    clockJumps: times(random() < 0.2 ? 2 : 0),
    fullDisks: times(random() < 0.2 ? 2 : 0),
    reloads: times(random() < 0.4 ? 3 : 0),
    syncMs: oneOf(random, [0, 5, 40]) ?? 5,
    limits: limitsOf(random),
  };
}

function limitsOf(random: Random): Limits {
  if (random() < 0.3) return defaultLimits;
  const factsBytes = oneOf(random, [500, 1000, 4000]) ?? 1000;
  return {
    ...defaultLimits,
    factsBytes,
    queueBytes: factsBytes * (oneOf(random, [2, 4]) ?? 4),
    answersBytes: 32_000,
    resumeEvents: oneOf(random, [1, 5, 20, 100]) ?? 20,
    checkpointEntries: oneOf(random, [1, 5, 20]) ?? 5,
    drainMs: oneOf(random, [2000, 30_000]) ?? 30_000,
  };
}

/** How somebody's device reaches the server: what it may use, and what its network does to it. */
export type Way = Conditions & { readonly transports: readonly Transport[]; readonly returnMs: number };

export function wayOf(random: Random): Way {
  const weather = weatherOf(random);
  const chance = random();
  const returnMs = oneOf(random, [500, 5000, 60_000]) ?? 60_000;
  const breaks = oneOf(random, [0, 0.02, 0.2]) ?? 0;
  const open = { weather, breaks, returnMs, webSocket: "passes", collects: false } as const;
  if (chance < 0.5) return { ...open, transports: ["websocket"] };
  if (chance < 0.65) return { ...open, transports: ["sse"] };
  if (chance < 0.8) return { ...open, transports: ["poll"] };
  if (chance < 0.85) return { ...open, transports: transportNames };
  const webSocket = random() < 0.5 ? "refused" : "silent";
  return { ...open, transports: transportNames, webSocket, collects: random() < 0.3 };
}

function weatherOf(random: Random): Weather {
  if (random() < 0.3) return goodWeather;
  return {
    latency: oneOf(random, [0, 5, 40, 200]) ?? 5,
    jitter: oneOf(random, [0, 5, 100]) ?? 5,
    loss: oneOf(random, [0, 0.02, 0.1]) ?? 0,
    bandwidth: random() < 0.2 ? between(random, 300, 5000) : Number.POSITIVE_INFINITY,
    kernelBytes: oneOf(random, [0, 1000, 8000]) ?? 0,
  };
}
