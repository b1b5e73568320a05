/** Drives reveal.js, version 3 to 6: Lectern's own for Markdown decks, or the one a page brings along. */
import type { OutlineSlide } from "../protocol/frame.ts";
import type { Position } from "../talk/commands.ts";
import { samePosition } from "../talk/position.ts";
import type { DeckDriver } from "./driver.ts";

/** Calls a method of reveal.js's API; undefined where this version has no such method. */
export type RevealCall = (method: string, ...args: readonly unknown[]) => unknown;

type Options = Readonly<Record<string, unknown>>;

/**
 * @param wrapper the deck's `.reveal` element
 * @param options what the deck itself asked for
 */
export function revealDriver(call: RevealCall, wrapper: HTMLElement, options: Options): DeckDriver {
  const columns = () => childSections(wrapper.querySelector(".slides") ?? wrapper);
  const read = (): Position => {
    const { h = 0, v = 0, f = -1 } = call("getIndices") as { h?: number; v?: number; f?: number };
    return { h, v, f };
  };
  return {
    read,
    show(to, paused) {
      if (call("isOverview") === true) call("toggleOverview", false);
      if (!samePosition(to, read())) call("slide", to.h, to.v, to.f);
      if ((call("isPaused") === true) !== paused) call("togglePause", paused);
    },
    step(step) {
      if (step === "first") call("slide", 0, 0, -1);
      else if (step === "last") call("slide", columns().length - 1);
      else call(step);
    },
    outline: () => columns().flatMap(outlineOfColumn),
    configure({ moves, drives, muted }) {
      call("configure", {
        keyboard: moves ? (typeof options.keyboard === "object" ? options.keyboard : true) : false,
        keyboardCondition: (event: KeyboardEvent) => !isForControl(event),
        touch: moves,
        overview: moves,
        mouseWheel: moves && options.mouseWheel === true,
        controls: drives && options.controls === true,
        // `false` also where a slide says how long it stays.
        autoSlide: drives ? (options.autoSlide ?? 0) : false,
        ...(muted ? { autoPlayMedia: false, transition: "none", backgroundTransition: "none" } : {}),
      });
    },
    layout: () => void call("layout"),
    onMove(listener) {
      for (const event of ["slidechanged", "fragmentshown", "fragmenthidden"]) {
        wrapper.addEventListener(event, listener);
      }
    },
  };
}

/** Space presses the button that has the focus; the deck does not move as well. */
function isForControl({ key, target }: KeyboardEvent): boolean {
  return key === " " && target instanceof Element && target.closest("button, summary, audio, video") !== null;
}

const titleLength = 60;

function outlineOfColumn(column: Element, h: number): OutlineSlide[] {
  const vertical = childSections(column);
  const slides = vertical.length > 0 ? vertical : [column];
  return slides.map((slide, v) => ({ h, v, title: titleOf(slide), steps: stepsOf(slide) }));
}

function childSections(parent: Element): Element[] {
  return [...parent.children].filter(({ tagName }) => tagName === "SECTION");
}

function titleOf(slide: Element): string {
  const heading = slide.querySelector("h1, h2, h3, h4, h5, h6, .lectern-poll-question");
  const text = (heading ?? slide).textContent.replace(/\s+/g, " ").trim();
  return text.length > titleLength ? `${text.slice(0, titleLength - 1)}…` : text;
}

function stepsOf(slide: Element): number {
  const indices = [...slide.querySelectorAll(".fragment")].map((part) => part.getAttribute("data-fragment-index"));
  return new Set(indices).size;
}
