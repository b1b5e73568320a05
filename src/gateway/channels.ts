/**
 * The second lane: what is sent on channels passes by the log (rule D2). Messages of one tick go to each listener in
 * one piece, encoded once a channel. The room is safe from a deck that loops: each participant has a rate, each
 * channel a ceiling, and what is above it is dropped and said so.
 */
import { type ErrorCode, type ErrorDetails, LecternError } from "../errors.ts";
import { encode } from "../protocol/encode.ts";
import type { ServerMessage } from "../protocol/messages.ts";
import { channelName, maxChannelData, maxRate, mayUse, policyOf } from "../talk/channels.ts";
import type { Author, Role } from "../talk/commands.ts";
import type { State } from "../talk/state.ts";
import { TokenBucket } from "../talk/token-bucket.ts";
import type { Limits } from "./limits.ts";

type Messages = Extract<ServerMessage, { event: "messages" }>["list"];

/** Whoever wants a channel's messages. */
export interface ChannelListener {
  deliver(text: string): void;
}

export class Channels {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #listeners = new Map<string, Set<ChannelListener>>();
  readonly #listening = new Map<ChannelListener, readonly string[]>();
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #due = new Map<string, Messages>();
  #tick: NodeJS.Timeout | undefined;

  constructor(limits: Limits, now: () => number) {
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
    const policy = policyOf(state.channels, channel);
    const length = JSON.stringify(data)?.length ?? 0;
    if (!channelName.test(channel)) refuse("channel-name", { channel });
    if (!mayUse(policy.send, author.role)) refuse("not-allowed", { who: "the speaker" });
    if (length > maxChannelData) refuse("too-long", { what: "The data of a channel", limit: maxChannelData, length });
    this.spend(state, author, channel);
    const list = this.#due.get(channel) ?? [];
    if (list.length >= this.#limits.channelMessagesPerTick) {
      refuse("channel-rate", { channel, rate: policy.rate });
    }
    const from = { id: author.participant, name: author.name, role: author.role };
    list.push({ at: this.#now(), from, data: data ?? null });
    this.#due.set(channel, list);
    this.#tick ??= setTimeout(() => this.#flush(), this.#limits.channelTickMs);
  }

  /** Takes one from the participant's rate on this channel. @throws LecternError `channel-rate` */
  spend(state: State, author: Author, channel: string): void {
    const rate = Math.min(maxRate, policyOf(state.channels, channel).rate);
    const key = `${rate} ${author.participant} ${channel}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(rate, rate * 2, this.#now());
    this.#buckets.set(key, bucket);
    if (!bucket.take(this.#now())) refuse("channel-rate", { channel, rate });
  }

  /** Stops the tick; what waits for it is not sent. */
  close(): void {
    clearTimeout(this.#tick);
    this.#tick = undefined;
  }

  #flush(): void {
    this.#tick = undefined;
    for (const [channel, list] of this.#due) {
      const text = encode({ event: "messages", channel, list });
      for (const listener of this.#listeners.get(channel) ?? []) listener.deliver(text);
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

function refuse(code: ErrorCode, details: ErrorDetails): never {
  throw new LecternError(code, details);
}
