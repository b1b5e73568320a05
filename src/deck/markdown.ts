import { LecternError } from "../errors.ts";
import { readChannelsAttribute } from "./channel-rules.ts";
import type { ChannelRules, DeckWarning, MarkdownDeck, SlideInfo } from "./deck.ts";
import { type FrontMatter, readFrontMatter, splitFrontMatter } from "./front-matter.ts";
import { saysMarp } from "./marp/front-matter.ts";
import { identifyPolls } from "./poll-ids.ts";
import { isProtected, protectedRanges } from "./protected-ranges.ts";
import { DeckRenderer } from "./render.ts";
import { type FinishedSlide, finishNotes, finishSlide, sectionHtml } from "./slide-html.ts";
import { fromSlidev } from "./slidev.ts";
import { type SlideSource, splitSlides } from "./split-slides.ts";
import { isLightTheme } from "./themes.ts";
import { baseName, withVersion } from "./version.ts";

export type ReadOptions = {
  /** As the user named it: it stands in errors, and is the last resort for a title. */
  readonly file: string;
  /** Beats every title in the deck. */
  readonly title?: string;
};

/**
 * Reads a deck from Markdown in reveal.js's conventions.
 *
 * @throws LecternError `deck-front-matter`, `deck-empty`
 */
export async function readMarkdownDeck(source: string, options: ReadOptions): Promise<MarkdownDeck> {
  const { text, warnings: ofSlidev } = fromSlidev(plainLines(source));
  const { yaml, body, bodyLine } = splitFrontMatter(text, options.file);
  const frontMatter = readFrontMatter(yaml, options.file);
  const { slides: sources, unclosedFences } = splitSlides(body, bodyLine, frontMatter.separators);
  const renderer = rendererFor(frontMatter);
  const rendered: RenderedSlide[] = [];
  for (const slide of sources) rendered.push(await renderSlide(slide, renderer));
  if (rendered.every(({ finished }) => finished.isEmpty)) throw new LecternError("deck-empty", { file: options.file });
  const slides = numbered(visibleSlides(rendered, frontMatter));
  if (slides.length === 0) throw new LecternError("deck-empty", { file: options.file });
  const channels = channelsOf(slides);
  const polls = identifyPolls(
    slides.flatMap(({ h, v, finished }) => finished.polls.map((poll) => ({ ...poll, h, v }))),
  );
  const warnings = [
    ...ofSlidev,
    ...frontMatter.warnings,
    ...unclosedFences.map((line) => ({ line, message: "This code fence is never closed." })),
    ...rendered.flatMap(structureWarnings),
    ...renderer.warnings,
    ...channels.warnings,
    ...polls.warnings,
    ...[...renderer.polls.values()].map(({ line }) => ({ line, message: lostPoll })),
  ];
  return withVersion({
    kind: "markdown",
    title: options.title ?? frontMatter.title ?? deckTitle(rendered) ?? baseName(options.file),
    lang: frontMatter.lang,
    slidesHtml: sectionsHtml(slides),
    slides: slides.map(slideInfo),
    revealOptions: frontMatter.revealOptions,
    theme: frontMatter.theme,
    channels: { ...channels.rules, ...frontMatter.channels },
    features: frontMatter.features,
    polls: polls.polls,
    needs: { math: renderer.hasMath, mermaid: slides.some(({ finished }) => finished.hasMermaid) },
    warnings: warnings.toSorted((a, b) => a.line - b.line),
  });
}

/** Without the mark some editors begin a file with, and with LF line ends. */
export function plainLines(source: string): string {
  return source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

/** Whether Markdown is written for Marp, and not in reveal.js's conventions. */
export function isMarpDeck(source: string): boolean {
  const [match] = /^---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|$)/.exec(plainLines(source)) ?? [];
  return match !== undefined && saysMarp(match);
}

export const lostPoll = "This poll is left out: it stands in notes, in another poll, or in HTML that cannot show it.";

type RenderedSlide = { readonly source: SlideSource; readonly finished: FinishedSlide; readonly notesHtml: string };
type NumberedSlide = RenderedSlide & { readonly h: number; readonly v: number };

function rendererFor(frontMatter: FrontMatter): DeckRenderer {
  return new DeckRenderer({ given: frontMatter.highlightTheme, light: isLightTheme(frontMatter.theme) });
}

