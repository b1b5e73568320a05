/** Answers the programs of a deck in its frame: the page acts for the person who looks at it (rule A3). */
import type { ReadonlySignal } from "@preact/signals";
import type { DistributiveOmit, FromFrame, ToFrame } from "../../protocol/frame.ts";
import type { Position } from "../../talk/commands.ts";
import { joinChannels } from "./deck-channels.ts";
import { watchConnection } from "./deck-connection.ts";
import { countPeers } from "./deck-peers.ts";
import { showPolls } from "./deck-polls.ts";
import type { Talk } from "./talk.ts";

export type DeckRequest = Extract<FromFrame, { type: "wants" | "send" | "set" | "handshake" | "cut" }>;

/** Tells the frame. */
export type Post = (message: DistributiveOmit<ToFrame, "lectern">) => void;

/** `at` is what the frame shows. The answer is what to do with the frame's requests. */
export function joinDeck(talk: Talk, at: ReadonlySignal<Position>, post: Post): (request: DeckRequest) => void {
  const { client } = talk;
  const channels = joinChannels(talk, post);
  const connection = watchConnection(client, post);
  const peers = countPeers(talk, at, post);
  const polls = showPolls(client, post);
  return (request) => {
    switch (request.type) {
      case "wants":
        // A frame that has just come up knows of no poll yet.
        polls.tell();
        client.listen(request.messages, request.peers);
        connection.want(request.frames);
        channels.want(request.values);
        return peers.want(request.peers);
      case "send":
        return channels.send(request.channel, request.data);
      case "set":
        return channels.set(request.channel, request.data);
      case "handshake":
        return connection.handshake();
      case "cut":
        return connection.cut(request.milliseconds);
    }
  };
}
