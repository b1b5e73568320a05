/**
 * Markdown in a page (`data-markdown`), inline and in files of its own. reveal.js's Markdown plugin cuts it into slides
 * in the browser; here that is done before it leaves, so that each slide's notes and polls can be taken out and the
 * files themselves need not be served. What is left is Markdown still, one slide a section, for the page's own plugin.
 */
import { serializeOuter } from "parse5";
import { cutNotes } from "../cut.ts";
import type { DeckWarning } from "../deck.ts";
import {
  appendTo,
  attributeOf,
  createElement,
  elementsFrom,
  type HtmlElement,
  isElement,
  lineOf,
  parseSection,
  rawTextOf,
  replaceNode,
} from "../html.ts";
import { pollHtml } from "../poll-html.ts";
import type { SlidePoll } from "../poll-slide.ts";
import { parsePollText, withoutMarks } from "../poll-text.ts";
import { readPoll } from "../polls.ts";
import { DeckRenderer } from "../render.ts";
import { type SlideNames, slideNames } from "../slide-text.ts";

export type ReadText = (path: string) => Promise<string | undefined>;

/** What was taken out of one slide's Markdown, and what it is called. */
export type MarkdownPart = {
  readonly names: SlideNames;
  readonly notesHtml: string;
  readonly polls: readonly SlidePoll[];
};

export type MarkdownParts = {
  readonly parts: ReadonlyMap<HtmlElement, MarkdownPart>;
  /** Files that were read. */
  readonly files: readonly string[];
  readonly warnings: readonly DeckWarning[];
  /** Writes the polls, now that they have their ids, into the Markdown they were taken from. */
  write(): void;
};

/** How the plugin is told to cut. */
type Separators = { readonly slide: string | undefined; readonly vertical: string | undefined; readonly notes: string };

/**
 * Puts one section a slide in the place of every section with `data-markdown`.
 *
 * @param isVersion3 its plugin cuts only where it is told how
 */
export async function expandMarkdown(
  root: HtmlElement,
  { isVersion3, readText }: { readonly isVersion3: boolean; readonly readText: ReadText },
): Promise<MarkdownParts> {
  const expansion = new Expansion(readText);
  const sections = [...elementsFrom(root)].filter(
    (element) => element.tagName === "section" && attributeOf(element, "data-markdown") !== undefined,
  );
  for (const section of sections) await expansion.expand(section, isVersion3);
  return expansion;
}

class Expansion implements MarkdownParts {
  readonly parts = new Map<HtmlElement, MarkdownPart>();
  readonly files: string[] = [];
  readonly warnings: DeckWarning[] = [];
  readonly #readText: ReadText;
  readonly #renderer = new DeckRenderer({ given: undefined, light: false });
  /** What stands in the Markdown until the polls have their ids. */
  readonly #writing: {
    readonly template: HtmlElement;
    readonly text: string;
    readonly polls: Map<string, HtmlElement>;
  }[] = [];

  constructor(readText: ReadText) {
    this.#readText = readText;
  }

  async expand(section: HtmlElement, isVersion3: boolean): Promise<void> {
    const line = lineOf(section);
    const text = await this.#textOf(section, line);
    if (text === undefined) return;
    const isExternal = (attributeOf(section, "data-markdown") ?? "") !== "";
    const separators = separatorsOf(section, isVersion3 && !isExternal);
    const columns = split(text, separators, (problem) => this.#warn(line, problem));
    const forwarded = section.attrs.filter(
      ({ name }) => !/data-(markdown|separator|vertical|notes|charset)/i.test(name),
    );
    const replacement: HtmlElement[] = [];
    for (const column of columns) {
      const slides: HtmlElement[] = [];
      for (const written of column) slides.push(await this.#slide(written, separators, line));
      const [only] = slides;
      if (slides.length === 1 && only !== undefined) {
        only.attrs = [...forwarded.map((attribute) => ({ ...attribute })), ...only.attrs];
        replacement.push(only);
      } else {
        const stack = createElement("section", forwarded);
        appendTo(stack, slides);
        replacement.push(stack);
      }
    }
    replaceNode(section, replacement);
  }

  write(): void {
    for (const { template, text, polls } of this.#writing) {
      const written = text.replace(marks, (mark) => {
        const poll = polls.get(mark);
        return poll === undefined ? mark : serializeOuter(poll).replace(/\n\s*\n/g, "\n");
      });
      template.childNodes = createElement("textarea", [], `\n${written}`).childNodes;
    }
  }

  /** Undefined where the page's own plugin must get it: then it is left as it is, and what may be in it is said. */
  async #textOf(section: HtmlElement, line: number): Promise<string | undefined> {
    const address = attributeOf(section, "data-markdown") ?? "";
    if (address === "") return dedented(templateText(section));
    if (/^([a-z][\w+.-]*:|\/\/)/i.test(address)) {
      this.#warn(line, `${address} is loaded by each screen from elsewhere; notes in it reach everybody.`);
      return undefined;
    }
    const text = await this.#readText(address);
    if (text === undefined) this.#warn(line, `There is no file ${address} in the deck's folder.`);
    else this.files.push(address);
    return text?.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  }

  async #slide(written: string, separators: Separators, line: number): Promise<HtmlElement> {
    const [visible, notes] = splitNotes(written, separators.notes);
    const { text: withPolls, polls } = this.#takePolls(visible, line);
    const rendered = parseSection(await this.#renderer.notes(visible, line));
    const inHtml = cutNotes(rendered);
    const names = slideNames(rendered);
    const text = withoutHtmlNotes(withPolls);
    const rest = notes.trim() === "" ? "" : await this.#renderer.notes(notes, line);
    const template = createElement("textarea", [{ name: "data-template", value: "" }], `\n${text}`);
    const slide = createElement("section", [{ name: "data-markdown", value: "" }]);
    appendTo(slide, [template]);
    const notesHtml = [inHtml, rest].filter((html) => html !== "").join("\n");
    this.parts.set(slide, { names, notesHtml, polls: [...polls.values()] });
    if (polls.size > 0) {
      this.#writing.push({ template, text, polls: new Map([...polls].map(([mark, poll]) => [mark, poll.element])) });
    }
    return slide;
  }

  /** Fences of polls become marks, and those that cannot be polls lose what says which answer is right. */
  #takePolls(text: string, line: number): { readonly text: string; readonly polls: ReadonlyMap<string, SlidePoll> } {
    const polls = new Map<string, SlidePoll>();
    const replaced = text.replace(pollFence, (fence, _open: string, _ticks: string, info: string, content: string) => {
      const { poll, name, problems } = readPoll(parsePollText(info.trim(), content));
      for (const { message } of problems) this.#warn(line, message);
      if (poll === undefined) return withoutMarks(fence);
      const mark = `@@lectern-poll-${this.parts.size}-${polls.size}@@`;
      const element = parseSection(pollHtml(poll, "")).childNodes.find(isElement);
      if (element !== undefined) polls.set(mark, { poll, name, line, element });
      return mark;
    });
    return { text: replaced, polls };
  }

  #warn(line: number, message: string): void {
    this.warnings.push({ line, message });
  }
}

