/** Joins the channels of a deck in its frame to the talk: the page acts for the person who looks at it (rule A3). */
import type { DistributiveOmit, FromFrame, Said, ToFrame } from "../../protocol/frame.ts";
import type { ChannelValue } from "../../talk/channels.ts";
import { TokenBucket } from "../../talk/token-bucket.ts";
import type { Talk } from "./talk.ts";

export type ChannelRequest = Extract<FromFrame, { type: "listen" | "send" | "set" }>;

/**
 * What a deck may say a second, on average and at once, on all its channels together. Below what the server allows a
 * connection, so that a deck that loops never costs the person who looks at it their place in the talk.
 */
const perSecond = 60;
const burst = 120;

type Post = (message: DistributiveOmit<ToFrame, "lectern">) => void;

/** `post` tells the frame; the answer is what to do with the frame's requests. */
export function joinChannels(talk: Talk, post: Post): (request: ChannelRequest) => void {
  const { client } = talk;
  let wanted: readonly string[] = [];
  let told: Readonly<Record<string, ChannelValue>> = {};

  const introduce = (): void => {
    const { role, participant } = client;
    if (role === undefined || participant === undefined) return;
    post({ type: "person", role, id: participant.id, clock: client.now() - Date.now() });
  };
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
    if (happening.type === "participant" || happening.type === "clock") introduce();
    if (happening.type === "view") tellValues();
    if (happening.type === "messages") post(happening);
    if (happening.type === "refused") refuse(happening.channel, happening.error.message);
  });

  return (request) => {
    switch (request.type) {
      case "listen":
        wanted = request.channels;
        told = {};
        client.listen(wanted);
        introduce();
        return tellValues();
      case "send":
        if (passes(request.channel)) client.sendOn(request.channel, request.data);
        return;
      case "set": {
        const { channel, data } = request;
        if (!passes(channel)) return;
        client.send({ event: "set", channel, data }).catch((error: Error) => refuse(channel, error.message));
        return;
      }
    }
  };
}
