/**
 * The page's side of the frame a deck runs in: loads it, tells it what to show, hears what the person in front of it
 * does. A new version of the deck is loaded behind the old one and takes its place when it is ready, so a save in the
 * editor never flashes on the wall (rule F7).
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import {
  comingName,
  type DistributiveOmit,
  deckAddress,
  type FrameMode,
  type FromFrame,
  type OutlineSlide,
  type Step,
  type ToFrame,
} from "../../protocol/frame.ts";
import { readFromFrame } from "../../protocol/from-frame.ts";
import type { Position } from "../../talk/commands.ts";
import type { Boot } from "./boot.ts";
import { watchDeck } from "./deck-health.ts";
import { joinDeck } from "./deck-requests.ts";
import type { Talk } from "./talk.ts";
import { watchZoom } from "./zoom.ts";

/** How long a browser may keep the process of a frame that is gone (Chromium: about a second). */
const lettingGoMs = 2000;

export type DeckFrameOptions = {
  /** Where the frame stands. An iframe already in it (from the server's HTML) is adopted. */
  readonly host: HTMLElement;
  readonly boot: Boot;
  readonly title: string;
  readonly mode: FrameMode;
  /** No sound and no playing media (previews). */
  readonly muted?: boolean;
  /** Show the step after the given position instead of the position itself. */
  readonly peek?: boolean;
  readonly onMoved?: (to: Position) => void;
  readonly onKey?: (key: string) => void;
  readonly onTouched?: () => void;
  /** Lets the deck's programs use the talk's channels, as the person who looks at this page. */
  readonly talk?: Talk;
};

export type DeckFrame = {
  readonly outline: ReadonlySignal<readonly OutlineSlide[]>;
  /** What the frame shows now. */
  readonly at: ReadonlySignal<Position>;
  /** With `peek`: there is no further step. */
  readonly end: ReadonlySignal<boolean>;
  readonly ready: ReadonlySignal<boolean>;
  load(version: string, at: Position): void;
  show(to: Position, paused: boolean): void;
  step(step: Step): void;
  setMode(mode: FrameMode): void;
  focus(): void;
};

export function createDeckFrame(options: DeckFrameOptions): DeckFrame {
  const outline = signal<readonly OutlineSlide[]>([]);
  const at = signal<Position>({ h: 0, v: 0, f: -1 });
  const end = signal(false);
  const ready = signal(false);
  let mode = options.mode;
  let current: HTMLIFrameElement | null = options.host.querySelector("iframe");
  let coming: HTMLIFrameElement | null = null;
  let wanted: { readonly to: Position; readonly paused: boolean } | undefined;

  const post = (frame: HTMLIFrameElement | null, message: DistributiveOmit<ToFrame, "lectern">): void =>
    frame?.contentWindow?.postMessage({ lectern: 1, ...message }, "*");
  const postMode = (frame: HTMLIFrameElement | null): void =>
    post(frame, { type: "mode", mode, muted: options.muted ?? false });
  const postShow = (frame: HTMLIFrameElement | null): void => {
    if (wanted !== undefined) post(frame, { type: "show", ...wanted, peek: options.peek ?? false });
  };

  const put = (address: string): void => {
    coming?.remove();
    const frame = document.createElement("iframe");
    frame.title = options.title;
    frame.setAttribute("sandbox", options.boot.sandbox);
    frame.allow = "fullscreen; autoplay";
    frame.src = address;
    frame.toggleAttribute("data-coming", current !== null);
    if (current !== null) frame.name = comingName;
    options.host.append(frame);
    if (current === null) current = frame;
    else coming = frame;
    health.loading();
  };
  const health = watchDeck({
    host: options.host,
    site: options.boot.slidesFrom,
    ping: () => post(current, { type: "ping" }),
    reload: () => {
      const address = (coming ?? current)?.src;
      for (const frame of [current, coming]) frame?.remove();
      current = null;
      coming = null;
      health.loading();
      // What came at once would come up in the process that hangs.
      setTimeout(() => {
        if (current === null && address !== undefined) put(address);
      }, lettingGoMs);
    },
  });

  const takePlace = (frame: HTMLIFrameElement): void => {
    if (frame !== coming) return;
    current?.remove();
    current = frame;
    coming = null;
    frame.removeAttribute("data-coming");
  };

  const hear = (frame: HTMLIFrameElement, message: FromFrame): void => {
    if (message.type === "mute") {
      if (frame === current) health.mute(message.reason);
      return;
    }
    if (frame === current) health.heard();
    switch (message.type) {
      case "ready":
        outline.value = message.outline;
        postMode(frame);
        postShow(frame);
        takePlace(frame);
        health.heard();
        ready.value = true;
        joined?.ready();
        return;
      case "moved":
        at.value = message.to;
        // A new version of the deck comes up where the person is, not where the deck was last put.
        if (wanted !== undefined) wanted = { ...wanted, to: message.to };
        return options.onMoved?.(message.to);
      case "shown":
        at.value = message.at;
        end.value = message.end;
        return;
      case "wants":
      case "send":
      case "set":
      case "handshake":
      case "cut":
        return joined?.hear(message);
      case "touched":
        return options.onTouched?.();
      case "key":
        return options.onKey?.(message.key);
    }
  };

  const postAll = (message: DistributiveOmit<ToFrame, "lectern">): void => {
    post(current, message);
    post(coming, message);
  };
  const joined = options.talk && joinDeck(options.talk, at, postAll);

  addEventListener("message", ({ source, data }) => {
    const frame = [current, coming].find((candidate) => candidate !== null && candidate.contentWindow === source);
    const message = readFromFrame(data);
    if (frame && message) hear(frame, message);
  });
  if (current !== null) health.loading();
  watchZoom(
    () => current,
    (view) => postAll({ type: "zoom", view }),
  );
  // An adopted frame may have been ready before this script ran: ask it to say so again.
  post(current, { type: "hello" });

  return {
    outline,
    at,
    end,
    ready,
    load(version, position) {
      const address = deckAddress(`${options.boot.base}deck/`, version);
      const showing = coming ?? current;
      if (showing?.getAttribute("src")?.split("#")[0] === address) return;
      put(`${address}#/${position.h}/${position.v}/${position.f}`);
    },
    show(to, paused) {
      wanted = { to, paused };
      postShow(current);
      postShow(coming);
    },
    step(step) {
      post(current, { type: "step", step });
    },
    setMode(next) {
      mode = next;
      postMode(current);
      postMode(coming);
    },
    focus() {
      current?.focus();
    },
  };
}
