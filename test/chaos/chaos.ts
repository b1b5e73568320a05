/** A talk whose server dies again and again, under load, behind bad lines; and the judgement of what is left. */
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { connect } from "lectern/client";
import { openSqliteLog } from "../../src/log/sqlite.ts";
import type { Entry, Role } from "../../src/talk/commands.ts";
import { check } from "../judge/check.ts";
import { recount } from "../judge/recount.ts";
import { differences, type Screen } from "../judge/screens.ts";
import type { ProductAttendee } from "../support/attendee.ts";
import { badNetwork, FaultyProxy } from "../support/faulty-proxy.ts";
import { type Lectern, runToEnd, Workspace } from "../support/lectern.ts";
import { between, type Random, seeded } from "../support/seeded.ts";
import { isAlive, workersOf } from "../support/worker-pids.ts";
import { Crowd, deckText } from "./crowd.ts";

export type ChaosOptions = {
  readonly kills: number;
  readonly seed: number;
  /** How many of the audience each transport carries. */
  readonly people: number;
  /** Processes for the WebSockets, of which one dies now and then too. */
  readonly workers?: number;
  readonly tell?: (line: string) => void;
};

export type ChaosReport = {
  readonly problems: readonly string[];
  readonly crowd: Crowd;
  readonly log: readonly Entry[];
  readonly lines: number;
  /** Kills by their moment. */
  readonly kills: Readonly<Record<string, number>>;
};

/** A server on one port with one log, which may be started again and again. */
export class Stage implements AsyncDisposable {
  readonly #workspace = new Workspace();
  readonly #deck = this.#workspace.write("talk.md", deckText);
  readonly port: number;

  readonly #options: readonly string[];
  readonly #logFile = this.#workspace.path("lectern.log");

  private constructor(port: number, workers: number) {
    this.port = port;
    this.#options = workers === 0 ? [] : ["--workers", String(workers), "--log", this.#logFile];
  }

  static async build(workers = 0): Promise<Stage> {
    return new Stage(await freePort(), workers);
  }

  start(): Promise<Lectern> {
    return this.#workspace.start(this.#deck, "--port", String(this.port), ...this.#options);
  }

  /** The server's workers that live. */
  get workers(): readonly number[] {
    return this.#options.length === 0 ? [] : workersOf(this.#logFile).filter(isAlive);
  }

  /** Starts it and kills it after so many milliseconds, wherever it is by then. */
  async startAndKill(afterMs: number): Promise<void> {
    const data = this.#workspace.path("data");
    const where = ["--host", "127.0.0.1", "--port", String(this.port), "--data", data];
    await runToEnd([this.#deck, "--json", "--no-open", ...where, ...this.#options], {}, async (kill) => {
      await wait(afterMs);
      kill("SIGKILL");
    });
  }

  /** The log as it is on the disk. */
  async readLog(): Promise<readonly Entry[]> {
    const folder = this.#workspace.path("data");
    const [name] = readdirSync(folder).filter((file) => file.endsWith(".sqlite"));
    const log = openSqliteLog(`${folder}/${name}`, () => {
      throw new Error("there is no log");
    });
    const entries = await Array.fromAsync(log.read(0));
    await log.close();
    return entries;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#workspace[Symbol.asyncDispose]();
  }
}

/** Outside of what the system gives to outgoing connections, which come and go while the server is down. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { kills, seed, people, workers = 0, tell = () => {} } = options;
  const random = seeded(seed);
  await using stage = await Stage.build(workers);
  let lectern = await stage.start();
  await using proxy = await FaultyProxy.before(stage.port, badNetwork(seeded(seed + 1)));
  const { speakerKey, moderatorKey } = lectern;
  const crowd = new Crowd({ url: proxy.socketUrl, seed: seed + 2, people, speakerKey, moderatorKey });
  try {
    await crowd.begin();
    const done: Record<string, number> = {};
    for (let n = 1; n <= kills; n++) {
      const moment = await untilMoment(random, crowd);
      const worker = stage.workers[between(random, 0, workers * 2)];
      if (worker !== undefined) {
        process.kill(worker, "SIGKILL");
        done["a worker"] = (done["a worker"] ?? 0) + 1;
        continue;
      }
      await lectern.kill("SIGKILL");
      done[moment] = (done[moment] ?? 0) + 1;
      while (n < kills && random() < 0.3) {
        await stage.startAndKill(between(random, 0, 700));
        done.starting = (done.starting ?? 0) + 1;
        n += 1;
      }
      lectern = await stage.start();
      if (n % 10 === 0) tell(`${n} kills, ${acksOf(crowd)} acknowledged, ${proxy.lines} lines`);
    }
    proxy.heal();
    const settled = await settle(crowd, lectern);
    const code = await lectern.kill("SIGTERM");
    const log = await stage.readLog();
    const problems = [
      ...(code === 0 ? [] : [`the server ended with ${code}: ${lectern.stderr}`]),
      ...judge(log, crowd, settled),
    ];
    return { problems, crowd, log, lines: proxy.lines, kills: done };
  } finally {
    crowd.close();
  }
}

/** Everything there is to judge: the log, what everybody was told, and what is on the screens in the end. */
export function judge(log: readonly Entry[], crowd: Crowd, { problems, screen }: Settled): readonly string[] {
  const witnesses = crowd.everybody.map(({ witness }) => witness);
  return [...check(log, witnesses), ...recount(log, screen.view, screen.tallies), ...problems];
}

