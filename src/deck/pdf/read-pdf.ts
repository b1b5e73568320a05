/** Reads a PDF as a deck: each page a slide, with the notes of the file beside it (rule K7). */
import type { DeckWarning, PdfDeck } from "../deck.ts";
import { DeckRenderer } from "../render.ts";
import { baseName, digest } from "../version.ts";
import { type PdfFacts, pdfFacts } from "./facts.ts";
import { splitNotes } from "./page-notes.ts";

/** Bytes. The server holds the file in memory while the talk lasts. */
export const biggestPdf = 250_000_000;

export type PdfOptions = {
  /** As the user named it: it stands in errors, and is the last resort for a title. */
  readonly file: string;
  readonly fileName: string;
  /** Beats the file's own title. */
  readonly title?: string;
  /** Markdown; `file` as the user would name it. */
  readonly notes?: { readonly source: string; readonly file: string } | undefined;
};

/** Reads one PDF, as often as asked; its pages only when they have changed. */
export class PdfReader {
  #known: { readonly hash: string; readonly facts: PdfFacts } | undefined;

  /** @throws LecternError `deck-pdf-empty`, `deck-pdf-locked`, `deck-pdf-damaged` */
  async read(bytes: Uint8Array<ArrayBuffer>, options: PdfOptions): Promise<PdfDeck> {
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex");
    const facts = this.#known?.hash === hash ? this.#known.facts : await pdfFacts(bytes, options.file);
    this.#known = { hash, facts };
    const { notesHtml, warnings } = await renderNotes(facts.pages.length, options.notes);
    const title = options.title ?? (facts.title || facts.pages[0]?.title || baseName(options.file));
    const lang = facts.lang || "en";
    return {
      kind: "pdf",
      title,
      lang,
      version: await digest(JSON.stringify([hash, title, lang, [...notesHtml]])),
      slides: facts.pages.map((page, h) => ({ h, v: 0, title: page.title, notesHtml: notesHtml.get(h) ?? "" })),
      channels: {},
      features: {},
      polls: [],
      warnings,
      fileName: options.fileName,
      bytes,
      hash,
      sizes: facts.pages.map(({ width, height }) => [width, height]),
    };
  }
}

/** By page from 0. Notes in several places for one page follow each other. */
async function renderNotes(
  pageCount: number,
  notes: PdfOptions["notes"],
): Promise<{ readonly notesHtml: ReadonlyMap<number, string>; readonly warnings: readonly DeckWarning[] }> {
  const notesHtml = new Map<number, string>();
  if (notes === undefined) return { notesHtml, warnings: [] };
  const { parts, warnings } = splitNotes(notes.source, pageCount);
  const renderer = new DeckRenderer({ given: undefined, light: false });
  for (const { page, markdown, line } of parts) {
    const html = markdown.trim() === "" ? "" : await renderer.notes(markdown, line);
    notesHtml.set(page - 1, (notesHtml.get(page - 1) ?? "") + html);
  }
  const all = [...warnings, ...renderer.warnings].toSorted((a, b) => a.line - b.line);
  return { notesHtml, warnings: all.map((warning) => ({ ...warning, file: notes.file })) };
}
