/** Joins the channels of a deck in its frame to the talk: the page acts for the person who looks at it (rule A3). */
import type { DistributiveOmit, FromFrame, Said, ToFrame } from "../../protocol/frame.ts";
import type { ChannelValue } from "../../talk/channels.ts";
import type { Talk } from "./talk.ts";

export type ChannelRequest = Extract<FromFrame, { type: "listen" | "send" | "set" }>;

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
        if (!client.sendOn(request.channel, request.data)) refuse(request.channel, "There is no connection now.");
        return;
      case "set": {
        const { channel, data } = request;
        client.send({ event: "set", channel, data }).catch((error: Error) => refuse(channel, error.message));
        return;
      }
    }
  };
}
