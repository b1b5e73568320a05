/**
 * The frame's side of the bridge: shows what the page asks for, and reports what the person in front of it does; a
 * place the page asked for is never reported back (`own-steps.ts`).
 */
import { asFrameMessage, type DistributiveOmit, type FromFrame, type ToFrame } from "../protocol/frame.ts";
import { samePosition } from "../talk/position.ts";
import type { DeckBehaviour, DeckDriver } from "./driver.ts";
import { ownSteps } from "./own-steps.ts";
import { drawPoll } from "./poll-results.ts";
import { siteData } from "./site-data.ts";

const pageKeys = new Set(["b", "B", ".", "g", "G", "?", "f", "F", "l", "L", "Escape"]);

export type BridgeOptions = {
  readonly version: string;
  /** The page around the frame; a deck may have hidden `window.parent` from its own programs. */
  readonly host?: Window;
  /** Keys that would do what cannot be done here: they go nowhere. */
  readonly deadKeys?: ReadonlySet<string>;
  /** reveal.js keeps the deck's place in its address, and has keys for everything. */
  readonly isReveal?: boolean;
};

/** Says something to the page around the frame. */
export type Post = (message: DistributiveOmit<FromFrame, "lectern">) => void;

export function hostPost(host: Window): Post {
  return (message) => host.postMessage({ lectern: 1, ...message }, "*");
}

/** Hears what the page around the frame says, and nobody else. */
export function hearHost(host: Window, hear: (message: ToFrame) => void): void {
  addEventListener("message", ({ source, data }) => {
    const message = source === host ? asFrameMessage<ToFrame>(data) : undefined;
    if (message !== undefined) hear(message);
  });
}

/** What the page's word for who moves a deck means for the deck. */
export function behaviourOf({ mode, muted }: ToFrame & { type: "mode" }): DeckBehaviour {
  return { moves: mode !== "locked", drives: mode === "drive", muted };
}

export function startBridge(deck: DeckDriver, options: BridgeOptions): void {
  const { version, host = window.parent, deadKeys } = options;
  const site = host === window ? siteData() : undefined;
  if (site !== undefined) {
    void import("./alone/built.ts").then(({ runBuilt }) => runBuilt(deck, site, options.isReveal ?? false));
    return;
  }
  const post = hostPost(host);

  const steps = ownSteps(deck, (to) => post({ type: "moved", to }));

  const show = ({ to, paused, peek }: ToFrame & { type: "show" }): void => {
    let before = to;
    steps.put(() => {
      deck.show(to, paused);
      before = deck.read();
      if (peek) deck.step("next");
    });
    post({ type: "shown", at: steps.at, end: peek && samePosition(before, steps.at) });
  };

  const ready = (): void => post({ type: "ready", version, outline: deck.outline() });

  hearHost(host, (message) => {
    switch (message.type) {
      case "hello":
        return ready();
      case "ping":
        return post({ type: "pong" });
      case "mode":
        return deck.configure(behaviourOf(message));
      case "show":
        return show(message);
      case "step":
        return deck.step(message.step);
      case "zoom":
        return deck.zoom?.(message.view);
      case "polls":
        return drawPolls(deck, message.polls);
    }
  });
  addEventListener("pointerdown", () => post({ type: "touched" }), { capture: true });
  forwardKeys((key) => post({ type: "key", key }), deadKeys ?? new Set());
  ready();
}

function drawPolls(deck: DeckDriver, polls: (ToFrame & { type: "polls" })["polls"]): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-lectern-poll]")) {
    const poll = polls[place.dataset.lecternPoll ?? ""];
    if (poll !== undefined) drawPoll(place, poll);
  }
  // Where a theme centres its slides, what has grown is centred anew.
  deck.layout();
}

/** Keys that mean something to the page around the deck go there, and not to the deck. */
function forwardKeys(send: (key: string) => void, deadKeys: ReadonlySet<string>): void {
  const forward = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const isDead = deadKeys.has(event.key);
    if (!isDead && !pageKeys.has(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isDead) send(event.key);
  };
  addEventListener("keydown", forward, { capture: true });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
