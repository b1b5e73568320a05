/**
 * Channels: slides that talk (rules D). A channel is a name a deck chose. `set` keeps its last value in the log;
 * `send` passes by the log and is only judged here. Pure.
 */
import type { Role } from "./commands.ts";

/** Who may do something on a channel. */
export type Allowed = "everyone" | "speaker";

export type ChannelPolicy = {
  readonly send: Allowed;
  readonly set: Allowed;
  /** Messages and values one participant may give to the channel a second. */
  readonly rate: number;
  /** Whether the channel may also be read and spoken on by plain HTTP (rule D8). */
  readonly http: boolean;
};

/** What a deck says about its channels; a channel it does not name has the default policy. */
export type ChannelPolicies = Readonly<Record<string, Partial<ChannelPolicy>>>;

/** Everybody may speak, only the speaker may set what late joiners are given (rule D2). */
export const defaultPolicy: ChannelPolicy = { send: "everyone", set: "speaker", rate: 10, http: false };
/** The highest rate a deck may ask for. */
export const maxRate = 50;

export type ChannelValue = {
  readonly seq: number;
  readonly at: number;
  readonly from: { readonly id: string; readonly name: string; readonly role: Role };
  /** Any JSON. */
  readonly data: unknown;
};

/** The longest data of one message or value, in characters of its JSON. */
export const maxChannelData = 4096;
/** How deep objects and arrays of the data may lie in each other. */
export const maxChannelDepth = 100;
/** How many channels of a talk may hold a value. */
export const maxChannels = 32;
/** What a channel may be called. */
export const channelName = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;

export function policyOf(policies: ChannelPolicies, channel: string): ChannelPolicy {
  return { ...defaultPolicy, ...(Object.hasOwn(policies, channel) ? policies[channel] : {}) };
}

export function mayUse(allowed: Allowed, role: Role): boolean {
  return allowed === "everyone" || role === "speaker";
}

/** Whether data lies deeper in itself than a channel takes: writing such JSON would end in a full stack. */
export function isTooDeep(data: unknown, depth = maxChannelDepth): boolean {
  if (typeof data !== "object" || data === null) return false;
  return depth === 0 || Object.values(data).some((inner) => isTooDeep(inner, depth - 1));
}
