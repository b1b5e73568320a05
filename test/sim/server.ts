/** The server of a simulation: the product's own talk, room and connections, in a process that may die at any moment. */
import type { MarkdownDeck } from "../../src/deck/deck.ts";
import type { DeckSource } from "../../src/deck/files.ts";
import { LecternError } from "../../src/errors.ts";
import type { Connection } from "../../src/gateway/connection.ts";
import type { Limits } from "../../src/gateway/limits.ts";
import type { TalkHost } from "../../src/gateway/talk-host.ts";
import { readWordList } from "../../src/gateway/word-list.ts";
import type { ServerObservation } from "../../src/server/operating/observation.ts";
import { type ServedTalk, serveTalk } from "../../src/server/served-talk.ts";
import type { Role } from "../../src/talk/commands.ts";
import { participantOf } from "../../src/talk/mute.ts";
import { projectEvent } from "../../src/talk/view.ts";
import { between } from "../support/seeded.ts";
import type { Disk } from "./disk.ts";
import { HttpServer } from "./http.ts";
import type { Acceptors } from "./network.ts";
import type { Overseer } from "./overseer.ts";
import { Sockets } from "./web-socket.ts";
import type { World } from "./world.ts";

const deck: MarkdownDeck = {
  kind: "markdown",
  title: "Simulated",
  lang: "en",
  version: "0123456789abcdef",
  slides: [],
  channels: { wall: { set: "everyone", rate: 50 } },
  features: {},
  polls: [
    {
      ...{ id: "standing", h: 1, v: 0, line: 1, question: "Now?", time: 5, reveal: "vote", open: "arrive" },
      ...{ kind: "quiz", options: ["a", "b"], multiple: false, maxChoices: 1, right: [0], points: 10 },
    },
  ],
  warnings: [],
  slidesHtml: "",
  revealOptions: {},
  theme: "lectern",
  needs: { math: false, mermaid: false },
};
const source: DeckSource = { file: "/talk.md", directory: undefined, deck, watch: () => () => {} };

/** A post with this word waits for approval. */
export const heldWord = "perhaps";
const words = readWordList(heldWord);

const roles = ["speaker", "moderator", "audience"] as const;

type Process = {
  readonly talk: ServedTalk;
  readonly sockets: Sockets;
  readonly http: HttpServer;
  isListening: boolean;
};

/** How long who polls may take to come for the goodbye, and how long closing handshakes may take. */
const goodbyeMs = 1000;
const closingMs = 1500;

/** How much later than in time somebody may be let go: the room looks once a tick. */
const graceMs = 1000;

export class Server implements Overseer {
  readonly problems: string[] = [];
  /** What was refused, told or not, or may have been by a process that died over it: `CLIENT ID`. */
  readonly refused = new Set<string>();
  readonly #unanswered = new Set<string>();
  readonly #world: World;
  readonly #disk: Disk;
  readonly #limits: Limits;
  /** The last event that each role was told, or is with the next tick. */
  readonly toldUpTo: Record<Role, number | undefined> = {
    speaker: undefined,
    moderator: undefined,
    audience: undefined,
  };
  #process: Process | undefined;
  /** When each connection that lags has begun to; Unix milliseconds. */
  readonly #slowSince = new WeakMap<Connection, number>();
  /** The client's name that was told on each link. */
  readonly #clients = new Map<unknown, string>();
  #heard: { readonly client: string | undefined; readonly waiting: string[]; id: string | undefined } | undefined;
  #isDraining = false;
  /** Which start this is: what an earlier one had begun is nothing any more. */
  #start = 0;
  /** By how much this machine's clock is wrong, in milliseconds. */
  skew = 0;

  constructor(world: World, disk: Disk, limits: Limits) {
    this.#world = world;
    this.#disk = disk;
    this.#limits = limits;
  }

  get talk(): ServedTalk | undefined {
    return this.#process?.talk;
  }

  /** Whether it takes people, and keeps them. */
  get isServing(): boolean {
    return this.#process !== undefined && !this.#isDraining;
  }

  /** Links that are held. */
  get held(): number {
    return this.#process === undefined ? 0 : this.#process.sockets.size + this.#process.http.links.size;
  }

