/**
 * Everybody connected to one talk: what each is told when they come, while they are here, and when they could not keep
 * up. Events go through the fan-out; counts pass by the log, at a bounded rate (rule B3).
 */
import { LecternError } from "../errors.ts";
import { encode, encodeWith } from "../protocol/encode.ts";
import type { Hello, ServerMessage } from "../protocol/messages.ts";
import { isRepeated } from "../talk/apply.ts";
import type { Author, Role } from "../talk/commands.ts";
import { participantOf } from "../talk/mute.ts";
import { projectHistory, projectOwn, projectTallies } from "../talk/project.ts";
import { Aggregates, type Member } from "./aggregates.ts";
import { Batch } from "./batch.ts";
import { Beat } from "./beat.ts";
import { CatchUp } from "./catch-up.ts";
import { Channels } from "./channels.ts";
import type { Connection } from "./connection.ts";
import { FanOut } from "./fan-out.ts";
import type { Limits } from "./limits.ts";
import type { Start } from "./observer.ts";
import type { Outbox } from "./outbox.ts";
import type { Participant } from "./participants.ts";
import { Peers } from "./peers.ts";
import { Presence } from "./presence.ts";
import { Rates } from "./rates.ts";
import { Reactions } from "./reactions.ts";
import type { TalkHost } from "./talk-host.ts";
import type { WordList } from "./word-list.ts";

export class Room {
  readonly host: TalkHost;
  /** What is written waits for approval when this says so. */
  readonly holds: WordList;
  readonly channels: Channels;
  readonly peers: Peers;
  readonly reactions: Reactions;
  readonly presence: Presence;
  readonly #beat: Beat;
  /** How fast people write. */
  readonly #writing: Rates;
  readonly #aggregates: Aggregates;
  readonly #fanOut: FanOut;
  readonly #catchUp: CatchUp;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #connections = new Set<Connection>();
  /** Theirs. */
  readonly #outboxes = new Set<Outbox>();
  /** Who misses something, because they read too slowly. */
  readonly #lagging = new Set<Connection>();
  #checking: NodeJS.Timeout | undefined;

  constructor(host: TalkHost, limits: Limits, now: () => number, holds: WordList = () => false) {
    this.host = host;
    this.holds = holds;
    this.#limits = limits;
    this.#now = now;
    const beat = new Beat(limits.tickMs);
    this.#beat = beat;
    this.channels = new Channels(beat, limits, now);
    this.peers = new Peers(beat, limits.presenceMs, now);
    this.reactions = new Reactions(beat, limits, now, (batch) => {
      for (const member of this.#members()) member.message(batch);
    });
    this.presence = new Presence(beat, limits.presenceMs, now, (forAudience, forModerators) => {
      for (const member of this.#members()) member.fact(member.role === "audience" ? forAudience : forModerators);
    });
    this.#writing = new Rates(limits.postsPerSecond, limits.postBurst, limits.connections, now);
    this.#aggregates = new Aggregates(
      beat,
      limits.presenceMs,
      now,
      () => host.state,
      () => this.#members(),
    );
    this.#fanOut = new FanOut(this.#outboxes, beat, (events, seconds) =>
      host.observe({ kind: "told", events, listeners: this.size, seconds }),
    );
    this.#catchUp = new CatchUp(host);
    host.onChange((events) => {
      for (const event of events) {
        if (event.event === "mute" && event.removed) this.#putOut(participantOf(host.state, event.who));
      }
      this.#fanOut.tell(events);
      this.#aggregates.changed();
    });
    host.onTrouble((trouble) => {
      const batch = new Batch([encode({ event: "trouble", at: now(), trouble })]);
      for (const member of this.#members()) if (member.role !== "audience") member.fact(batch);
    });
  }

  get size(): number {
    return this.#connections.size;
  }

  get connections(): Iterable<Connection> {
    return this.#connections;
  }

  enter(connection: Connection): void {
    this.#connections.add(connection);
    this.#outboxes.add(connection.outbox);
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection);
    this.#outboxes.delete(connection.outbox);
    this.#lagging.delete(connection);
    this.channels.leave(connection);
    this.peers.listen(connection, false);
    this.presence.leave(connection);
  }