/** Resolves when it is time to die; how that was chosen. */
async function untilMoment(random: Random, crowd: Crowd): Promise<string> {
  const chance = random();
  if (chance < 0.15) {
    await wait(between(random, 0, 10));
    return "just listening";
  }
  const acks = acksOf(crowd) + between(random, 1, 100);
  await crowd.until(() => acksOf(crowd) >= acks, 5000);
  if (chance < 0.4) {
    await wait(between(random, 0, 300));
    return "any moment";
  }
  if (chance < 0.7) {
    const heard = crowd.heard + between(random, 1, 300);
    await crowd.until(() => crowd.heard >= heard, 5000);
    return "while telling";
  }
  crowd.burst();
  await wait(between(random, 0, 15));
  return "in a burst";
}

function acksOf(crowd: Crowd): number {
  return crowd.everybody.reduce((sum, { witness }) => sum + witness.acks, 0);
}

/** `screen`: what somebody of the audience sees who joins in the end. */
export type Settled = { readonly problems: readonly string[]; readonly screen: Screen };

/** How long everybody may take to come back and to be answered, in milliseconds. */
const settleMs = 20_000;

/** The lines are good and nobody says anything new: everybody comes to the same, and so does who joins now. */
export async function settle(crowd: Crowd, lectern: Lectern): Promise<Settled> {
  crowd.stop();
  const isAnswered = await crowd.until(
    () => crowd.everybody.every((one) => one.isLive && one.unanswered === 0),
    settleMs,
  );
  const unanswered = crowd.everybody.filter((one) => !one.isLive || one.unanswered > 0);
  // Everybody but plain clients is told of this one, and of everything before it.
  const last = await crowd.speakers[0]?.say({ event: "set", channel: "end", data: true });
  const isHeard = (one: Crowd["everybody"][number]): boolean =>
    one.witness.transport === "plain" || one.seq >= (last ?? 0);
  await crowd.until(() => crowd.everybody.every(isHeard), settleMs);
  const problems = [
    ...(isAnswered ? [] : unanswered.map(({ witness }) => `${witness.name} is not answered, or not back`)),
    ...crowd.everybody.filter((one) => !isHeard(one)).map(({ witness }) => `${witness.name} was not told ${last}`),
  ];
  const late = new Map<Role, Screen>();
  for (const role of ["speaker", "moderator", "audience"] as const) late.set(role, await lateScreen(lectern, role));
  const isSame = (one: ProductAttendee): boolean => differencesOf(one, late).length === 0;
  await crowd.until(() => crowd.products.every(isSame), settleMs);
  const screen = late.get("audience");
  if (screen === undefined) throw new Error("nobody of the audience came late");
  return { problems: [...problems, ...crowd.products.flatMap((one) => differencesOf(one, late))], screen };
}

function differencesOf(one: ProductAttendee, late: ReadonlyMap<Role, Screen>): readonly string[] {
  const { view, tallies } = one.client;
  const screen = late.get(one.witness.role);
  if (view === undefined || screen === undefined) return [`${one.witness.name} sees nothing`];
  return differences({ view, tallies }, screen).map((what) => `${one.witness.name} ${what}`);
}

/** What somebody is given who joins now. */
async function lateScreen(lectern: Lectern, role: Role): Promise<Screen> {
  const keys = { speaker: lectern.speakerKey, moderator: lectern.moderatorKey, audience: undefined };
  const client = connect({ url: lectern.socketUrl, key: keys[role], as: "screen" });
  try {
    for await (const happening of client) if (happening.type === "view") break;
    if (client.view === undefined) throw new Error("a late joiner got no snapshot");
    return { view: client.view, tallies: client.tallies };
  } finally {
    client.close();
  }
}