  /** Starts it, again and again while the log cannot be written. */
  async boot(afterMs: number): Promise<void> {
    this.#start += 1;
    const start = this.#start;
    await elapsed(afterMs);
    while (start === this.#start) {
      const talk = await this.#open().catch((error) => this.#fault(error));
      if (start !== this.#start) return;
      if (talk !== undefined) return this.#serve(talk);
      await elapsed(500);
    }
  }

  /** Dies at once, whatever it was doing. */
  crash(): void {
    this.#world.trace("server", "crashes");
    this.#disk.crash();
    for (const name of this.#unanswered) this.refused.add(name);
    this.#unanswered.clear();
    this.#end();
  }

  /** Goes as `SIGTERM` makes it (rule B5), as `server/server.ts` does. */
  async drain(): Promise<void> {
    const running = this.#process;
    if (running === undefined || this.#isDraining) return;
    const start = this.#start;
    this.#world.trace("server", "drains");
    this.#isDraining = true;
    await running.talk.host.drain();
    if (start !== this.#start) return;
    const spread = Math.min(this.#limits.returnSpreadMs, 200 + this.held * 2);
    running.talk.room.closeAll((one) => one.drain(200 + between(this.#world.random, 0, spread)));
    await Promise.race([running.http.links.goodbyes(), elapsed(goodbyeMs)]);
    running.isListening = false;
    await elapsed(closingMs);
    if (start !== this.#start) return;
    for (const gateway of [running.sockets, running.http]) gateway.terminate();
    await running.talk.close();
    if (start === this.#start) this.#end();
  }

  readonly accept: Acceptors = {
    webSocket: (line) => {
      if (this.#process === undefined || this.#isDraining) return undefined;
      return this.#process.sockets.accept(line, this.#process.talk.room);
    },
    http: (line, request) => (this.#process?.isListening ? this.#process.http.accept(line, request) : undefined),
  };

  readonly #now = (): number => Date.now() + this.skew;

  #open(): Promise<ServedTalk> {
    return serveTalk({
      deck: source,
      isDeckTrusted: false,
      log: this.#disk.open(),
      checkpoints: this.#disk.checkpoints(this.#limits),
      observe: (observation) => this.#observe(observation),
      limits: this.#limits,
      now: this.#now,
      holds: words,
      onFault: (error) => this.#fault(error),
      onDeck: () => {},
    });
  }

  #serve(talk: ServedTalk): void {
    this.#world.trace("server", `is ready at ${talk.host.state.seq}`);
    this.#listen(talk.host);
    this.#watchRoom(talk);
    for (const role of roles) this.toldUpTo[role] = undefined;
    talk.host.onChange((events) => {
      for (const event of events)
        for (const role of roles) if (projectEvent(event, role) !== null) this.toldUpTo[role] = event.seq;
    });
    const refusal = () => (this.#isDraining ? "draining" : undefined);
    const sockets = new Sockets(this.#limits, this.#now, this);
    const http = new HttpServer(this.#limits, this.#now, refusal, talk, this);
    this.#process = { talk, sockets, http, isListening: true };
    this.#isDraining = false;
  }

  /** Rule M3: who is removed is put out at once. Rule B2: who reads too slowly is let go in time. */
  #watchRoom({ host, room }: ServedTalk): void {
    host.onChange((events) => {
      for (const event of events) {
        if (event.event !== "mute" || !event.removed) continue;
        const participant = participantOf(host.state, event.who);
        const stays = [...room.connections].some(({ guest }) => guest !== undefined && guest === participant);
        if (stays) this.problems.push(`${participant} was removed at ${event.seq}, and stays`);
      }
    });
    const lags = room.lags.bind(room);
    room.lags = (connection) => {
      this.#slowSince.set(connection, Date.now());
      lags(connection);
    };
  }

  /** Looks who is slow. */
  glance(): void {
    for (const connection of this.talk?.room.connections ?? []) {
      const since = this.#slowSince.get(connection);
      if (since === undefined || connection.outbox.lag === undefined) continue;
      const slow = Date.now() - since;
      if (slow > this.#limits.drainMs + graceMs)
        this.problems.push(`somebody has been too slow for ${slow} ms, and stays`);
    }
  }

  #listen(host: TalkHost): void {
    const submit = host.submit.bind(host);
    host.submit = (author, id, command) => {
      const name = `${author.client} ${id}`;
      this.#unanswered.add(name);
      const answer = submit(author, id, command);
      void answer.then(({ kind }) => {
        this.#unanswered.delete(name);
        if (kind === "refused") this.refused.add(name);
      });
      return answer;
    };
  }

  #end(): void {
    const running = this.#process;
    this.#start += 1;
    this.#process = undefined;
    this.#isDraining = false;
    if (running === undefined) return;
    for (const gateway of [running.sockets, running.http]) gateway.die();
    // Nothing of it goes on.
    running.talk.room.closeAll(() => {});
  }

  /** What is refused before the talk is asked is refused while it is heard. */
  hearing<T>(who: unknown, texts: readonly string[], work: () => T): T {
    const [client] = texts.flatMap((text) => /^\{"event":"hello".*"client":"([^"]+)"/.exec(text)?.[1] ?? []);
    if (client !== undefined) this.#clients.set(who, client);
    this.#heard = { client: this.#clients.get(who), waiting: texts.filter((text) => text !== ""), id: undefined };
    try {
      return work();
    } finally {
      this.#heard = undefined;
    }
  }

  #observe(observation: ServerObservation): void {
    const heard = this.#heard;
    if (heard === undefined) return;
    if (observation.kind === "heard") [, heard.id] = /"id":(\d+)/.exec(heard.waiting.shift() ?? "") ?? [];
    if (observation.kind === "refused") this.refused.add(`${heard.client} ${heard.id}`);
  }

  /** Rule B2: nothing is put on top of more than may wait. Rule B1: an answer comes after what it is about. */
  telling(owner: string, queuedBytes: number, text: string, connection?: Connection): void {
    // The words of a goodbye come on top of whatever waits.
    if (text.startsWith("event:")) return;
    const isAnswer = /^(data: )?\{"event":"(ack|error|pong|history|handshake|welcome)"/.test(text);
    const limit = isAnswer ? this.#limits.answersBytes : this.#limits.queueBytes;
    if (queuedBytes > limit)
      this.problems.push(`${queuedBytes} bytes wait for ${owner}, who reads slowly, and more comes: ${text}`);
    const [, seq] = /^\{"event":"ack",.*"seq":(\d+)/.exec(text) ?? [];
    const last = connection?.role && this.toldUpTo[connection.role];
    if (last === undefined || last > Number(seq) || connection?.outbox.lag?.missing === "events") return;
    if (seq !== undefined && (connection?.outbox.heard ?? 0) < last)
      this.problems.push(`${owner} is told of ${seq} before ${last}`);
  }

  #fault(error: unknown): undefined {
    const isDisk = error instanceof LecternError && error.code === "log-unwritable";
    this.#world.trace("server", isDisk ? "cannot write" : `fails: ${error}`);
    if (!isDisk) this.problems.push(error instanceof Error ? `${error.stack}` : String(error));
  }
}

function elapsed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
