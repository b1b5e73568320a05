/** What must hold in every simulation, whatever went wrong. */
import { isDeepStrictEqual } from "node:util";
import { retryHintMs } from "../../src/client/backoff.ts";
import { fold } from "../../src/talk/apply.ts";
import type { Entry, Role } from "../../src/talk/commands.ts";
import { projectOwn, projectState, projectTallies } from "../../src/talk/project.ts";
import type { State } from "../../src/talk/state.ts";
import type { View } from "../../src/talk/view.ts";
import { check } from "../judge/check.ts";
import { recount } from "../judge/recount.ts";
import { differences } from "../judge/screens.ts";
import { type Attendee, PlainAttendee, ProductAttendee } from "../support/attendee.ts";
import type { Disk } from "./disk.ts";
import type { Network } from "./network.ts";
import { heldWord, type Server } from "./server.ts";

/** Rule W9: within this time either end finds out that a line is dead. */
export const deadMs = 45_000;

/** Rule T1: how long an attempt may take to a welcome, before the first one and after it. */
const attemptMs = { unproven: 3000, proven: 10_000 };

export class Judge {
  readonly problems: string[] = [];
  readonly #server: Server;
  readonly #disk: Disk;
  readonly #network: Network;
  readonly #watched: ProductAttendee[] = [];
  /** Who of the audience was given the words of which post that waited for approval. */
  readonly #given = new Map<string, Set<ProductAttendee>>();

  /** When somebody last began to open a link, and was asked not to before; Unix milliseconds. */
  readonly #dialledAt = new Map<string, number>();
  readonly #notBefore = new Map<string, number>();

