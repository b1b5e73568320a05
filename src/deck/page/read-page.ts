/**
 * Reads a page with a reveal.js of its own, version 3 to 6, as written by hand or by a program (rule K1). What must not
 * leave the server is cut; everything else stays as it is: scripts, styles, whatever the page does with itself.
 */
import { LecternError } from "../../errors.ts";
import { readChannelsAttribute } from "../channel-rules.ts";
import { cutChannels, cutNotes, dropUnseen } from "../cut.ts";
import { type ChannelRules, type DeckWarning, type PageDeck, pageHeadMark, type SlideInfo } from "../deck.ts";
import {
  attributeOf,
  beginWithComment,
  childrenOf,
  elementsFrom,
  type HtmlElement,
  type HtmlPage,
  hasClass,
  isComment,
  isElement,
  lineOf,
  pageSource,
  parsePage,
  removeNode,
} from "../html.ts";
import { identifyPolls } from "../poll-ids.ts";
import { type SlidePoll, takePolls } from "../poll-slide.ts";
import { type SlideNames, slideNames } from "../slide-text.ts";
import { baseName, withVersion } from "../version.ts";
import { expandMarkdown, type MarkdownParts, type ReadText } from "./expand-markdown.ts";
import { hasOwnFollowing, localReferences, referenceWarnings } from "./references.ts";

export type PageOptions = {
  /** As the user named it: it stands in errors, and is the last resort for a title. */
  readonly file: string;
  /** Beats every title in the page. */
  readonly title?: string;
  /** The text of a file the page names, by its path relative to the page; undefined when it cannot be had. */
  readonly readText: ReadText;
};

/** @throws LecternError `deck-not-reveal` */
export async function readPage(source: string, options: PageOptions): Promise<PageDeck> {
  const { page, title, slides, channels, markdown, references, warnings } = await takeApart(source, options);
  const { root } = page;
  const polls = identifyPolls(slides.flatMap((slide) => slide.polls));
  markdown.write();
  // Also those that stand in no slide.
  cutNotes(root);
  beginWithComment(headOf(root), pageHeadMark.slice(4, -3));
  return withVersion<PageDeck>({
    kind: "page",
    title,
    lang: languageOf(root),
    slides: slides.map(({ info }) => info),
    channels: channels.rules,
    features: {},
    polls: polls.polls,
    pageHtml: pageSource(page),
    references: [...new Set([...references, ...markdown.files])],
    hasOwnFollowing: hasOwnFollowing(source),
    warnings: [...warnings, ...polls.warnings].toSorted((a, b) => a.line - b.line),
  });
}

/** What a page that is not served from here says of its slides. */
export type PageFacts = {
  readonly title: string;
  readonly lang: string;
  readonly slides: readonly SlideInfo[];
  /** Of each slide: how many, as far as the page's own HTML says. */
  readonly steps: readonly number[];
  readonly root: HtmlElement;
  /** What was not found out about its slides. */
  readonly warnings: readonly DeckWarning[];
};

/** @throws LecternError `deck-not-reveal` */
export async function readPageFacts(source: string, options: PageOptions): Promise<PageFacts> {
  const { page, title, slides, unknown, markdown } = await takeApart(source, options);
  return {
    title,
    lang: languageOf(page.root),
    slides: slides.map(({ info }) => info),
    steps: slides.map(({ steps }) => steps),
    root: page.root,
    warnings: [...unknown, ...markdown.warnings],
  };
}

