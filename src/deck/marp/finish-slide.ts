/** What Marp makes of a slide, ready for the room: comments and notes gone, polls in their places, steps counted. */
import { cutChannels, cutNotes, dropUnseen } from "../cut.ts";
import type { DeckWarning } from "../deck.ts";
import {
  attributeOf,
  childrenOf,
  elementsFrom,
  type HtmlElement,
  hasClass,
  innerHtml,
  isComment,
  isElement,
  parseSection,
  removeAttributes,
  removeNode,
  setAttribute,
} from "../html.ts";
import { type PollDrafts, type SlidePoll, takePolls } from "../poll-slide.ts";
import { closeScripts, openLinksOutside } from "../slide-html.ts";
import { type SlideNames, slideNames } from "../slide-text.ts";

export type MarpSlide = SlideNames & {
  /** Holds the slide's `<svg>`; its polls have no ids yet. */
  readonly root: HtmlElement;
  readonly steps: number;
  /** Notes written as reveal.js has them, as HTML. */
  readonly notesHtml: string;
  /** What `data-lectern-channels` attributes say, as written. */
  readonly channels: readonly string[];
  readonly polls: readonly SlidePoll[];
  readonly warnings: readonly DeckWarning[];
  readonly hasMermaid: boolean;
};

/**
 * @param drafts what the fences of polls said; those that are on this slide leave
 * @param pollLines where the deck says `data-lectern-poll` itself, in order; those on this slide are taken from it
 */
export function finishMarpSlide(html: string, drafts: PollDrafts, pollLines: number[]): MarpSlide {
  const root = parseSection(html);
  for (const element of elementsFrom(root)) for (const node of childrenOf(element).filter(isComment)) removeNode(node);
  dropUnseen(root);
  const channels = [...cutChannels(root)].map(({ text }) => text);
  const notesHtml = cutNotes(root);
  const lines = pollLines.splice(0, ownPolls(root, drafts));
  const { polls, warnings } = takePolls(root, drafts, lines);
  openLinksOutside(root);
  closeScripts(root);
  for (const element of elementsFrom(root)) holdMedia(element);
  return {
    ...slideNames(withoutFrame(root)),
    root,
    steps: numberSteps(root),
    notesHtml,
    channels,
    polls,
    warnings,
    hasMermaid: [...elementsFrom(root)].some((element) => hasClass(element, "mermaid")),
  };
}

function ownPolls(root: HtmlElement, drafts: PollDrafts): number {
  const values = [...elementsFrom(root)].flatMap((element) => attributeOf(element, "data-lectern-poll") ?? []);
  return values.filter((value) => !drafts.has(value)).length;
}

/** It plays when its slide is shown, not when the deck is loaded. */
function holdMedia(element: HtmlElement): void {
  if (element.tagName !== "video" && element.tagName !== "audio") return;
  if (attributeOf(element, "autoplay") === undefined) return;
  removeAttributes(element, /^autoplay$/);
  setAttribute(element, "data-autoplay", "");
}

/** A poll in HTML has taken its list's steps with it. */
function numberSteps(root: HtmlElement): number {
  const steps = [...elementsFrom(root)].filter((element) => attributeOf(element, "data-marpit-fragment") !== undefined);
  for (const [index, element] of steps.entries()) setAttribute(element, "data-marpit-fragment", String(index + 1));
  return steps.length;
}

/** A copy without header and footer, which are the same on every slide and name none. */
function withoutFrame(root: HtmlElement): HtmlElement {
  const copy = parseSection(innerHtml(root));
  for (const section of [...elementsFrom(copy)].filter(({ tagName }) => tagName === "section")) {
    for (const child of section.childNodes.filter(isElement)) {
      if (child.tagName === "header" || child.tagName === "footer") removeNode(child);
    }
  }
  return copy;
}
