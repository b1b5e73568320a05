/** Where a position stands among a deck's slides, what comes next, and how to find a slide. Pure. */
import type { OutlineSlide } from "../../protocol/frame.ts";
import type { Position } from "../../talk/commands.ts";

export type NextStep =
  /** Step `step` of `of` on the same slide, counted from 1. */
  | { readonly kind: "step"; readonly step: number; readonly of: number }
  | { readonly kind: "slide"; readonly slide: OutlineSlide }
  | { readonly kind: "end" };

/** Index of the slide `at` is on, in reading order; -1 when the deck has no such slide. */
export function slideIndex(slides: readonly OutlineSlide[], at: Pick<Position, "h" | "v">): number {
  return slides.findIndex((slide) => slide.h === at.h && slide.v === at.v);
}

/**
 * Where a deck stands that was told to show `at`: there, or, when the deck has become shorter, on the last slide
 * before it.
 */
export function placeIn(slides: readonly OutlineSlide[], at: Position): Position {
  if (slides.length === 0 || slideIndex(slides, at) >= 0) return at;
  const before = slides.findLast((slide) => slide.h < at.h || (slide.h === at.h && slide.v < at.v));
  return { h: before?.h ?? 0, v: before?.v ?? 0, f: -1 };
}

export function nextStep(slides: readonly OutlineSlide[], at: Position): NextStep {
  const index = slideIndex(slides, at);
  const steps = slides[index]?.steps ?? 0;
  if (at.f + 1 < steps) return { kind: "step", step: at.f + 2, of: steps };
  const slide = index < 0 ? undefined : slides[index + 1];
  return slide === undefined ? { kind: "end" } : { kind: "slide", slide };
}

/**
 * Slides that match what was typed, best first: the slide with that number, numbers that start with it, then titles
 * that contain every word. An empty query matches all, in order.
 */
export function findSlides(slides: readonly OutlineSlide[], query: string): readonly OutlineSlide[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const rank = (slide: OutlineSlide, index: number): number => {
    const number = String(index + 1);
    if (words.length === 1 && words[0] === number) return 0;
    if (words.length === 1 && number.startsWith(words[0] ?? "")) return 1;
    const title = plain(slide.title);
    return words.every((word) => title.includes(word)) ? 2 : 3;
  };
  return slides
    .map((slide, index) => ({ slide, rank: rank(slide, index) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ slide }) => slide);
}

/** Lower case without accents, so that "Uber" finds "Über". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
