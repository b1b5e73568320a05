/** The slides of a running deck: what the page needs to number, name and count them. */
import type { RevealApi } from "reveal.js";
import type { OutlineSlide } from "../protocol/frame.ts";

const titleLength = 60;

export function readOutline(deck: RevealApi): readonly OutlineSlide[] {
  return [...deck.getHorizontalSlides()].flatMap((column, h) => {
    const vertical = [...column.querySelectorAll(":scope > section")];
    const slides = vertical.length > 0 ? vertical : [column];
    return slides.map((slide, v) => ({ h, v, title: titleOf(slide), steps: stepsOf(slide) }));
  });
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
