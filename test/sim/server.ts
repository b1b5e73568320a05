/** The server of a simulation: the product's own talk, room and connections, in a process that may die at any moment. */
import type { MarkdownDeck } from "../../src/deck/deck.ts";
import type { DeckSource } from "../../src/deck/files.ts";
import { LecternError } from "../../src/errors.ts";
import type { Batch } from "../../src/gateway/batch.ts";
import { Connection } from "../../src/gateway/connection.ts";
import type { Limits } from "../../src/gateway/limits.ts";
import type { Link } from "../../src/gateway/link.ts";
import type { TalkHost } from "../../src/gateway/talk-host.ts";
import { readWordList } from "../../src/gateway/word-list.ts";
import { type ServedTalk, serveTalk } from "../../src/server/served-talk.ts";
import type { Role } from "../../src/talk/commands.ts";
import { projectEvent } from "../../src/talk/view.ts";
import { between } from "../support/seeded.ts";
import type { Disk } from "./disk.ts";
import type { Line, ServerEnd } from "./line.ts";
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

type Process = { readonly talk: ServedTalk; readonly lines: Map<Line, Socket>; readonly pinging: NodeJS.Timeout };
type Socket = { readonly connection: Connection; client: string | undefined; isAlive: boolean };

/** How long the server gives those who are told to go. */
const closingMs = 1500;

export class Server {
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

  /** Connections the gateway holds. */
  get held(): number {
    return this.#process?.lines.size ?? 0;
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
    const spread = Math.min(this.#limits.returnSpreadMs, 200 + running.lines.size * 2);
    running.talk.room.closeAll((one) => one.drain(200 + between(this.#world.random, 0, spread)));
    await elapsed(closingMs);
    if (start !== this.#start) return;
    for (const line of [...running.lines.keys()]) line.terminate();
    await running.talk.close();
    if (start === this.#start) this.#end();
  }

  readonly accept = (line: Line): ServerEnd | undefined => {
    const running = this.#process;
    if (running === undefined || this.#isDraining) return undefined;
    line.open();
    const { talk, lines } = running;
    const socket: Socket = {
      connection: new Connection(this.#linkTo(line), talk.room, this.#limits, this.#now),
      client: undefined,
      isAlive: true,
    };
    lines.set(line, socket);
    return {
      heard: (text) => {
        socket.isAlive = true;
        socket.client ??= /^\{"event":"hello".*"client":"([^"]+)"/.exec(text)?.[1];
        socket.connection.receive(text);
      },
      alive: () => {
        socket.isAlive = true;
      },
      gone: () => {
        lines.delete(line);
        socket.connection.closed();
      },
    };
  };

  readonly #now = (): number => Date.now() + this.skew;

  #open(): Promise<ServedTalk> {
    return serveTalk({
      deck: source,
      isDeckTrusted: false,
      log: this.#disk.open(),
      checkpoints: this.#disk.checkpoints(this.#limits),
      observe: () => {},
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
    for (const role of roles) this.toldUpTo[role] = undefined;
    talk.host.onChange((events) => {
      for (const event of events)
        for (const role of roles) if (projectEvent(event, role) !== null) this.toldUpTo[role] = event.seq;
    });
    const lines = new Map<Line, Socket>();
    const pinging = setInterval(() => this.#pingAll(lines), this.#limits.pingMs);
    this.#process = { talk, lines, pinging };
    this.#isDraining = false;
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

  /** As `gateway/websocket.ts` does: a socket that answered nothing since the last round is dead (rule W9). */
  #pingAll(lines: Process["lines"]): void {
    for (const [line, socket] of [...lines]) {
      if (!socket.isAlive) line.terminate();
      else {
        socket.isAlive = false;
        line.ping();
      }
    }
  }

  #end(): void {
    const running = this.#process;
    this.#start += 1;
    this.#process = undefined;
    this.#isDraining = false;
    if (running === undefined) return;
    clearInterval(running.pinging);
    for (const line of running.lines.keys()) line.serverDied();
  }

  #linkTo(line: Line): Link {
    return {
      transport: "websocket",
      handshake: { request: [], response: [] },
      send: (batch) => {
        if (line.isHeld) this.#check(line, batch);
        for (const text of batch.texts) {
          const [, id] = /^\{"event":"error","id":(\d+)/.exec(text) ?? [];
          if (id !== undefined) this.refused.add(`${this.#process?.lines.get(line)?.client} ${id}`);
          line.tell(text);
        }
      },
      close: (code, reason) => line.close(code, reason),
      get queuedBytes() {
        return line.queuedBytes;
      },
    };
  }

  /** Rule B2: nothing is put on top of more than may wait. Rule B1: an answer comes after what it is about. */
  #check(line: Line, { texts: [text = ""] }: Batch): void {
    const isAnswer = /^\{"event":"(ack|error|pong|history|handshake|welcome)"/.test(text);
    const limit = isAnswer ? this.#limits.answersBytes : this.#limits.queueBytes;
    if (line.queuedBytes > limit)
      this.problems.push(`${line.queuedBytes} bytes wait for ${line.owner}, who reads slowly, and more comes: ${text}`);
    const [, seq] = /^\{"event":"ack",.*"seq":(\d+)/.exec(text) ?? [];
    const connection = this.#process?.lines.get(line)?.connection;
    const last = connection?.role && this.toldUpTo[connection.role];
    if (last === undefined || last > Number(seq) || connection?.lag?.missing === "events") return;
    if (seq !== undefined && (connection?.heard ?? 0) < last)
      this.problems.push(`${line.owner} is told of ${seq} before ${last}`);
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