async function renderSlide(source: SlideSource, renderer: DeckRenderer): Promise<RenderedSlide> {
  const rendered = await renderer.slide(source.markdown, source.line);
  const finished = finishSlide(rendered, renderer.polls, pollLines(source));
  const written = source.notes.trim() === "" ? "" : finishNotes(await renderer.notes(source.notes, source.notesLine));
  return { source, finished, notesHtml: [finished.notesHtml, written].filter((html) => html !== "").join("\n") };
}

/** reveal.js removes hidden slides, which would shift every position; so they are not sent at all. */
function visibleSlides(rendered: readonly RenderedSlide[], { revealOptions }: FrontMatter): readonly RenderedSlide[] {
  return revealOptions.showHiddenSlides === true ? rendered : rendered.filter(({ finished }) => !finished.isHidden);
}

function numbered(rendered: readonly RenderedSlide[]): NumberedSlide[] {
  let h = -1;
  let v = 0;
  let column = -1;
  return rendered.map((slide) => {
    [h, v] = slide.source.h === column ? [h, v + 1] : [h + 1, 0];
    column = slide.source.h;
    return { ...slide, h, v };
  });
}

function sectionsHtml(slides: readonly NumberedSlide[]): string {
  const columns: NumberedSlide[][] = [];
  for (const slide of slides) {
    if (slide.v === 0) columns.push([slide]);
    else columns.at(-1)?.push(slide);
  }
  return columns.map(columnHtml).join("\n");
}

function columnHtml(column: readonly NumberedSlide[]): string {
  const html = column.map(({ finished }) => sectionHtml(finished.section)).join("\n");
  return column.length === 1 ? html : `<section>\n${html}\n</section>`;
}

function slideInfo({ h, v, finished, notesHtml }: NumberedSlide): SlideInfo {
  return { h, v, title: finished.title, notesHtml };
}

/** What the slides say about channels themselves. */
function channelsOf(slides: readonly NumberedSlide[]): { rules: ChannelRules; warnings: DeckWarning[] } {
  const found = slides.flatMap(({ source, finished }) =>
    finished.channels.map((text) => ({
      ...readChannelsAttribute(text),
      line: lineOf(source, /data-lectern-channels/),
    })),
  );
  const rules = Object.assign({}, ...found.map((one) => one.rules)) as ChannelRules;
  const warnings = found.flatMap(({ problems, line }) =>
    problems.map((problem) => ({ line, message: `data-lectern-channels is left out: ${problem}.` })),
  );
  return { rules, warnings };
}

function structureWarnings({ source, finished }: RenderedSlide): DeckWarning[] {
  const warnings: DeckWarning[] = [];
  const warn = (pattern: RegExp, message: string) => warnings.push({ line: lineOf(source, pattern), message });
  if (finished.hadSection) {
    warn(/<section\b/i, "A <section> inside a slide became a <div>; a line with -- starts a vertical slide.");
  }
  warnings.push(...finished.pollWarnings);
  if (/^----[ \t]*$/m.test(source.markdown)) {
    warn(/^----[ \t]*$/m, "---- draws a line here; -- starts a vertical slide (or set verticalSeparator: ^----$).");
  }
  return warnings;
}

function lineOf(source: SlideSource, pattern: RegExp): number {
  return lineAt(source, Math.max(0, source.markdown.search(pattern)));
}

/** The lines on which HTML, not code, says `data-lectern-poll`. */
function pollLines(source: SlideSource): number[] {
  const { ranges } = protectedRanges(source.markdown);
  return [...source.markdown.matchAll(/data-lectern-poll(?![\w-])/gi)]
    .filter(({ index }) => !isProtected(ranges, index))
    .map(({ index }) => lineAt(source, index));
}

function lineAt({ markdown, line }: SlideSource, offset: number): number {
  return line + markdown.slice(0, offset).split("\n").length - 1;
}

function deckTitle(rendered: readonly RenderedSlide[]): string | undefined {
  const main = rendered.find(({ finished }) => finished.mainHeading !== "")?.finished.mainHeading;
  return main ?? rendered.find(({ finished }) => finished.heading !== "")?.finished.heading;
}
