/**
 * The `lectern` global: how a program in a slide talks to the room (rules D1–D3). A classic script in the deck's head,
 * so that it is there before any script of the deck. It has no rights of its own: all it can do is ask the page around
 * the frame, which acts for the participant who looks at it (rule A3). A deck that was opened by itself has no such
 * page; a preview among this browser's tabs then answers in its place.
 */
import type { DistributiveOmit, FromFrame, Said, ToFrame } from "../protocol/frame.ts";
import type { ChannelSaid, Lectern } from "./deck-api.ts";
import { OpenChannel } from "./open-channel.ts";
import { OwnConnection } from "./own-connection.ts";
import { startPreview } from "./preview.ts";

const channels = new Map<string, OpenChannel>();
let person: { readonly role: Lectern["role"]; readonly id: string; readonly clock: number } = {
  role: "audience",
  id: "",
  clock: 0,
};
let peers = 0;
let telling = false;

/** A deck asks for one thing after the other; the page hears of them together. */
const wantsMore = (): void => {
  if (telling) return;
  telling = true;
  queueMicrotask(() => {
    telling = false;
    const open = [...channels.values()];
    post({
      type: "wants",
      values: [...channels.keys()],
      messages: open.filter(({ wantsMessages }) => wantsMessages).map(({ name }) => name),
      peers: open.some(({ wantsPeers }) => wantsPeers),
      frames: connection.wantsFrames,
    });
  });
};

const post = (message: DistributiveOmit<FromFrame, "lectern">): void => {
  try {
    host({ lectern: 1, ...message });
  } catch (error) {
    console.error("lectern: this cannot be sent on a channel; use what JSON can hold.", error);
  }
};

const connection = new OwnConnection(post, wantsMore);

const heard = ({ from, at, data }: Said): ChannelSaid => ({ from: { ...from, own: from.id === person.id }, at, data });

const obey = (message: ToFrame): void => {
  if (message.type === "person") person = message;
  connection.hear(message);
  switch (message.type) {
    case "hello":
      return wantsMore();
    case "value":
      return channels.get(message.channel)?.hear("value", heard(message.said));
    case "messages":
      for (const said of message.list) channels.get(message.channel)?.hear("message", heard(said));
      return;
    case "peers":
      peers = message.count;
      for (const channel of channels.values()) channel.hear("peers", peers);
      return;
    case "refused":
      return console.warn(`lectern: channel "${message.channel}": ${message.problem}`);
  }
};

const lectern: Lectern = {
  get role() {
    return person.role;
  },
  get participant() {
    return person.id;
  },
  now: () => Date.now() + person.clock,
  channel(name) {
    const open = channels.get(name) ?? new OpenChannel(name, { post, wantsMore, peers: () => peers });
    if (!channels.has(name)) {
      channels.set(name, open);
      wantsMore();
    }
    return open;
  },
  connection,
};

// Kept from the start: `shim.ts` puts something else in its place for the programs that come later.
const around = window.parent;
const isAlone = around === window;
const host: (message: FromFrame) => void = isAlone ? startPreview(obey) : (message) => around.postMessage(message, "*");

addEventListener("message", ({ source, data }) => {
  if (!isAlone && source === around && data?.lectern === 1) obey(data as ToFrame);
});

// A deck may bring this script along, and be given by Lectern, which brings it too: the first one counts.
if (!("lectern" in window)) {
  Object.defineProperty(window, "lectern", { value: lectern });
  wantsMore();
}
