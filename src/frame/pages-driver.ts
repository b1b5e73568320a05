/** Drives a deck that is a row of pages, one after the other, with steps on some of them: PDF, Marp. */
import type { OutlineSlide, Step } from "../protocol/frame.ts";
import type { Position } from "../talk/commands.ts";
import type { DeckBehaviour, DeckDriver, ZoomView } from "./driver.ts";

export type PageRow = {
  /** One for each page, in their order. */
  readonly pages: readonly { readonly title: string; readonly steps: number }[];
  /** Shows page `index`; `step` is how many of its steps are shown. */
  show(index: number, step: number): void;
  black(isBlack: boolean): void;
  /** The frame or something in the page has changed its size. */
  layout(): void;
  zoom?(view: ZoomView): void;
};

/** Also for what the person in front of it does inside a page; nothing happens where they may not move. */
export type PagesDriver = DeckDriver & { turnTo(index: number): void; turn(step: Step): void };

const forwardKeys = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "n", "N"]);
const backwardKeys = new Set(["ArrowLeft", "ArrowUp", "PageUp", "p", "P"]);

/** How far a finger must go, in CSS pixels, before it turns the page. */
const swipe = 40;

export function pagesDriver(row: PageRow): PagesDriver {
  let at: Position = { h: 0, v: 0, f: -1 };
  let isBlack = false;
  let isZoomed = false;
  let behaviour: DeckBehaviour = { moves: false, drives: false, muted: false };
  const listeners: (() => void)[] = [];

  const stepsOf = (h: number): number => row.pages[h]?.steps ?? 0;
  const go = (h: number, f: number): void => {
    const page = Math.max(0, Math.min(h, row.pages.length - 1));
    at = { h: page, v: 0, f: Math.max(-1, Math.min(f, stepsOf(page) - 1)) };
    document.documentElement.dataset.lecternAt = `${at.h}/${at.v}/${at.f}`;
    row.show(page, at.f + 1);
  };
  const goAndTell = (h: number, f: number): void => {
    go(h, f);
    for (const listener of listeners) listener();
  };
  const next = (): void => {
    if (at.f + 1 < stepsOf(at.h)) goAndTell(at.h, at.f + 1);
    else if (at.h + 1 < row.pages.length) goAndTell(at.h + 1, -1);
  };
  const back = (): void => {
    if (at.f >= 0) goAndTell(at.h, at.f - 1);
    else if (at.h > 0) goAndTell(at.h - 1, stepsOf(at.h - 1) - 1);
  };
  const steps: Record<Step, () => void> = {
    next,
    prev: back,
    right: next,
    left: back,
    down: next,
    up: back,
    first: () => goAndTell(0, -1),
    last: () => goAndTell(row.pages.length - 1, -1),
  };

  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!behaviour.moves || event.ctrlKey || event.metaKey || event.altKey || isForElement(target)) return;
    const isBack = backwardKeys.has(key) || (key === " " && event.shiftKey);
    const step: Step | undefined = isBack ? "prev" : forwardKeys.has(key) ? "next" : ends[key];
    if (step === undefined) return;
    event.preventDefault();
    steps[step]();
  });
  let touchedAt: { readonly x: number; readonly y: number } | undefined;
  addEventListener("touchstart", ({ touches }) => {
    const [finger, second] = touches;
    touchedAt = finger === undefined || second !== undefined ? undefined : { x: finger.clientX, y: finger.clientY };
  });
  addEventListener("touchend", ({ changedTouches }) => {
    const [finger] = changedTouches;
    if (!behaviour.moves || touchedAt === undefined || finger === undefined || isZoomed) return;
    const [dx, dy] = [finger.clientX - touchedAt.x, finger.clientY - touchedAt.y];
    if (Math.abs(dx) >= swipe && Math.abs(dx) > Math.abs(dy)) steps[dx < 0 ? "next" : "prev"]();
  });
  addEventListener("resize", () => row.layout());
  go(...startOf(location.hash));

  return {
    read: () => at,
    show(to, paused) {
      go(to.h, to.f);
      if (isBlack !== paused) row.black(paused);
      isBlack = paused;
      document.documentElement.toggleAttribute("data-lectern-paused", paused);
    },
    step: (step) => steps[step](),
    outline: () => row.pages.map(({ title, steps: count }, h): OutlineSlide => ({ h, v: 0, title, steps: count })),
    configure(next) {
      behaviour = next;
    },
    layout: () => row.layout(),
    zoom(view) {
      // A finger on an enlarged page moves what is seen of it.
      isZoomed = view.scale > 1.01;
      row.zoom?.(view);
    },
    turnTo(index) {
      if (behaviour.moves) goAndTell(index, -1);
    },
    turn(step) {
      if (behaviour.moves) steps[step]();
    },
    onMove: (listener) => void listeners.push(listener),
  };
}

const ends: Readonly<Record<string, Step>> = { Home: "first", End: "last" };

/** `#/h/v/f`: where to start, so that the first paint is already right. */
function startOf(hash: string): [h: number, f: number] {
  const [h = 0, , f = -1] = hash.replace(/^#\//, "").split("/").map(Number);
  return [Number.isInteger(h) ? h : 0, Number.isInteger(f) ? f : -1];
}

function isForElement(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, button, [contenteditable]") !== null;
}
