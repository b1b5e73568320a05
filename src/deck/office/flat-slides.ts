/** Reads slides from OpenDocument in one XML file: which are shown, what they are called, what their notes say. */
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { escapeHtml } from "../escape.ts";

export type FlatSlide = {
  /** Plain text of the title's place; empty when there is none. */
  readonly title: string;
  /** Paragraphs, lists, line ends and links; an empty string without notes. */
  readonly notesHtml: string;
};

/** Hidden slides are left out, as LibreOffice leaves them out of a PDF. @throws Error when it is no XML */
export async function readFlatSlides(chunks: AsyncIterable<string>): Promise<FlatSlide[]> {
  const reader = new FlatReader();
  for await (const chunk of chunks) reader.write(chunk);
  return reader.end();
}

type Draft = { readonly style: string; title: string; notesHtml: string };

/** What stands on every page of notes, and is not what the speaker wrote. */
const furniture = new Set(["page", "header", "footer", "date-time", "page-number"]);
const shapes = new Set(["draw:frame", "draw:custom-shape"]);

/** Elements of notes that mean something in HTML. */
const tags: Readonly<Record<string, string>> = {
  "text:p": "p",
  "text:h": "p",
  "text:list": "ul",
  "text:list-item": "li",
};

class FlatReader {
  readonly #parser = new SaxesParser();
  readonly #slides: Draft[] = [];
  readonly #hiddenStyles = new Set<string>();
  /** Its styles of pages: which one says what by itself, and which one another one stands on. */
  readonly #parents = new Map<string, string>();
  #style = "";
  /** How deep it is inside of what it reads; 0: outside. */
  #notes = 0;
  #skipped = 0;
  #title = 0;

  constructor() {
    this.#parser.on("opentag", (tag) => this.#open(tag));
    this.#parser.on("closetag", (tag) => this.#close(tag));
    this.#parser.on("text", (text) => this.#text(text));
    this.#parser.on("error", (error) => {
      throw error;
    });
  }

  write(chunk: string): void {
    this.#parser.write(chunk);
  }

  end(): FlatSlide[] {
    this.#parser.close();
    return this.#slides
      .filter(({ style }) => !this.#isHidden(style))
      .map(({ title, notesHtml }) => ({
        title: title.replace(/\s+/g, " ").trim(),
        notesHtml: tidy(notesHtml),
      }));
  }

  #open({ name, attributes }: SaxesTagPlain): void {
    const kind = attributes["presentation:class"];
    if (name === "style:style") {
      this.#style = attributes["style:name"] ?? "";
      this.#parents.set(this.#style, attributes["style:parent-style-name"] ?? "");
    }
    if (attributes["presentation:visibility"] === "hidden") this.#hiddenStyles.add(this.#style);
    if (name === "draw:page") {
      this.#slides.push({ style: attributes["draw:style-name"] ?? "", title: "", notesHtml: "" });
    }
    const isShape = shapes.has(name);
    if (this.#notes > 0 || name === "presentation:notes") this.#notes++;
    if (this.#skipped > 0 || (this.#notes > 0 && isShape && furniture.has(kind ?? ""))) this.#skipped++;
    if (this.#title > 0 || (this.#notes === 0 && isShape && kind === "title")) this.#title++;
    if (name === "text:line-break") this.#write("<br>", " ");
    else if (name === "text:tab") this.#write(" ", " ");
    else if (name === "text:s") this.#write(" ".repeat(Math.min(80, Number(attributes["text:c"] ?? 1) || 1)), " ");
    else if (name === "text:a") this.#write(`<a href="${escapeHtml(attributes["xlink:href"] ?? "")}">`, "");
    else if (tags[name] !== undefined) this.#write(`<${tags[name]}>`, " ");
  }

  #close({ name }: SaxesTagPlain): void {
    if (name === "text:a") this.#write("</a>", "");
    else if (tags[name] !== undefined) this.#write(`</${tags[name]}>`, " ");
    if (this.#notes > 0) this.#notes--;
    if (this.#skipped > 0) this.#skipped--;
    if (this.#title > 0) this.#title--;
  }

  #text(text: string): void {
    // White space between elements is only the file's.
    const words = text.trim() === "" && /\n/.test(text) ? "" : text;
    this.#write(escapeHtml(words), words);
  }

  #write(html: string, text: string): void {
    const slide = this.#slides.at(-1);
    if (slide === undefined) return;
    if (this.#notes > 0 && this.#skipped === 0) slide.notesHtml += html;
    else if (this.#title > 0) slide.title += text;
  }

  #isHidden(style: string): boolean {
    const seen = new Set<string>();
    for (let name = style; name !== "" && !seen.has(name); name = this.#parents.get(name) ?? "") {
      if (this.#hiddenStyles.has(name)) return true;
      seen.add(name);
    }
    return false;
  }
}

/** A list item holds its text itself, not a paragraph of it; what is empty is nothing. */
function tidy(html: string): string {
  const lists = html.replace(/<li><p>/g, "<li>").replace(/<\/p><\/li>/g, "</li>");
  const full = lists.replace(/(<p>(?:\s|<br>)*<\/p>)+$/g, "");
  return /[^\s]/.test(full.replace(/<[^>]*>/g, "")) ? full.trim() : "";
}