  constructor(server: Server, disk: Disk, network: Network) {
    this.#server = server;
    this.#disk = disk;
    this.#network = network;
    network.dials = (owner) => {
      this.#dialledAt.set(owner, Date.now());
      if (Date.now() < (this.#notBefore.get(owner) ?? 0))
        this.problems.push(`${owner} comes back sooner than the server has asked for`);
    };
  }

  /** Looks at every message to somebody (rule A2). */
  watch(one: ProductAttendee): void {
    this.#watched.push(one);
    this.#watchAttempts(one);
    if (one.witness.role !== "audience") return;
    const { speakerKey, moderatorKey, secret } = this.#disk.identity;
    one.client.on((happening) => {
      if (happening.type !== "passed" || happening.direction === "out") return;
      const { text } = happening;
      for (const key of [speakerKey, moderatorKey, secret])
        if (text.includes(key)) this.problems.push(`${one.witness.name} was given a key: ${text}`);
      for (const [words] of text.matchAll(heldWords))
        this.#given.set(words, (this.#given.get(words) ?? new Set()).add(one));
    });
  }

  /** Nobody waits long for a welcome (rule T1), nor comes back before the time a going server has named (rule B5). */
  #watchAttempts({ client, witness: { name } }: ProductAttendee): void {
    let isLive = false;
    let most = attemptMs.unproven;
    const isOver = (): void => {
      const took = Date.now() - (this.#dialledAt.get(name) ?? Infinity);
      if (!isLive && took > most) this.problems.push(`${name} waited ${took} ms for a welcome`);
    };
    client.on((happening) => {
      if (happening.type === "status" && happening.status === "live") {
        isOver();
        isLive = true;
        most = attemptMs.proven;
      }
      if (happening.type !== "lost") return;
      isOver();
      isLive = false;
      this.#notBefore.set(name, Date.now() + (retryHintMs(happening.reason) ?? 0));
    });
  }

  /** Whoever has heard everything shows what the server's state is at this moment. */
  glance(): void {
    const { talk, toldUpTo } = this.#server;
    if (talk === undefined) return;
    const views = new Map<Role, View>();
    for (const { client, isLive, witness } of this.#watched) {
      const { role } = witness;
      if (!isLive || client.seq !== toldUpTo[role]) continue;
      const view = views.get(role) ?? projectState(talk.host.state, role);
      views.set(role, view);
      if (!isDeepStrictEqual(client.view, view))
        this.problems.push(`${witness.name} shows at ${client.seq} what the talk is not`);
    }
  }

  /** `here`: who is in the room in the end; `late`: who came when everything was over. */
  judge(
    everybody: readonly Attendee[],
    here: readonly Attendee[],
    late: readonly ProductAttendee[],
    isRich: boolean,
  ): void {
    const log = this.#disk.entries;
    const state = fold(log);
    for (const { witness } of everybody)
      for (const id of witness.said.keys())
        if (this.#server.refused.has(`${witness.client} ${id}`)) witness.refused.add(id);
    const products = [...here, ...late].filter((one) => one instanceof ProductAttendee);
    this.problems.push(
      ...check(
        log,
        everybody.map(({ witness }) => witness),
      ),
      ...products.flatMap((one) => this.#screen(one, state)),
      ...late.flatMap((one) => this.#sameAsLate(one, products)),
      ...(isRich ? [] : this.#counted(log, late)),
      ...this.#words(log, state),
      ...repeated(log),
      ...this.#lines(here.length + late.length),
      ...this.#people([...here, ...late]),
    );
  }

  /** What somebody shows is what the log makes for their role, and their own is theirs. */
  #screen(one: ProductAttendee, state: State): string[] {
    const { view, tallies, own, participant } = one.client;
    const { name, role } = one.witness;
    if (view === undefined || participant === undefined) return [`${name} sees nothing`];
    const rightTallies = projectTallies(state, role, participant.id);
    const right = { view: projectState(state, role), tallies: rightTallies };
    return [
      ...differences({ view, tallies }, right).map((what) => `${name} ${what}`),
      ...differs(`${name}'s own`, own, projectOwn(state, participant.id)),
      ...differs(`${name}'s leaderboard`, tallies.leaderboard, rightTallies.leaderboard),
      ...differs(`${name}'s signals`, tallies.signals, rightTallies.signals),
    ];
  }

  #sameAsLate(late: ProductAttendee, products: readonly ProductAttendee[]): string[] {
    return products
      .filter(({ witness }) => witness.role === late.witness.role)
      .filter(({ client }) => !isDeepStrictEqual(client.view, late.client.view))
      .map(({ witness }) => `${witness.name} shows something else than who comes late`);
  }

  /** The log counted without the fold. */
  #counted(log: readonly Entry[], late: readonly ProductAttendee[]): readonly string[] {
    const one = late.find(({ witness }) => witness.role === "audience");
    return one?.client.view === undefined ? [] : recount(log, one.client.view, one.client.tallies);
  }

  /** Posts that were never approved are their authors' alone (rule A2). */
  #words(log: readonly Entry[], state: State): string[] {
    return log.flatMap(({ seq, author, command }) => {
      if (command.type !== "chat" || state.posts.get(seq)?.shownBy !== 0) return [];
      return [...command.text.matchAll(heldWords)].flatMap(([words]) =>
        [...(this.#given.get(words) ?? [])]
          .filter(({ witness }) => witness.participant !== author.participant)
          .map(({ witness }) => `${witness.name} was given the unapproved words of ${seq}`),
      );
    });
  }

  /** Rule W9: nobody holds a dead line for long; in the end each has one. */
  #lines(people: number): string[] {
    const problems = this.#network.lines.flatMap(({ severedAt, clientGoneAt, serverGoneAt, wasHeld, hasOthers }) => {
      if (severedAt === undefined) return [];
      const since = hasOthers ? Math.max(severedAt, clientGoneAt ?? 0) : severedAt;
      return [
        ...((clientGoneAt ?? Infinity) > severedAt + deadMs ? ["a client holds a line that has long been dead"] : []),
        ...(wasHeld && (serverGoneAt ?? Infinity) > since + deadMs
          ? ["the server holds a line that has long been dead"]
          : []),
      ];
    });
    const { held } = this.#server;
    return held === people ? problems : [...problems, `the server holds ${held} lines of ${people}`];
  }

  /** Rule W12: everybody knows how many are here. */
  #people(people: readonly Attendee[]): string[] {
    const guests = people.filter((one) => one.witness.role === "audience" && !(one instanceof PlainAttendee));
    const { size } = new Set(guests.map(({ witness }) => witness.participant));
    return people
      .filter((one) => one instanceof ProductAttendee)
      .filter(({ client }) => client.here !== size)
      .map(({ client, witness }) => `${witness.name} sees ${client.here} people of ${size}`);
  }
}

const heldWords = new RegExp(`${heldWord} \\d+\\.`, "g");

/** What was meant once is there once, under whatever numbers it was sent (rule L4): these words are never chosen twice. */
function repeated(log: readonly Entry[]): string[] {
  const places = new Map<string, number>();
  return log.flatMap(({ seq, command }) => {
    if (command.type !== "chat" && command.type !== "ask") return [];
    if (!/^(words|why|perhaps) \d+/.test(command.text)) return [];
    const before = places.get(command.text);
    places.set(command.text, seq);
    return before === undefined ? [] : [`"${command.text}" is in the log at ${before} and again at ${seq}`];
  });
}

function differs(what: string, shown: unknown, right: unknown): string[] {
  return isDeepStrictEqual(shown, right)
    ? []
    : [`${what} is ${JSON.stringify(shown)}, and should be ${JSON.stringify(right)}`];
}
