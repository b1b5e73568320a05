/** Runs a deck for Marp inside its sandboxed frame: one slide at a time, as large as the frame. */
import "./marp.css";
import { browser } from "@marp-team/marp-core/browser";
import { startBridge } from "./bridge.ts";
import { drawDiagrams } from "./mermaid.ts";
import { pagesDriver } from "./pages-driver.ts";

/** What the server wrote into the deck's document. */
type DeckData = {
  readonly version: string;
  readonly pages: readonly { readonly title: string; readonly steps: number }[];
  readonly mermaid: boolean;
};

/** CSS pixels, both sides together. */
const hairline = 3;

const { version, pages, mermaid } = JSON.parse(document.getElementById("lectern-deck")?.textContent ?? "") as DeckData;
const slides = [...document.querySelectorAll<SVGSVGElement>(".marpit > svg")];
const spoken = document.getElementById("spoken") as HTMLElement;
let shown: SVGSVGElement | undefined;
let isMuted = false;

fill();
/** Headings and code that fit themselves into the slide. */
browser();

const driver = pagesDriver({
  pages,
  show(index, step) {
    for (const [other, slide] of slides.entries()) {
      slide.toggleAttribute("data-shown", other === index);
      slide.toggleAttribute("data-near", Math.abs(other - index) === 1);
    }
    const slide = slides[index];
    for (const part of slide?.querySelectorAll<HTMLElement>("[data-marpit-fragment]") ?? []) {
      part.toggleAttribute("data-coming", Number(part.dataset.marpitFragment) > step);
    }
    if (slide !== shown) arrive(slide);
  },
  black: (isBlack) => document.documentElement.toggleAttribute("data-black", isBlack),
  layout: fill,
});

/** Slides fill the frame by themselves; where it is a pixel off their shape, no hairline shows that. */
function fill(): void {
  for (const slide of slides) {
    const { width, height } = slide.viewBox.baseVal;
    const scale = Math.min(innerWidth / width, innerHeight / height);
    const gap = Math.max(innerWidth - width * scale, innerHeight - height * scale);
    slide.setAttribute("preserveAspectRatio", gap < hairline ? "none" : "xMidYMid");
  }
}

function arrive(slide: SVGSVGElement | undefined): void {
  for (const media of mediaIn(shown)) media.pause();
  shown = slide;
  for (const media of mediaIn(slide)) if ("autoplay" in media.dataset) void media.play().catch(() => {});
  if (!isMuted) spoken.textContent = readable(slide);
}

function mediaIn(slide: SVGSVGElement | undefined): readonly HTMLMediaElement[] {
  return [...(slide?.querySelectorAll<HTMLMediaElement>("video, audio") ?? [])];
}

/** What of the slide can be seen, for those who hear it. */
function readable(slide: SVGSVGElement | undefined): string {
  const sections = [...(slide?.querySelectorAll<HTMLElement>("section") ?? [])];
  return sections.map((section) => section.innerText.trim()).join(" ");
}

/** A link to another slide goes there, for those who may move. */
addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
  if (link === null) return;
  event.preventDefault();
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const index = slides.findIndex((slide) => target !== null && slide.contains(target));
  if (index >= 0) driver.turnTo(index);
});

startBridge(
  {
    ...driver,
    configure(behaviour) {
      driver.configure(behaviour);
      isMuted = behaviour.muted;
      for (const slide of slides) for (const media of mediaIn(slide)) media.muted = isMuted;
      if (isMuted) spoken.textContent = "";
    },
  },
  { version },
);
if (mermaid) {
  for (const section of document.querySelectorAll<HTMLElement>(".marpit section:has(pre.mermaid)")) {
    section.toggleAttribute("data-light-ink", isLight(getComputedStyle(section).color));
  }
  await drawDiagrams(driver, "default");
}

/** Of a computed colour; one that is not written as `rgb()` counts as dark. */
function isLight(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = color.startsWith("rgb") ? (color.match(/[\d.]+/g) ?? []).map(Number) : [];
  return 0.3 * red + 0.6 * green + 0.1 * blue > 128;
}
