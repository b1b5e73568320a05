/**
 * Everybody connected to one talk, and the fan-out: an event is projected and serialised once for each role, then
 * repeated to every connection of that role (rules A2, B1). Counts pass by the log, at a bounded rate (rule B3).
 */
import { LecternError } from "../errors.ts";
import { encode } from "../protocol/encode.ts";
import type { Hello, Transports, Welcome } from "../protocol/messages.ts";
import { isRepeated } from "../talk/apply.ts";
import type { Author, Role } from "../talk/commands.ts";
import type { TalkEvent } from "../talk/events.ts";
import { participantOf } from "../talk/mute.ts";
import { asOfNow, projectHistory, projectOwn, projectState, projectTallies } from "../talk/project.ts";
import { projectEvent } from "../talk/view.ts";
import { Aggregates, type Member } from "./aggregates.ts";
import { Channels } from "./channels.ts";
import type { Connection } from "./connection.ts";
import type { Limits } from "./limits.ts";
import { Peers } from "./peers.ts";
import { Rates } from "./rates.ts";
import { Reactions } from "./reactions.ts";
import type { TalkHost } from "./talk-host.ts";
import type { WordList } from "./word-list.ts";

const roles: readonly Role[] = ["speaker", "moderator", "audience"];

export class Room {
  readonly host: TalkHost;
  /** What is written waits for approval when this says so. */
  readonly holds: WordList;
  readonly channels: Channels;
  readonly peers: Peers;
  readonly reactions: Reactions;
  /** How fast people write. */
  readonly #writing: Rates;
  readonly #aggregates: Aggregates;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #connections = new Set<Connection>();
  /** Participant → open connections, for those who count as here. */
  readonly #here = new Map<string, number>();
  readonly #countedAs = new Map<Connection, string>();
  /** What was said last of who is here and how, as JSON. */
  #announced = "";
  #announcing: NodeJS.Timeout | undefined;

  constructor(host: TalkHost, limits: Limits, now: () => number, holds: WordList = () => false) {
    this.host = host;
    this.holds = holds;
    this.#limits = limits;
    this.#now = now;
    this.channels = new Channels(limits, now);
    this.peers = new Peers(limits.presenceMs, now);
    this.reactions = new Reactions(limits, now, (text) => this.#tellMembers(text));
    this.#writing = new Rates(limits.postsPerSecond, limits.postBurst, limits.connections, now);
    this.#aggregates = new Aggregates(
      limits.presenceMs,
      now,
      () => host.state,
      () => this.#members(),
    );
    host.onChange((events) => {
      this.#broadcast(events);
      this.#aggregates.changed();
    });
  }

  get here(): number {
    return this.#here.size;
  }

