/** The file while the talk lasts: opened again now and then, since pdf.js keeps every part of it that it has seen. */
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { type OpenPdf, openPdf, type Progress } from "./load.ts";

/** Bytes loaded since the file was opened after which it is opened anew. */
const heavy = 16_000_000;

/** Pages let go of between two times that pdf.js forgets their fonts. */
const tidyEvery = 8;

export class Book {
  readonly #open: (progress: Progress) => Promise<OpenPdf>;
  #current: Promise<OpenPdf>;
  #next: OpenPdf | undefined;
  #isOpening = false;
  #letGo = 0;

  /** @param size of the file, in bytes */
  constructor(url: string, size: number, progress: Progress) {
    this.#open = (tell) => openPdf(url, size, tell);
    this.#current = this.#open(progress);
  }

  /** For one job: the next one may get the file anew, and what was got from this one is closed then. */
  async get(): Promise<PDFDocumentProxy> {
    if (this.#next !== undefined) {
      (await this.#current).close();
      this.#current = Promise.resolve(this.#next);
      this.#next = undefined;
    }
    return (await this.#current).pdf;
  }

  /** Page `index` is not near any more. */
  letGo(index: number): void {
    this.#letGo++;
    const isTidy = this.#letGo % tidyEvery === 0;
    const forget = async (): Promise<void> => {
      const { pdf } = await this.#current;
      (await pdf.getPage(index + 1)).cleanup();
      // pdf.js refuses while a page is being painted; the next time will do.
      if (isTidy) await pdf.cleanup(true);
    };
    void forget().catch(() => {});
  }

  /** Nothing is asked for at the moment. */
  async rest(): Promise<void> {
    const current = await this.#current.catch(() => undefined);
    if (this.#isOpening || this.#next !== undefined || current === undefined || current.loaded < heavy) return;
    this.#isOpening = true;
    // What is loaded here is nobody's wait.
    this.#next = await this.#open(() => {}).catch(() => undefined);
    this.#isOpening = false;
  }
}
