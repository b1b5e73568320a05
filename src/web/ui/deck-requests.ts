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

export type JoinedDeck = {
  /** Does what a program in the deck asks for. */
  hear(request: DeckRequest): void;
  /** A frame has come up: what was said before, it has not heard. */
  ready(): void;
};

/** `at` is what the frame shows. */
export function joinDeck(talk: Talk, at: ReadonlySignal<Position>, post: Post): JoinedDeck {
  const { client } = talk;
  const channels = joinChannels(talk, post);
  const connection = watchConnection(client, post);
  const peers = countPeers(talk, at, post);
  const polls = showPolls(client, post);
  const hear = (request: DeckRequest): void => {
    switch (request.type) {
      case "wants":
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
  return { hear, ready: polls.tell };
}