  /** How the screens of those who are here are connected. */
  get transports(): Transports {
    const counts = { websocket: 0, sse: 0, poll: 0 };
    for (const { transport } of this.#countedAs.keys()) counts[transport] += 1;
    return counts;
  }

  get size(): number {
    return this.#connections.size;
  }

  enter(connection: Connection): void {
    this.#connections.add(connection);
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection);
    this.channels.leave(connection);
    this.peers.listen(connection, false);
    const participant = this.#countedAs.get(connection);
    if (participant === undefined) return;
    this.#countedAs.delete(connection);
    const left = (this.#here.get(participant) ?? 1) - 1;
    if (left > 0) this.#here.set(participant, left);
    else this.#here.delete(participant);
    this.#announceSoon();
  }

  /** The connection has become somebody: count them, if they count. */
  counted(connection: Connection): void {
    const participant = connection.counted;
    if (participant === undefined) return;
    this.#countedAs.set(connection, participant);
    this.#here.set(participant, (this.#here.get(participant) ?? 0) + 1);
    this.#announceSoon();
  }

  /** The welcome for a participant in a role, and the events a resuming client has missed (rule W3). */
  welcome(
    role: Role,
    participant: string,
    since: Hello["since"],
  ): { readonly message: Omit<Welcome, "role" | "participant">; readonly missed: readonly string[] } {
    const { state, identity } = this.host;
    this.#aggregates.welcomed(participant);
    const missed = since?.epoch === identity.epoch ? this.host.eventsSince(since.seq) : undefined;
    const message = {
      event: "welcome",
      v: 1,
      talk: { code: identity.code, title: state.deck.title },
      epoch: identity.epoch,
      seq: state.seq,
      at: this.#now(),
      here: this.here,
      ...(role !== "audience" && { transports: this.transports }),
      own: projectOwn(state, participant),
      tallies: projectTallies(state, role, participant),
    } as const;
    if (missed === undefined) {
      return { message: { ...message, resumed: false, state: projectState(this.host.state, role) }, missed: [] };
    }
    const texts = missed.flatMap((event) => encodeFor(asOfNow(event, state), role) ?? []);
    return { message: { ...message, resumed: true }, missed: texts };
  }

  /** Takes one from what this author may write. A command sent again after a reconnect costs nothing. @throws LecternError `writing-rate` */
  spendWriting(author: Author, id: number | undefined): void {
    if (author.role !== "audience" || isRepeated(this.host.state, author, id ?? null)) return;
    if (!this.#writing.take(author.participant))
      throw new LecternError("writing-rate", { rate: this.#limits.postsPerSecond });
  }

  /** The chat before a message, as this role may see it. */
  history(role: Role, before: number): string {
    return encode({ event: "history", before, chat: projectHistory(this.host.state, role, before) });
  }

  closeAll(close: (connection: Connection) => void): void {
    clearTimeout(this.#announcing);
    this.channels.close();
    this.peers.close();
    this.reactions.close();
    this.#aggregates.close();
    for (const connection of [...this.#connections]) close(connection);
  }

  /** Moderators cannot be put out, whatever else they are. */
  #putOut(participant: string | undefined): void {
    for (const connection of [...this.#connections]) {
      if (participant !== undefined && connection.guest === participant) connection.refuseAndClose("removed");
    }
  }

  #broadcast(events: readonly TalkEvent[]): void {
    for (const event of events) {
      if (event.event === "mute" && event.removed) this.#putOut(participantOf(this.host.state, event.who));
      const texts = new Map<Role | "plain", string>();
      for (const role of roles) {
        const text = encodeFor(event, role);
        if (text !== undefined) texts.set(role, text);
      }
      const plain = event.event === "chat" ? texts.get("audience") : undefined;
      for (const connection of this.#connections) {
        const { audience } = connection;
        if (audience === null || audience === "plain") {
          if (plain !== undefined) connection.deliverPlain(plain);
          continue;
        }
        const text = texts.get(audience);
        if (text !== undefined) connection.deliver(text);
      }
    }
  }

  *#members(): Generator<Member> {
    for (const connection of this.#connections) {
      const { member } = connection;
      if (member === undefined) continue;
      yield { ...member, deliver: (text) => connection.deliver(text) };
    }
  }

  #announceSoon(): void {
    this.#announcing ??= setTimeout(() => this.#announce(), this.#limits.presenceMs);
  }

  #announce(): void {
    this.#announcing = undefined;
    const { here, transports } = this;
    const now = JSON.stringify([here, transports]);
    if (now === this.#announced) return;
    this.#announced = now;
    const presence = { event: "presence", at: this.#now(), here } as const;
    const [forAll, forModerators] = [encode(presence), encode({ ...presence, transports })];
    for (const { role, deliver } of this.#members()) deliver(role === "audience" ? forAll : forModerators);
  }

  #tellMembers(text: string): void {
    for (const { deliver } of this.#members()) deliver(text);
  }
}

function encodeFor(event: TalkEvent, role: Role): string | undefined {
  const projected = projectEvent(event, role);
  return projected === null ? undefined : encode(projected);
}