const marks = /@@lectern-poll-\d+-\d+@@/g;
const pollFence = /^([ \t]*)(`{3,}|~{3,})[ \t]*poll\b([^\n]*)\n([\s\S]*?)\n[ \t]*\2[ \t]*$/gm;

/** Notes as HTML inside Markdown: the plugin would put them on the slide as they are. */
function withoutHtmlNotes(text: string): string {
  return text
    .replace(/<aside\b[^>]*\bnotes\b[^>]*>[\s\S]*?(<\/aside\s*>|$)/gi, "")
    .replace(/\sdata-notes\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
}

function separatorsOf(section: HtmlElement, isUncut: boolean): Separators {
  const said = (name: string): string | undefined => attributeOf(section, name) || undefined;
  const slide = said("data-separator");
  const vertical = said("data-separator-vertical") ?? said("data-vertical");
  const notes = said("data-separator-notes") ?? said("data-notes") ?? "^\\s*notes?:";
  const isTold = [slide, vertical, said("data-separator-notes")].some((one) => one !== undefined);
  return { slide: slide ?? (isUncut && !isTold ? undefined : "\\r?\\n---\\r?\\n"), vertical, notes };
}

/** Columns of slides, as the plugin cuts them. */
function split(text: string, { slide, vertical }: Separators, warn: (problem: string) => void): string[][] {
  if (slide === undefined) return [[text]];
  const both = regExp(vertical === undefined ? slide : `${slide}|${vertical}`, "mg", warn);
  const horizontal = regExp(slide, "m", warn);
  if (both === undefined || horizontal === undefined) return [[text]];
  const columns: string[][] = [];
  let start = 0;
  let wasHorizontal = true;
  const add = (part: string, opensStack: boolean): void => {
    if (wasHorizontal || columns.length === 0) columns.push([part]);
    else columns.at(-1)?.push(part);
    wasHorizontal = !opensStack;
  };
  for (const match of text.matchAll(both)) {
    if (match[0] === "") continue;
    add(text.slice(start, match.index), !horizontal.test(match[0]));
    start = match.index + match[0].length;
  }
  add(text.slice(start), false);
  return columns;
}

/** Everything from the first separator on: a plugin that finds a second one would take all of it for the slide. */
function splitNotes(text: string, separator: string): readonly [visible: string, notes: string] {
  const match = regExp(separator, "mi", () => {})?.exec(text);
  if (match === null || match === undefined) return [text, ""];
  return [text.slice(0, match.index), text.slice(match.index + match[0].length)];
}

function regExp(source: string, flags: string, warn: (problem: string) => void): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    warn(`${source} is no regular expression; the slides are not cut by it.`);
    return undefined;
  }
}

/** The Markdown in a section: in a `data-template`, in a script, else the section's own text. */
function templateText(section: HtmlElement): string {
  const elements = [...elementsFrom(section)];
  const template =
    elements.find((element) => attributeOf(element, "data-template") !== undefined) ??
    elements.find(({ tagName }) => tagName === "script");
  return rawTextOf(template ?? section)
    .replaceAll("__SCRIPT_END__", "</script>")
    .replace(/\r\n?/g, "\n");
}

/** Without the indentation of its first line: Markdown would take it for code. */
function dedented(text: string): string {
  const tabs = /^\n?(\t*)/.exec(text)?.[1]?.length ?? 0;
  const blanks = /^\n?(\s*)/.exec(text)?.[1]?.length ?? 0;
  if (tabs > 0) return text.replace(new RegExp(`\\n?\\t{${tabs}}(.*)`, "g"), "\n$1");
  return blanks > 1 ? text.replace(new RegExp(`\\n? {${blanks}}(.*)`, "g"), "\n$1") : text;
}
