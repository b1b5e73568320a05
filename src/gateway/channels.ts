/**
 * The second lane: what is sent on channels passes by the log (rule D2). Messages of one tick go to each listener in
 * one piece, encoded once a channel. The room is safe from a deck that loops: each participant has a rate, each
 * channel a ceiling, and what is above it is dropped and said so.
 */
import { type ErrorCode, type ErrorDetails, LecternError } from "../errors.ts";
import { encode } from "../protocol/encode.ts";
import type { ServerMessage } from "../protocol/messages.ts";
import { type ChannelPolicy, channelName, maxChannelData, maxRate, mayUse, policyOf } from "../talk/channels.ts";
import { type Author, guestName, type Role } from "../talk/commands.ts";
import type { State } from "../talk/state.ts";
import { TokenBucket } from "../talk/token-bucket.ts";
import { Batch } from "./batch.ts";
import type { Beat } from "./beat.ts";
import type { Limits } from "./limits.ts";

type Messages = Extract<ServerMessage, { event: "messages" }>["list"];

/** What was said on a channel: `n` counts its messages, 1, 2, 3 …; `last` is the newest, 0 when there is none. */
export type Recent = { readonly last: number; readonly list: readonly (Messages[number] & { readonly n: number })[] };

/** Whoever wants a channel's messages. */
export interface ChannelListener {
  message(batch: Batch): void;
}

export class Channels {
  readonly #beat: Beat;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #listeners = new Map<string, Set<ChannelListener>>();
  readonly #listening = new Map<ChannelListener, readonly string[]>();
  readonly #buckets = new Map<string, TokenBucket>();
  /** The newest messages of channels that are open to plain HTTP. */
  readonly #recent = new Map<string, Recent>();
  readonly #due = new Map<string, Messages[number][]>();

  constructor(beat: Beat, limits: Limits, now: () => number) {
    this.#beat = beat;
    this.#limits = limits;
    this.#now = now;
  }

  /** From now on this listener gets these channels' messages, and no others. */
  listen(listener: ChannelListener, channels: readonly string[]): void {
    for (const channel of this.#listening.get(listener) ?? []) this.#forget(listener, channel);
    this.#listening.set(listener, channels);
    for (const channel of channels) {
      const set = this.#listeners.get(channel) ?? new Set();
      this.#listeners.set(channel, set.add(listener));
    }
  }

  leave(listener: ChannelListener): void {
    this.listen(listener, []);
    this.#listening.delete(listener);
  }

  /** Sends at the next tick. @throws LecternError `not-allowed`, `channel-name`, `too-long`, `channel-rate` */
  send(state: State, author: Author & { readonly role: Role }, channel: string, data: unknown): void {
    judge(policyOf(state.channels, channel), author.role, channel, data);
    this.spend(state, author, channel);
    this.#take(state, { id: author.participant, name: author.name, role: author.role }, channel, data);
  }

  /** Sends what came by plain HTTP, from nobody in particular; answers with its number. @throws LecternError as `send` */
  post(state: State, channel: string, data: unknown): number {
    const policy = openToHttp(state, channel);
    judge(policy, "audience", channel, data);
    this.#spend(`http ${channel}`, this.#limits.httpPostsPerSecond, channel);
    this.#take(state, { id: "", name: guestName, role: "audience" }, channel, data);
    return this.#recent.get(channel)?.last ?? 0;
  }

  /** What was said on a channel after its message number `since`. @throws LecternError `channel-not-http` */
  recent(state: State, channel: string, since: number): Recent {
    openToHttp(state, channel);
    const { last, list } = this.#recent.get(channel) ?? nothingSaid;
    return { last, list: list.filter(({ n }) => n > since) };
  }

  /** Takes one from the participant's rate on this channel. @throws LecternError `channel-rate` */
  spend(state: State, author: Author, channel: string): void {
    const rate = Math.min(maxRate, policyOf(state.channels, channel).rate);
    this.#spend(`${rate} ${author.participant} ${channel}`, rate, channel);
  }

  #spend(key: string, rate: number, channel: string): void {
    const bucket = this.#buckets.get(key) ?? new TokenBucket(rate, rate * 2, this.#now());
    this.#buckets.set(key, bucket);
    if (!bucket.take(this.#now())) refuse("channel-rate", { channel, rate });
  }

  #take(state: State, from: Messages[number]["from"], channel: string, data: unknown): void {
    const { rate, http } = policyOf(state.channels, channel);
    const list = this.#due.get(channel) ?? [];
    if (list.length >= this.#limits.channelMessagesPerTick * this.#beat.ticks)
      refuse("channel-rate", { channel, rate });
    const message = { at: this.#now(), from, data: data ?? null };
    if (this.#due.size === 0) this.#beat.next(() => this.#flush());
    list.push(message);
    this.#due.set(channel, list);
    if (http) this.#keep(channel, message);
  }

  #keep(channel: string, message: Messages[number]): void {
    const { last, list } = this.#recent.get(channel) ?? nothingSaid;
    const next = { n: last + 1, ...message };
    this.#recent.set(channel, { last: next.n, list: [...list, next].slice(-this.#limits.httpMessages) });
  }

  #flush(): void {
    for (const [channel, list] of this.#due) {
      const batch = new Batch([encode({ event: "messages", channel, list })]);
      for (const listener of this.#listeners.get(channel) ?? []) listener.message(batch);
    }
    this.#due.clear();
    // A full bucket says the same as none; whoever was quiet for two seconds has one.
    if (this.#buckets.size > this.#limits.connections) this.#buckets.clear();
  }

  #forget(listener: ChannelListener, channel: string): void {
    const set = this.#listeners.get(channel);
    set?.delete(listener);
    if (set?.size === 0) this.#listeners.delete(channel);
  }
}

const nothingSaid: Recent = { last: 0, list: [] };

function judge(policy: ChannelPolicy, role: Role, channel: string, data: unknown): void {
  const length = JSON.stringify(data)?.length ?? 0;
  if (!channelName.test(channel)) refuse("channel-name", { channel });
  if (!mayUse(policy.send, role)) refuse("not-allowed", { who: "the speaker" });
  if (length > maxChannelData) refuse("too-long", { what: "The data of a channel", limit: maxChannelData, length });
}

function openToHttp(state: State, channel: string): ChannelPolicy {
  const policy = policyOf(state.channels, channel);
  if (!policy.http) refuse("channel-not-http", { channel, rule: "http: true" });
  return policy;
}

function refuse(code: ErrorCode, details: ErrorDetails): never {
  throw new LecternError(code, details);
}