  /** The welcome for a participant in a role, and the events a resuming client has missed (rule W3). */
  welcome(
    role: Role,
    participant: Participant,
    since: Hello["since"],
  ): { readonly texts: readonly string[]; readonly start: Start } {
    const { state, identity } = this.host;
    const missed = since?.epoch === identity.epoch ? this.#catchUp.missed(role, since.seq) : undefined;
    const welcome = {
      event: "welcome",
      v: 1,
      role,
      participant,
      talk: { code: identity.code, title: state.deck.title },
      epoch: identity.epoch,
      ...this.#standing(role, participant.id),
      resumed: missed !== undefined,
    } as const;
    if (missed !== undefined) return { texts: [encode(welcome), ...missed], start: "resumed" };
    const texts = [encodeWith(welcome, "state", this.#catchUp.snapshot(role))];
    return { texts, start: since === undefined ? "new" : "snapshot" };
  }

  /** Tells this connection now what waits for the tick. */
  tellNow(connection: Connection): void {
    this.#fanOut.tellNow(connection.outbox);
  }

  /** This connection misses something; it hears of it when what waits for it has left (rule B2). */
  lags(connection: Connection): void {
    this.#lagging.add(connection);
    this.host.observe({ kind: "lagged" });
    this.#checking ??= setInterval(() => this.#checkLagging(), this.#limits.tickMs);
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
    this.#fanOut.flush();
    this.#beat.close();
    for (const connection of [...this.#connections]) close(connection);
    clearInterval(this.#checking);
  }

  /** What changes without an event of the log. */
  #standing(role: Role, participant: string) {
    const { state, trouble } = this.host;
    this.#aggregates.welcomed(participant);
    this.presence.welcomed();
    return {
      seq: state.seq,
      at: this.#now(),
      here: this.presence.here,
      ...(role !== "audience" && { transports: this.presence.transports, ...(trouble !== null && { trouble }) }),
      own: projectOwn(state, participant),
      tallies: projectTallies(state, role, participant),
    } as const;
  }

  #checkLagging(): void {
    for (const connection of [...this.#lagging]) {
      if (!connection.hasDrained()) continue;
      this.#lagging.delete(connection);
      if (connection.outbox.lag !== undefined) this.#bringUpToDate(connection);
    }
    if (this.#lagging.size > 0) return;
    clearInterval(this.#checking);
    this.#checking = undefined;
  }

  #bringUpToDate(connection: Connection): void {
    const { outbox } = connection;
    const { seq } = this.host.state;
    if (outbox.lag?.missing === "events") this.peers.again();
    const caughtUp = (by: "events" | "snapshot" | "chat", texts: readonly string[]): void => {
      this.host.observe({ kind: "caught-up", by });
      outbox.catchUp(new Batch(texts), seq);
    };
    // Plain clients know no snapshots.
    if (!isMember(connection)) return caughtUp("chat", this.#catchUp.missedChat(outbox.heard));
    const { role, participant } = connection;
    const missed = this.#catchUp.missed(role, outbox.heard);
    const snapshot: ServerMessage = { event: "snapshot", ...this.#standing(role, participant) };
    const isShort = missed !== undefined && lengthOf(missed) <= this.#limits.factsBytes;
    if (isShort) caughtUp("events", [...missed, encode(snapshot)]);
    else caughtUp("snapshot", [encodeWith(snapshot, "state", this.#catchUp.snapshot(role))]);
  }

  /** Moderators cannot be put out, whatever else they are. */
  #putOut(participant: string | undefined): void {
    for (const connection of [...this.#connections]) {
      if (participant !== undefined && connection.guest === participant) connection.refuseAndClose("removed");
    }
  }

  *#members(): Generator<Member> {
    for (const connection of this.#connections) if (isMember(connection)) yield connection;
  }
}

function isMember(connection: Connection): connection is Connection & Member {
  return connection.role !== undefined;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
