/** Joins the channels of a deck in its frame to the talk. */
import type { Said } from "../../protocol/frame.ts";
import type { ChannelValue } from "../../talk/channels.ts";
import { TokenBucket } from "../../talk/token-bucket.ts";
import type { Post } from "./deck-requests.ts";
import type { Talk } from "./talk.ts";

/**
 * What a deck may say a second, on average and at once, on all its channels together. Below what the server allows a
 * connection, so that a deck that loops never costs the person who looks at it their place in the talk.
 */
const perSecond = 60;
const burst = 120;

export type DeckChannels = {
  /** The channels whose values the deck wants. */
  want(channels: readonly string[]): void;
  send(channel: string, data: unknown): void;
  set(channel: string, data: unknown): void;
};

export function joinChannels(talk: Talk, post: Post): DeckChannels {
  const { client } = talk;
  let wanted: readonly string[] = [];
  let told: Readonly<Record<string, ChannelValue>> = {};

  const tellValue = (channel: string, { from, at, data }: ChannelValue): void => {
    const said: Said = { from, at, data };
    post({ type: "value", channel, said });
  };
  /** Only what is new: a value that was told is not told again with every slide. */
  const tellValues = (): void => {
    const { values } = talk.view.value;
    for (const channel of wanted) {
      const value = Object.hasOwn(values, channel) ? values[channel] : undefined;
      if (value !== undefined && value.seq !== told[channel]?.seq) tellValue(channel, value);
    }
    told = values;
  };
  const bucket = new TokenBucket(perSecond, burst, Date.now());
  let isLooping = false;
  /** Whether the deck may say this now; said once for a row of refusals. */
  const passes = (channel: string): boolean => {
    const passed = bucket.take(Date.now());
    if (!passed && !isLooping)
      refuse(channel, `This deck says more than ${perSecond} things a second. Some were dropped.`);
    isLooping = !passed;
    if (passed && client.status !== "live") refuse(channel, "There is no connection now, so this was not said.");
    return passed && client.status === "live";
  };
  const refuse = (channel: string, problem: string): void => post({ type: "refused", channel, problem });

  client.on((happening) => {
    if (happening.type === "view") tellValues();
    if (happening.type === "messages") post(happening);
    if (happening.type === "refused") refuse(happening.channel, happening.error.message);
  });

  return {
    want(channels) {
      // A channel that was open already has told its value.
      told = Object.fromEntries(Object.entries(told).filter(([channel]) => wanted.includes(channel)));
      wanted = channels;
      tellValues();
    },
    send(channel, data) {
      if (passes(channel)) client.sendOn(channel, data);
    },
    set(channel, data) {
      if (!passes(channel)) return;
      client.send({ event: "set", channel, data }).catch((error: Error) => refuse(channel, error.message));
    },
  };
}
