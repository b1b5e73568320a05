/** Reads slides of PowerPoint and OpenDocument through LibreOffice: pages of a PDF, with their notes (rule K9). */
import { createHash } from "node:crypto";
import { LecternError } from "../../errors.ts";
import type { PdfDeck } from "../deck.ts";
import { biggestPdf, PdfReader } from "../pdf/read-pdf.ts";
import { digest } from "../version.ts";
import { type Conversion, convertOffice, type OfficeFile } from "./convert.ts";
import { findLibreOffice, howToInstall } from "./find-libreoffice.ts";

export type OfficeOptions = OfficeFile & {
  readonly fileName: string;
  /** Beats the file's own title. */
  readonly title?: string;
};

/** Reads one file, as often as asked; it is converted only when it has changed. */
export class OfficeReader {
  readonly #pdf = new PdfReader();
  #known: { readonly hash: string; readonly conversion: Conversion } | undefined;

  /** @throws LecternError `deck-office-missing`, `deck-office-failed`, `deck-office-slow`, `deck-pdf-big` */
  async read({ fileName, title, ...source }: OfficeOptions): Promise<PdfDeck> {
    const { pdf, slides } = await this.#convert(source);
    const { file } = source;
    const deck = await this.#pdf.read(pdf, { file, fileName: `${fileName}.pdf` });
    const isMatched = slides.length === deck.slides.length;
    const pages = deck.slides.map((slide, h) => {
      const own = isMatched ? slides[h] : undefined;
      return { ...slide, title: own?.title || slide.title, notesHtml: own?.notesHtml ?? "" };
    });
    const named = title ?? (isNoTitle.test(deck.title) ? pages[0]?.title || deck.title : deck.title);
    const lost = slides.some(({ notesHtml }) => notesHtml !== "") ? [{ line: 1, message: notesLost }] : [];
    return {
      ...deck,
      title: named,
      slides: pages,
      warnings: isMatched ? [] : lost,
      version: await digest(JSON.stringify([deck.version, named, pages])),
    };
  }

  async #convert(source: OfficeFile): Promise<Conversion> {
    const hash = createHash("sha256").update(source.bytes).digest("hex");
    if (this.#known?.hash === hash) return this.#known.conversion;
    const program = await findLibreOffice();
    if (program === undefined)
      throw new LecternError("deck-office-missing", { file: source.file, how: howToInstall() });
    const conversion = await convertOffice(program, source);
    const [size, limit] = [conversion.pdf.length, biggestPdf].map((bytes) => Math.ceil(bytes / 1e6)) as [
      number,
      number,
    ];
    if (conversion.pdf.length > biggestPdf) throw new LecternError("deck-pdf-big", { file: source.file, size, limit });
    this.#known = { hash, conversion };
    return conversion;
  }
}

/** What PowerPoint calls whatever nobody has named. */
const isNoTitle = /^PowerPoint\b.{0,20}$/i;

const notesLost = "The speaker notes are left out: LibreOffice shows another number of slides than the file has.";
