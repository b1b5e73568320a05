/** Reads Markdown for Marp as a deck: Marp makes the slides, Lectern takes the notes and polls out of them (rule K8). */
import MarkdownIt from "markdown-it";
import { LecternError } from "../../errors.ts";
import { readChannelsAttribute } from "../channel-rules.ts";
import type { ChannelRules, DeckWarning, MarpDeck } from "../deck.ts";
import { splitFrontMatter } from "../front-matter.ts";
import { innerHtml } from "../html.ts";
import { lostPoll, plainLines, type ReadOptions } from "../markdown.ts";
import { identifyPolls } from "../poll-ids.ts";
import { isProtected, protectedRanges } from "../protected-ranges.ts";
import { finishNotes } from "../slide-html.ts";
import { didYouMean } from "../suggest.ts";
import { baseName, withVersion } from "../version.ts";
import { finishMarpSlide, type MarpSlide } from "./finish-slide.ts";
import { brokenFrontMatter, type MarpFrontMatter, readMarpFrontMatter } from "./front-matter.ts";
import { type MarpRendering, renderMarp, styleProblem } from "./render-marp.ts";
import type { ThemeFile } from "./theme-files.ts";

export type MarpOptions = ReadOptions & {
  /** Style sheets the deck may name as its theme. */
  readonly themes: readonly ThemeFile[];
};

/** @throws LecternError `deck-front-matter`, `deck-empty` */
export async function readMarpDeck(source: string, options: MarpOptions): Promise<MarpDeck> {
  const text = plainLines(source);
  const { yaml, body } = splitFrontMatter(text, options.file);
  const frontMatter = readMarpFrontMatter(yaml, options.file);
  if (body.trim() === "") throw new LecternError("deck-empty", { file: options.file });
  const rendering = await renderMarp(text, options.themes);
  if (!rendering.knowsFrontMatter) throw brokenFrontMatter(yaml, options.file);
  const lines = linesWith(text, /data-lectern-poll(?![\w-])/gi);
  const slides = rendering.slides.map((html) => finishMarpSlide(html, rendering.polls, lines));
  const polls = identifyPolls(slides.flatMap((slide, h) => slide.polls.map((poll) => ({ ...poll, h, v: 0 }))));
  const channels = channelsOf(slides, text);
  const { css, hasFonts, hosts } = withoutForeignFonts(rendering.css);
  const warnings = [
    ...frontMatter.warnings,
    ...styleWarnings(frontMatter, rendering),
    ...hosts.map((host) => ({
      line: lineOf(text, host),
      message: `Every screen loads styles from ${host}: the room needs the Internet.`,
    })),
    ...unclosedComment(text),
    ...rendering.warnings,
    ...channels.warnings,
    ...slides.flatMap((slide) => slide.warnings),
    ...polls.warnings,
    ...[...rendering.polls.values()].map(({ line }) => ({ line, message: lostPoll })),
  ];
  return withVersion<MarpDeck>({
    kind: "marp",
    title: options.title ?? frontMatter.title ?? headingOf(slides) ?? baseName(options.file),
    lang: frontMatter.lang,
    slides: slides.map(({ title, notesHtml }, h) => ({ h, v: 0, title, notesHtml: notesHtml + notesOf(rendering, h) })),
    channels: { ...channels.rules, ...frontMatter.channels },
    features: frontMatter.features,
    polls: polls.polls,
    slidesHtml: slides.map(({ root }) => innerHtml(root)).join("\n"),
    css,
    steps: slides.map(({ steps }) => steps),
    needs: { math: rendering.hasMath, mermaid: slides.some(({ hasMermaid }) => hasMermaid), fonts: hasFonts },
    warnings: warnings.toSorted((a, b) => a.line - b.line),
  });
}

const notes = new MarkdownIt({ html: true, breaks: true, linkify: true });

/** Each comment is a note of its own; line ends stay, as in Marp's own presenter view. */
function notesOf({ comments }: MarpRendering, h: number): string {
  const written = (comments[h] ?? []).filter((comment) => comment.trim() !== "");
  return written.map((comment) => finishNotes(notes.render(comment))).join("\n");
}

const marpThemes = ["default", "gaia", "uncover"];

function styleWarnings({ theme, styleLine }: MarpFrontMatter, { themeNames, style }: MarpRendering): DeckWarning[] {
  const warnings: DeckWarning[] = [];
  if (theme !== undefined && !themeNames.has(theme.name)) {
    const hint = didYouMean(theme.name, themeNames);
    const message = `There is no theme "${theme.name}": Marp has ${marpThemes.join(", ")}, and beside the deck there is no .css file with /* @theme ${theme.name} */.${hint}`;
    warnings.push({ line: theme.line, message });
  }
  const problem = style === "" ? undefined : styleProblem(style);
  if (problem !== undefined) {
    warnings.push({ line: styleLine + problem.line, message: `The style is left out: ${problem.reason}.` });
  }
  return warnings;
}

const fontsOfGaia =
  /@import "https:\/\/fonts\.bunny\.net\/css\?family=Lato:400,900\|Roboto\+Mono:400,700&display=swap";/g;

/** The fonts of Marp's own theme come with Lectern; a room may have no Internet. */
function withoutForeignFonts(css: string) {
  const own = css.replace(fontsOfGaia, "");
  const addresses = [...own.matchAll(/@import\s+(?:url\()?["']?((?:https?:)?\/\/[^"')\s;]+)/gi)].map(
    ([, address]) => address,
  );
  const hosts = addresses.map((address = "") => new URL(address, "https://localhost").host);
  return { css: own, hasFonts: own !== css, hosts: [...new Set(hosts)] };
}

/** It reaches to the end of its slides, or stands on one as text. */
function unclosedComment(text: string): DeckWarning[] {
  const open = text.lastIndexOf("<!--");
  const isCode = isProtected(protectedRanges(text.replaceAll("<!--", "    ")).ranges, open);
  if (open <= text.lastIndexOf("-->") || isCode) return [];
  return [{ line: lineAt(text, open), message: "This comment is never closed. End it with -->." }];
}

function channelsOf(slides: readonly MarpSlide[], text: string): { rules: ChannelRules; warnings: DeckWarning[] } {
  const lines = linesWith(text, /data-lectern-channels(?![\w-])/gi);
  const found = slides.flatMap(({ channels }) => channels).map(readChannelsAttribute);
  const warnings = found.flatMap(({ problems }, index) =>
    problems.map((problem) => ({ line: lines[index] ?? 1, message: `data-lectern-channels is left out: ${problem}.` })),
  );
  return { rules: Object.assign({}, ...found.map(({ rules }) => rules)) as ChannelRules, warnings };
}

function headingOf(slides: readonly MarpSlide[]): string | undefined {
  const main = slides.find(({ mainHeading }) => mainHeading !== "")?.mainHeading;
  return main ?? slides.find(({ heading }) => heading !== "")?.heading;
}

/** Lines on which HTML, not code, says `pattern`. */
function linesWith(text: string, pattern: RegExp): number[] {
  const { ranges } = protectedRanges(text);
  return [...text.matchAll(pattern)]
    .filter(({ index }) => !isProtected(ranges, index))
    .map(({ index }) => lineAt(text, index));
}

function lineOf(text: string, part: string): number {
  return lineAt(text, Math.max(0, text.indexOf(part)));
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
