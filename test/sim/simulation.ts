/** One seed: a talk whose people speak while its network, server, disk and clock fail; and the judgement of it. */
import { connect } from "../../src/client/client.ts";
// So that nobody waits for it to be loaded.
import "../../src/client/http-carriers.ts";
import type { Role } from "../../src/talk/commands.ts";
import type { Poll } from "../../src/talk/polls.ts";
import { type Attendee, BareAttendee, type Place, PlainAttendee, ProductAttendee } from "../support/attendee.ts";
import { polls, Repertoire } from "../support/repertoire.ts";
import { between, oneOf, type Random, seeded } from "../support/seeded.ts";
import { Disk } from "./disk.ts";
import { deadMs, Judge } from "./judge.ts";
import { Network } from "./network.ts";
import { type Plan, planOf, type Way, wayOf } from "./plan.ts";
import { anything } from "./rich.ts";
import { Server } from "./server.ts";
import { World } from "./world.ts";

export type Report = {
  /** What is wrong, in words; empty when all is well. */
  readonly problems: readonly string[];
  /** Names the whole history: the same seed has the same. */
  readonly digest: string;
  readonly entries: number;
  readonly acks: number;
  readonly lines: number;
  readonly starts: number;
};

/** @param tell is given everything that happens, a line each */
export function simulate(seed: number, tell?: (line: string) => void): Promise<Report> {
  return World.run(seed, tell, (world) => new Simulation(world, planOf(world.random)).run());
}

/** How long everybody may take to be back and answered once nothing fails any more: twice rule W9's time. */
const settleMs = 90_000;
const mostUnanswered = 6;

export class Simulation {
  readonly #world: World;
  readonly #plan: Plan;
  readonly #random: Random;
  readonly #disk: Disk;
  readonly #server: Server;
  readonly #network: Network;
  readonly #repertoire: Repertoire;
  readonly #judge: Judge;
  /** Everybody who ever took part. */
  readonly #everybody: Attendee[] = [];
  /** Those who have left by themselves. */
  readonly #gone = new Set<Attendee>();
  readonly #problems: string[] = [];
  #isSpeaking = true;
  #said = 0;
  #starts = 0;

  constructor(world: World, plan: Plan) {
    this.#world = world;
    this.#plan = plan;
    this.#random = world.random;
    this.#disk = new Disk(this.#random, plan.syncMs);
    this.#server = new Server(world, this.#disk, plan.limits);
    this.#network = new Network(world, this.#server.accept);
    this.#repertoire = new Repertoire(this.#random);
    this.#judge = new Judge(this.#server, this.#disk, this.#network);
  }

