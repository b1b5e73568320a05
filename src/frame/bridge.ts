/**
 * The frame's side of the bridge: shows what the page asks for, and reports what the person in front of it does.
 *
 * The rule that keeps followers still (F4): the bridge knows where the deck was last put. Whatever reveal.js says,
 * only a place that differs from it is somebody's move; a place the page asked for is never reported back.
 */
import type { RevealApi } from "reveal.js";
import {
  asFrameMessage,
  type DistributiveOmit,
  type FrameMode,
  type FromFrame,
  type ToFrame,
} from "../protocol/frame.ts";
import type { Position } from "../talk/commands.ts";
import { readOutline } from "./outline.ts";
import { drawPoll } from "./poll-results.ts";

const pageKeys = new Set(["b", "B", ".", "g", "G", "?", "f", "F", "l", "L", "Escape"]);

export function startBridge(deck: RevealApi, version: string, options: Readonly<Record<string, unknown>>): void {
  const post = (message: DistributiveOmit<FromFrame, "lectern">): void =>
    window.parent.postMessage({ lectern: 1, ...message }, "*");

  let known = read(deck);
  let reporting = false;

  const report = (): void => {
    reporting = false;
    const now = read(deck);
    if (same(now, known)) return;
    known = now;
    post({ type: "moved", to: now });
  };
  // One step of reveal.js may fire several events; the place it ends at is what counts.
  const reportSoon = (): void => {
    if (reporting) return;
    reporting = true;
    queueMicrotask(report);
  };
  for (const event of ["slidechanged", "fragmentshown", "fragmenthidden"]) deck.on(event, reportSoon);

  const show = ({ to, paused, peek }: ToFrame & { type: "show" }): void => {
    if (deck.isOverview()) deck.toggleOverview(false);
    if (!same(to, read(deck))) deck.slide(to.h, to.v, to.f);
    if (deck.isPaused() !== paused) deck.togglePause(paused);
    const before = read(deck);
    if (peek) deck.next();
    known = read(deck);
    post({ type: "shown", at: known, end: peek && same(before, known) });
  };

  const step: Record<(ToFrame & { type: "step" })["step"], () => void> = {
    next: () => deck.next(),
    prev: () => deck.prev(),
    left: () => deck.left(),
    right: () => deck.right(),
    up: () => deck.up(),
    down: () => deck.down(),
    first: () => deck.slide(0, 0, -1),
    last: () => deck.slide(deck.getHorizontalSlides().length - 1),
  };

  const ready = (): void => post({ type: "ready", version, outline: readOutline(deck) });

  addEventListener("message", ({ source, data }) => {
    const message = source === window.parent ? asFrameMessage<ToFrame>(data) : undefined;
    switch (message?.type) {
      case "hello":
        return ready();
      case "mode":
        return deck.configure({ ...configFor(message.mode, options), ...(message.muted ? muted : {}) });
      case "show":
        return show(message);
      case "step":
        return step[message.step]();
      case "polls":
        return drawPolls(deck, message.polls);
    }
  });
  addEventListener("pointerdown", () => post({ type: "touched" }), { capture: true });
  forwardKeys((key) => post({ type: "key", key }));
  ready();
}

function drawPolls(deck: RevealApi, polls: (ToFrame & { type: "polls" })["polls"]): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-lectern-poll]")) {
    const poll = polls[place.dataset.lecternPoll ?? ""];
    if (poll !== undefined) drawPoll(place, poll);
  }
  // Where a theme centres its slides, what has grown is centred anew.
  deck.layout();
}

const muted = { autoPlayMedia: false, transition: "none", backgroundTransition: "none" } as const;

function configFor(mode: FrameMode, options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const moves = mode !== "locked";
  return {
    keyboard: moves,
    keyboardCondition: (event: KeyboardEvent) => !isForControl(event),
    touch: moves,
    overview: moves,
    mouseWheel: moves && options.mouseWheel === true,
    controls: mode === "drive" && options.controls === true,
    // Only the speaker's deck may walk by itself, else every follower would.
    autoSlide: mode === "drive" ? (options.autoSlide ?? 0) : 0,
  };
}

/** Keys that mean something to the page around the deck go there, and not to reveal.js. */
function forwardKeys(send: (key: string) => void): void {
  const forward = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !pageKeys.has(event.key) || isTyping(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send(event.key);
  };
  addEventListener("keydown", forward, { capture: true });
}

/** Space presses the button that has the focus; the deck does not move as well. */
function isForControl({ key, target }: KeyboardEvent): boolean {
  return key === " " && target instanceof Element && target.closest("button, summary, audio, video") !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function read(deck: RevealApi): Position {
  const { h, v, f } = deck.getIndices();
  return { h, v, f: f ?? -1 };
}

function same(a: Position, b: Position): boolean {
  return a.h === b.h && a.v === b.v && a.f === b.f;
}
