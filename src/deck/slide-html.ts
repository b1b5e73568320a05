import { serializeOuter } from "parse5";
import { cutChannels, cutNotes, dropUnseen } from "./cut.ts";
import type { DeckWarning } from "./deck.ts";
import { applyDirectives } from "./directives.ts";
import {
  attributeOf,
  childrenOf,
  elementsFrom,
  type HtmlElement,
  type HtmlNode,
  hasClass,
  innerHtml,
  isElement,
  isText,
  mergeAttributes,
  parseSection,
  removeAttributes,
  setAttribute,
} from "./html.ts";
import { type PollDrafts, type SlidePoll, takePolls } from "./poll-slide.ts";
import { type SlideNames, slideNames } from "./slide-text.ts";

/** One slide ready for reveal.js, its notes apart. */
export type FinishedSlide = SlideNames & {
  /** A whole `<section>`; its polls have no ids yet. */
  readonly section: HtmlElement;
  /** Notes that stood in the slide itself (`<aside class="notes">`, `data-notes`), as HTML. */
  readonly notesHtml: string;
  readonly isEmpty: boolean;
  /** `data-visibility="hidden"`: reveal.js would take it out of the deck. */
  readonly isHidden: boolean;
  readonly hasMermaid: boolean;
  /** What `data-lectern-channels` attributes say, as written. */
  readonly channels: readonly string[];
  readonly polls: readonly SlidePoll[];
  readonly pollWarnings: readonly DeckWarning[];
  readonly hadSection: boolean;
};

/**
 * Turns rendered Markdown into a section: comments applied and dropped, notes cut out, links made safe to follow.
 *
 * @param drafts what the fences of polls said; those that are on this slide leave
 * @param pollLines where the slide's source says `data-lectern-poll` itself
 */
export function finishSlide(rendered: string, drafts: PollDrafts, pollLines: readonly number[]): FinishedSlide {
  const section = parseSection(rendered);
  dropUnseen(section);
  const hadSection = renameSections(section);
  applyDirectives(section);
  const channels = [...cutChannels(section)].map(({ text }) => text);
  const notesHtml = cutNotes(section);
  removeAttributes(section, /^data-(markdown|separator)/);
  const { polls, warnings: pollWarnings } = takePolls(section, drafts, pollLines);
  openLinksOutside(section);
  closeScripts(section);
  if (isImageAlone(section)) mergeAttributes(section, [{ name: "class", value: "lectern-full-image" }]);
  return {
    ...slideNames(section),
    section,
    notesHtml,
    isEmpty: innerHtml(section) === "" && section.attrs.length === 0,
    isHidden: attributeOf(section, "data-visibility") === "hidden",
    hasMermaid: inside(section).some((element) => hasClass(element, "mermaid")),
    channels,
    polls,
    pollWarnings,
    hadSection,
  };
}

/** Rendered notes without comments, balanced. */
export function finishNotes(rendered: string): string {
  const notes = parseSection(rendered);
  applyDirectives(notes);
  return innerHtml(notes);
}

/** The HTML of a finished slide. */
export function sectionHtml(section: HtmlElement): string {
  const end = "</section>";
  const start = serializeOuter({ ...section, childNodes: [] }).slice(0, -end.length);
  return `${start}\n${innerHtml(section)}\n${end}`;
}

function inside(section: HtmlElement): HtmlElement[] {
  return [...elementsFrom(section)].slice(1);
}

/** reveal.js would take a section inside a slide for a vertical slide, and count differently than the speaker's page. */
function renameSections(section: HtmlElement): boolean {
  const found = inside(section).filter(({ tagName }) => tagName === "section");
  for (const element of found) element.tagName = "div";
  return found.length > 0;
}

/** The deck's frame must stay at the deck; a link leaves it in a tab of its own. */
export function openLinksOutside(section: HtmlElement): void {
  for (const element of elementsFrom(section)) {
    const href = element.tagName === "a" ? attributeOf(element, "href") : undefined;
    if (href === undefined || href.startsWith("#")) continue;
    setAttribute(element, "target", "_blank");
    setAttribute(element, "rel", "noopener");
  }
}

/** A script that leaves `<!--` open would not end at its end tag, and take the next slides with it. */
export function closeScripts(section: HtmlElement): void {
  for (const element of elementsFrom(section)) {
    const text = element.tagName === "script" ? childrenOf(element).find(isText) : undefined;
    if (text !== undefined && text.value.lastIndexOf("<!--") > text.value.lastIndexOf("-->")) text.value += "\n-->";
  }
}

const wrappers = new Set(["p", "a", "figure", "picture", "div"]);

function isImageAlone(section: HtmlElement): boolean {
  for (let element = section; ; ) {
    const [only, ...others] = childrenOf(element).filter(isContent);
    if (only === undefined || others.length > 0 || !isElement(only)) return false;
    if (only.tagName === "img") return !hasOwnSize(only);
    if (!wrappers.has(only.tagName) || attributeOf(only, "class") !== undefined) return false;
    element = only;
  }
}

function isContent(node: HtmlNode): boolean {
  return isText(node) ? node.value.trim() !== "" : isElement(node) && node.tagName !== "source";
}

function hasOwnSize(image: HtmlElement): boolean {
  return ["width", "height", "style", "class"].some((name) => attributeOf(image, name) !== undefined);
}
