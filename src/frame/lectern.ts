/**
 * The `lectern` global: how a program in a slide talks to the room (rules D1, D2). A classic script in the deck's
 * head, so that it is there before any script of the deck. It has no rights of its own: all it can do is ask the page
 * around the frame, which acts for the participant who looks at it (rule A3).
 */
import type { DistributiveOmit, FromFrame, Said, ToFrame } from "../protocol/frame.ts";
import type { Channel, ChannelEvents, ChannelSaid, Lectern } from "./deck-api.ts";

type Listener = (said: ChannelSaid) => void;

// One block: a classic script's own names must not stand in the way of the deck's.
{
  class OpenChannel implements Channel {
    readonly name: string;
    last: ChannelSaid | undefined;
    readonly #listeners = new Map<keyof ChannelEvents, Set<Listener>>();

    constructor(name: string) {
      this.name = name;
    }

    get value(): unknown {
      return this.last?.data;
    }

    send(data: unknown): void {
      post({ type: "send", channel: this.name, data });
    }

    set(data: unknown): void {
      post({ type: "set", channel: this.name, data });
    }

    on(event: keyof ChannelEvents, listener: Listener): () => void {
      const listeners = this.#listeners.get(event) ?? new Set();
      this.#listeners.set(event, listeners.add(listener));
      // Whoever comes after the value still gets it, once, when the script that asked has ended.
      queueMicrotask(() => {
        if (event === "value" && this.last !== undefined && listeners.has(listener)) this.#call(listener, this.last);
      });
      return () => listeners.delete(listener);
    }

    hear(event: keyof ChannelEvents, said: ChannelSaid): void {
      if (event === "value") this.last = said;
      for (const listener of [...(this.#listeners.get(event) ?? [])]) this.#call(listener, said);
    }

    /** One listener that throws does not keep the others from hearing. */
    #call(listener: Listener, said: ChannelSaid): void {
      try {
        listener(said);
      } catch (error) {
        reportError(error);
      }
    }
  }

  const channels = new Map<string, OpenChannel>();
  let person: { role: Lectern["role"]; id: string; clock: number } = { role: "audience", id: "", clock: 0 };
  let telling = false;

  const post = (message: DistributiveOmit<FromFrame, "lectern">): void => {
    try {
      window.parent.postMessage({ lectern: 1, ...message }, "*");
    } catch (error) {
      console.error("lectern: this cannot be sent on a channel; use what JSON can hold.", error);
    }
  };

  /** A deck opens its channels one by one; the page hears of them together. */
  const tellSoon = (): void => {
    if (telling || channels.size === 0) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      post({ type: "listen", channels: [...channels.keys()] });
    });
  };

  const heard = ({ from, at, data }: Said): ChannelSaid => {
    return { from: { ...from, own: from.id === person.id }, at, data };
  };

  const obey = (message: ToFrame): void => {
    switch (message.type) {
      case "hello":
        return tellSoon();
      case "person":
        person = { role: message.role, id: message.id, clock: message.clock };
        return;
      case "value":
        return channels.get(message.channel)?.hear("value", heard(message.said));
      case "messages":
        for (const said of message.list) channels.get(message.channel)?.hear("message", heard(said));
        return;
      case "refused":
        return console.warn(`lectern: channel "${message.channel}": ${message.problem}`);
    }
  };

  addEventListener("message", ({ source, data }) => {
    if (source === window.parent && data?.lectern === 1) obey(data as ToFrame);
  });

  const lectern: Lectern = {
    get role() {
      return person.role;
    },
    get participant() {
      return person.id;
    },
    now: () => Date.now() + person.clock,
    channel(name) {
      const open = channels.get(name) ?? new OpenChannel(name);
      if (!channels.has(name)) {
        channels.set(name, open);
        tellSoon();
      }
      return open;
    },
  };

  Object.defineProperty(window, "lectern", { value: lectern });
}
