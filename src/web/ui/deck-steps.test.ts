import { describe, expect, it } from "vitest";
import { findSlides, nextStep, placeIn, slideIndex } from "./deck-steps.ts";

const slides = [
  { h: 0, v: 0, title: "Welcome", steps: 0 },
  { h: 1, v: 0, title: "Über frames", steps: 3 },
  { h: 1, v: 1, title: "Frames, closer", steps: 0 },
  { h: 2, v: 0, title: "12 questions", steps: 0 },
];

describe("where one is", () => {
  it("[F1] slides are numbered in reading order, vertical ones too", () => {
    expect(slides.map((slide) => slideIndex(slides, slide))).toEqual([0, 1, 2, 3]);
    expect(slideIndex(slides, { h: 7, v: 0 })).toBe(-1);
  });

  it("[F1] the next step is a fragment while there are any, then a slide, then the end", () => {
    expect(nextStep(slides, { h: 1, v: 0, f: -1 })).toEqual({ kind: "step", step: 1, of: 3 });
    expect(nextStep(slides, { h: 1, v: 0, f: 1 })).toEqual({ kind: "step", step: 3, of: 3 });
    expect(nextStep(slides, { h: 1, v: 0, f: 2 })).toEqual({ kind: "slide", slide: slides[2] });
    expect(nextStep(slides, { h: 1, v: 1, f: -1 })).toEqual({ kind: "slide", slide: slides[3] });
    expect(nextStep(slides, { h: 2, v: 0, f: -1 })).toEqual({ kind: "end" });
    expect(nextStep([], { h: 0, v: 0, f: -1 })).toEqual({ kind: "end" });
  });
});

describe("a deck that became shorter", () => {
  it("[F7] stands on the last slide before the live position", () => {
    expect(placeIn(slides, { h: 1, v: 0, f: 2 })).toEqual({ h: 1, v: 0, f: 2 });
    expect(placeIn(slides, { h: 9, v: 3, f: 1 })).toEqual({ h: 2, v: 0, f: -1 });
    expect(placeIn(slides, { h: 1, v: 4, f: -1 })).toEqual({ h: 1, v: 1, f: -1 });
    expect(placeIn([], { h: 4, v: 0, f: 0 })).toEqual({ h: 4, v: 0, f: 0 });
  });
});

describe("finding a slide", () => {
  const titles = (query: string): string[] => findSlides(slides, query).map((slide) => slide.title);

  it("[F5] an empty query lists all in order", () => {
    expect(titles(" ")).toEqual(slides.map((slide) => slide.title));
  });

  it("[F5] a number finds that slide first, then longer numbers and titles with it", () => {
    expect(titles("2")).toEqual(["Über frames", "12 questions"]);
    const many = Array.from({ length: 12 }, (_, h) => ({ h, v: 0, title: "", steps: 0 }));
    expect(findSlides(many, "1").map((slide) => slide.h + 1)).toEqual([1, 10, 11, 12]);
  });

  it("[F5] words find titles, in any order, case and accents aside", () => {
    expect(titles("FRAMES uber")).toEqual(["Über frames"]);
    expect(titles("frames")).toEqual(["Über frames", "Frames, closer"]);
    expect(titles("nothing")).toEqual([]);
  });
});