  async run(): Promise<Report> {
    try {
      await this.#play();
    } catch (error) {
      this.#problems.push(error instanceof Error ? `${error.stack}` : String(error));
    }
    for (const one of this.#everybody) one.close();
    this.#server.crash();
    return {
      problems: [...this.#problems, ...this.#judge.problems, ...this.#server.problems],
      digest: this.#world.digest(),
      entries: this.#disk.entries.length,
      acks: this.#everybody.reduce((sum, { witness }) => sum + witness.acks, 0),
      lines: this.#network.lines.length,
      starts: this.#starts,
    };
  }

  async #play(): Promise<void> {
    this.#boot(0);
    this.#invite();
    this.#arrange();
    await this.#world.pass(this.#plan.speakMs);
    this.#isSpeaking = false;
    await this.#settle();
  }

  /** Those who take part come one after another, some while it is going on already. */
  #invite(): void {
    const { people, speakMs } = this.#plan;
    const speaker = this.#join("speaker", "speaker");
    for (const poll of polls) void this.#openPoll(speaker, poll);
    if (this.#random() < 0.5) this.#join("remote", "speaker");
    if (this.#random() < 0.7) this.#join("moderator", "moderator");
    for (let n = 0; n < people; n++) {
      const come = (): unknown => this.#join(`guest${n}`, "audience");
      if (this.#random() < 0.7) come();
      else setTimeout(come, between(this.#random, 0, speakMs - 1));
    }
    const place = (name: string): Place => this.#place(name, "audience");
    if (this.#random() < 0.5) this.#enter(new BareAttendee("bare", place("bare")));
    if (this.#random() < 0.5) this.#enter(new PlainAttendee("plain", place("plain")));
  }

  /** The log may be full at first. */
  async #openPoll(speaker: Attendee, poll: Poll): Promise<void> {
    while (this.#isSpeaking && (await speaker.say({ event: "openpoll", poll: poll as never })) === undefined) {}
  }

  #join(name: string, role: Role, participant?: string): ProductAttendee {
    const way = wayOf(this.#random);
    const one = new ProductAttendee(name, way.transports, { ...this.#place(name, role, way), participant });
    this.#judge.watch(one);
    return this.#enter(one);
  }

  /** `way`: of somebody with the product's client; who has none has WebSocket alone. */
  #place(name: string, role: Role, way?: Way): Place {
    const { speakerKey, moderatorKey } = this.#disk.identity;
    const key = { speaker: speakerKey, moderator: moderatorKey, audience: undefined }[role];
    this.#network.setConditions(name, way ?? { ...wayOf(this.#random), webSocket: "passes" });
    const random = seeded(Math.floor(this.#random() * 2 ** 32));
    return {
      url: "ws://simulated/ws",
      key,
      role,
      random,
      pulse: () => {},
      connect,
      WebSocket: this.#network.socketFor(name, way !== undefined),
      fetch: this.#network.fetchFor(name),
      ...(way !== undefined && { returnMs: way.returnMs }),
    };
  }

  #enter<One extends Attendee>(one: One): One {
    this.#everybody.push(one);
    this.#speakLater(one);
    return one;
  }

  #speakLater(one: Attendee): void {
    const wait = between(this.#random, 1, this.#plan.pauseMs * 2);
    setTimeout(() => {
      if (!this.#isSpeaking || this.#gone.has(one)) return;
      this.#speak(one);
      this.#speakLater(one);
    }, wait);
  }

  #speak(one: Attendee): void {
    if (one.unanswered >= mostUnanswered) return;
    const isRich = this.#plan.isRich && !(one instanceof PlainAttendee) && this.#random() < 0.5;
    if (!isRich) return this.#repertoire.say(one);
    if (this.#random() < 0.25) return this.#change(one);
    const people = this.#everybody.map(({ witness }) => witness.participant).filter((id) => id !== "");
    this.#repertoire.say(one, anything(this.#random, one.witness.role === "audience", people, ++this.#said));
  }

  /** Somebody does something and undoes it before the counts are told. */
  #change(one: Attendee): void {
    const question = this.#repertoire.question();
    const say = (up: boolean): void => {
      if (this.#gone.has(one)) return;
      this.#repertoire.say(one, question === undefined ? { event: "hand", up } : { event: "upvote", question, up });
    };
    say(true);
    setTimeout(() => say(false), between(this.#random, 5, 150));
  }

  /** Everything that goes wrong, in its time. */
  #arrange(): void {
    const random = this.#random;
    const { disturbances, crashes, drains, clockJumps, fullDisks, reloads } = this.#plan;
    const at = (times: readonly number[], work: () => void): void => {
      for (const time of times) setTimeout(() => this.#isSpeaking && work(), time);
    };
    at(disturbances, () => this.#network.disturb());
    at(crashes, () => {
      this.#server.crash();
      this.#boot(between(random, 0, 1500));
    });
    at(drains, () => void this.#server.drain().then(() => this.#server.talk ?? this.#boot(between(random, 0, 500))));
    at(clockJumps, () => {
      this.#server.skew = between(random, -100_000, 100_000);
      this.#world.trace("server", `has a clock that is wrong by ${this.#server.skew}`);
    });
    at(fullDisks, () => this.#disk.refuse(between(random, 10, 3000)));
    at(reloads, () => this.#reload());
    at(
      Array.from({ length: Math.floor(this.#plan.speakMs / 500) }, (_, n) => n * 500),
      () => {
        this.#judge.glance();
        this.#server.glance();
      },
    );
  }

  #boot(afterMs: number): void {
    this.#starts += 1;
    void this.#server.boot(afterMs);
  }

  /** Somebody loads the page again, or opens it in another tab too. */
  #reload(): void {
    const guests = this.#everybody.filter((one) => one instanceof ProductAttendee && !this.#gone.has(one));
    const one = oneOf(this.#random, guests);
    if (!(one instanceof ProductAttendee) || one.witness.name === "speaker") return;
    const { name, role } = one.witness;
    if (this.#random() < 0.5) this.#leave(one);
    this.#join(`${name}+${this.#everybody.length}`, role, one.client.participant?.key);
  }

  #leave(one: Attendee): void {
    this.#world.trace(one.witness.name, "leaves");
    this.#gone.add(one);
    one.close();
  }

  /** Nothing fails any more, and nobody says anything new: everybody comes to the same, and so does who joins now. */
  async #settle(): Promise<void> {
    this.#world.trace("everything", "is good again");
    this.#network.heal();
    this.#disk.heal();
    const here = this.#everybody.filter((one) => !this.#gone.has(one) && !isOut(one));
    const isBack = (one: Attendee): boolean => isOut(one) || (one.isLive && one.unanswered === 0);
    if (!(await this.#world.until(() => this.#server.isServing && here.every(isBack), settleMs)))
      for (const { witness } of here.filter((one) => !isBack(one)))
        this.#problems.push(`${witness.name} is not answered, or not back`);
    // Everybody but plain clients is told of this one, and of everything before it.
    let last: number | undefined;
    const [speaker] = this.#everybody;
    void speaker?.say({ event: "set", channel: "end", data: true }).then((seq) => (last = seq ?? Number.NaN));
    const isHeard = (one: Attendee): boolean =>
      isOut(one) || one instanceof PlainAttendee || one.seq >= (last ?? Infinity);
    await this.#world.until(() => here.every(isHeard), settleMs);
    for (const { witness } of here.filter((one) => !isHeard(one)))
      this.#problems.push(`${witness.name} was not told ${last}`);
    const late = (["speaker", "moderator", "audience"] as const).map((role) => this.#late(role));
    await this.#world.until(() => late.every(isBack), settleMs);
    // Counts come with the next tick, and what is dead is found within its time.
    await this.#world.pass(Math.max(0, this.#network.lostAt + deadMs - Date.now()));
    // A goodbye takes its time on a slow line.
    await this.#world.until(() => this.#network.lines.every(({ isHalfGone }) => !isHalfGone), settleMs);
    const people = here.filter((one) => !isOut(one)).length + late.length;
    await this.#world.until(() => this.#server.held <= people, deadMs);
    await this.#quiet();
    this.#judge.judge(
      this.#everybody,
      here.filter((one) => !isOut(one)),
      late,
      this.#plan.isRich,
    );
  }

  /** Until nothing has happened for a while: a poll may end by itself. */
  async #quiet(): Promise<void> {
    for (let before: unknown; before !== this.#server.talk?.host.state; ) {
      before = this.#server.talk?.host.state;
      await this.#world.pass(500);
    }
  }

  #late(role: Role): ProductAttendee {
    const name = `late ${role}`;
    const way = wayOf(this.#random);
    const one = new ProductAttendee(name, way.transports, this.#place(name, role, way));
    this.#everybody.push(one);
    return one;
  }
}

/** Whether somebody was put out. */
function isOut(one: Attendee): boolean {
  return one instanceof ProductAttendee && one.client.status === "refused";
}