/** What both read. The page's tree loses what must not be served; its polls and Markdown are not written back yet. */
async function takeApart(source: string, options: PageOptions) {
  const page = parsePage(source);
  const { root } = page;
  cutComments(page);
  dropUnseen(root);
  const [container, ...others] = deckContainers(root);
  if (container === undefined && !/\breveal\b/i.test(source)) {
    throw new LecternError("deck-not-reveal", { file: options.file });
  }
  const references = localReferences(root);
  const advice = [...referenceWarnings(root, source), ...others.map(anotherDeck)];
  if (!/showHiddenSlides["']?\s*:\s*true/.test(source)) cutHidden(root);
  const markdown = await expandMarkdown(root, { isVersion3: isVersion3(source), readText: options.readText });
  const channels = readChannels(root);
  const slides = container === undefined ? [] : numbered(container).map((slide) => readSlide(slide, markdown));
  const unknown = slides.length === 0 ? [{ line: 1, message: slidesUnknown }] : [];
  const title = options.title ?? titleOf(root, slides) ?? baseName(options.file);
  const ofSlides = slides.flatMap(({ warnings }) => warnings);
  const warnings = [...advice, ...unknown, ...markdown.warnings, ...channels.warnings, ...ofSlides];
  return { page, title, slides, channels, markdown, references, unknown, warnings };
}

function languageOf(root: HtmlElement): string {
  return attributeOf(root, "lang")?.trim() || "en";
}

/** Any other page of a deck's folder, without notes: it may be a deck too. */
export function publicPage(source: string): string {
  const page = parsePage(source);
  cutComments(page);
  dropUnseen(page.root);
  cutNotes(page.root);
  return pageSource(page);
}

const slidesUnknown =
  "There are no slides in the page itself; if a program makes them, they are followed, without notes and titles.";

function anotherDeck(element: HtmlElement): DeckWarning {
  return { line: lineOf(element), message: "A second reveal.js deck in this page: only the first is followed." };
}

/** Elements with the class `reveal` that hold one with the class `slides`. */
function deckContainers(root: HtmlElement): HtmlElement[] {
  return [...elementsFrom(root)]
    .filter((element) => hasClass(element, "reveal"))
    .flatMap((element) => [...elementsFrom(element)].find((inner) => hasClass(inner, "slides")) ?? []);
}

/** Before version 4, reveal.js loaded its plugins as `dependencies`. */
function isVersion3(source: string): boolean {
  return /\bdependencies["']?\s*:\s*\[/.test(source) && !/\bplugins["']?\s*:\s*\[/.test(source);
}

/** Whoever writes comments does not expect the room to read them. */
function cutComments({ document, root }: HtmlPage): void {
  for (const node of document.childNodes.filter(isComment)) removeNode(node);
  for (const element of elementsFrom(root)) for (const node of childrenOf(element).filter(isComment)) removeNode(node);
}

/** reveal.js removes hidden slides, which would shift every position; so they are not sent at all. */
function cutHidden(root: HtmlElement): void {
  for (const element of [...elementsFrom(root)]) {
    if (element.tagName === "section" && attributeOf(element, "data-visibility") === "hidden") removeNode(element);
  }
}

function readChannels(root: HtmlElement): { readonly rules: ChannelRules; readonly warnings: readonly DeckWarning[] } {
  const found = [...cutChannels(root)].map(({ text, element }) => ({
    ...readChannelsAttribute(text),
    line: lineOf(element),
  }));
  const warnings = found.flatMap(({ problems, line }) =>
    problems.map((problem) => ({ line, message: `data-lectern-channels is left out: ${problem}.` })),
  );
  return { rules: Object.assign({}, ...found.map(({ rules }) => rules)) as ChannelRules, warnings };
}

type PlacedSection = { readonly h: number; readonly v: number; readonly section: HtmlElement };

/** As reveal.js counts: sections in the container are horizontal, sections in those vertical. */
function numbered(container: HtmlElement): PlacedSection[] {
  return sectionsIn(container).flatMap((column, h) => {
    const vertical = sectionsIn(column);
    return (vertical.length > 0 ? vertical : [column]).map((section, v) => ({ h, v, section }));
  });
}

function sectionsIn(parent: HtmlElement): HtmlElement[] {
  return parent.childNodes.filter(isElement).filter(({ tagName }) => tagName === "section");
}

type ReadSlide = SlideNames & {
  readonly info: SlideInfo;
  readonly steps: number;
  readonly polls: readonly (SlidePoll & { readonly h: number; readonly v: number })[];
  readonly warnings: readonly DeckWarning[];
};

function readSlide({ h, v, section }: PlacedSection, markdown: MarkdownParts): ReadSlide {
  const part = markdown.parts.get(section);
  const lines = pollElements(section).map(lineOf);
  const { polls, warnings } = takePolls(section, new Map(), lines);
  const names = part?.names ?? slideNames(section);
  const notesHtml = [cutNotes(section), part?.notesHtml ?? ""].filter((html) => html !== "").join("\n");
  return {
    ...names,
    info: { h, v, title: names.title, notesHtml },
    steps: stepsIn(section),
    polls: [...polls, ...(part?.polls ?? [])].map((poll) => ({ ...poll, h, v })),
    warnings,
  };
}

/** Fragments, those of one index together, and the steps of code, as reveal.js makes them. */
function stepsIn(section: HtmlElement): number {
  const elements = [...elementsFrom(section)];
  const fragments = elements.filter((element) => hasClass(element, "fragment"));
  const indices = fragments.map((element) => attributeOf(element, "data-fragment-index"));
  const ofCode = elements.map((element) => (attributeOf(element, "data-line-numbers") ?? "").split("|").length - 1);
  const numbered = new Set(indices.filter((index) => index !== undefined)).size;
  const inOrder = indices.filter((index) => index === undefined).length;
  return numbered + inOrder + ofCode.reduce((sum, steps) => sum + steps, 0);
}

function pollElements(section: HtmlElement): HtmlElement[] {
  return [...elementsFrom(section)].filter((element) => attributeOf(element, "data-lectern-poll") !== undefined);
}

function titleOf(root: HtmlElement, slides: readonly SlideNames[]): string | undefined {
  const title = [...elementsFrom(root)].find(({ tagName }) => tagName === "title");
  const written =
    title === undefined ? "" : title.childNodes.map((node) => ("value" in node ? node.value : "")).join("");
  const main = slides.find(({ mainHeading }) => mainHeading !== "")?.mainHeading;
  const first = slides.find(({ heading }) => heading !== "")?.heading;
  const isDefault = /^reveal\.js$/i.test(written.trim());
  return (isDefault ? "" : written.replace(/\s+/g, " ").trim()) || main || first || undefined;
}

function headOf(root: HtmlElement): HtmlElement {
  return root.childNodes.filter(isElement).find(({ tagName }) => tagName === "head") ?? root;
}
