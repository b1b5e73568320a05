/** Opens a PDF inside the deck's frame: only the parts of the file that are needed, however bad the network is. */
import {
  GlobalWorkerOptions,
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
  PDFWorker,
  version,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

/** Bytes. A smaller file is loaded at once; of a larger one, as many as a page needs, in pieces of `pieceSize`. */
const smallFile = 1_000_000;
const pieceSize = 131_072;

/** Milliseconds between attempts; the last one repeats. */
const pauses = [300, 1000, 2000, 4000, 8000];

/** How much of what was asked for is here, in bytes. */
export type Progress = (loaded: number, wanted: number) => void;

/** An open file. Bytes that were loaded stay in memory until it is closed. */
export type OpenPdf = {
  readonly pdf: PDFDocumentProxy;
  /** Bytes. */
  readonly loaded: number;
  close(): void;
};

/** @param size of the whole file, in bytes */
export async function openPdf(url: string, size: number, progress: Progress): Promise<OpenPdf> {
  const loader = new Loader(url, progress);
  const [port, whole] = await Promise.all([startWorker(), size <= smallFile ? loader.load(0, size) : undefined]);
  const data = new URL(`pdfjs-${version}/`, new URL(workerUrl, import.meta.url)).href;
  const task = getDocument({
    ...(whole === undefined ? { range: new Pieces(size, loader) } : { data: whole }),
    ...(port === undefined ? {} : { worker: PDFWorker.create({ port }) }),
    rangeChunkSize: pieceSize,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: `${data}cmaps/`,
    standardFontDataUrl: `${data}standard_fonts/`,
    iccUrl: `${data}iccs/`,
    wasmUrl: `${data}wasm/`,
  });
  return {
    pdf: await task.promise,
    get loaded() {
      return loader.total;
    },
    close() {
      void task
        .destroy()
        .catch(() => {})
        .then(() => port?.terminate());
    },
  };
}

/**
 * A frame without an origin may start a worker from no address of a server, but from text that loads the rest. What
 * text is taken differs among browsers; where none is, pdf.js works on the page itself.
 */
async function startWorker(): Promise<Worker | undefined> {
  const address = new URL(workerUrl, import.meta.url).href;
  GlobalWorkerOptions.workerSrc = address;
  const script = `import ${JSON.stringify(address)};`;
  const fromData = await startedWorker(`data:text/javascript,${encodeURIComponent(script)}`);
  if (fromData !== undefined) return fromData;
  return startedWorker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
}

/** A worker of pdf.js says something as soon as it runs. */
function startedWorker(address: string): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    try {
      const worker = new Worker(address, { type: "module" });
      worker.addEventListener("message", () => resolve(worker), { once: true });
      worker.addEventListener("error", () => resolve(undefined), { once: true });
    } catch {
      resolve(undefined);
    }
  });
}

/** pdf.js asks for pieces, and is not told of failures: they are tried until they come. */
class Pieces extends PDFDataRangeTransport {
  readonly #loader: Loader;

  constructor(size: number, loader: Loader) {
    super(size, null);
    this.#loader = loader;
  }

  override requestDataRange(begin: number, end: number): void {
    void this.#loader.load(begin, end).then((piece) => this.onDataRange(begin, piece));
  }
}

class Loader {
  readonly #url: string;
  readonly #progress: Progress;
  #loaded = 0;
  #wanted = 0;
  /** Bytes that have come in all. */
  total = 0;

  constructor(url: string, progress: Progress) {
    this.#url = url;
    this.#progress = progress;
  }

  /** The bytes from `begin` up to but not including `end`. */
  async load(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#count(0, end - begin);
    for (let attempt = 0; ; attempt++) {
      const piece = new Uint8Array(end - begin);
      const loaded = await this.#fill(piece, begin).catch(() => 0);
      if (loaded === piece.length) {
        this.total += loaded;
        return piece;
      }
      this.#count(-loaded, 0);
      await new Promise((resolve) => setTimeout(resolve, pauses[Math.min(attempt, pauses.length - 1)]));
    }
  }

  /** @returns how many bytes of `piece` could be had */
  async #fill(piece: Uint8Array, begin: number): Promise<number> {
    const { ok, status, body } = await fetch(this.#url, {
      headers: { Range: `bytes=${begin}-${begin + piece.length - 1}` },
    });
    if (!ok || body === null) return 0;
    // What stands between may know nothing of ranges.
    let skip = status === 206 ? 0 : begin;
    let loaded = 0;
    for (const reader = body.getReader(); loaded < piece.length; ) {
      const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
      if (done || value === undefined) break;
      const part = value.subarray(skip, skip + piece.length - loaded);
      skip = Math.max(0, skip - value.length);
      piece.set(part, loaded);
      loaded += part.length;
      this.#count(part.length, 0);
    }
    return loaded;
  }

  #count(loaded: number, wanted: number): void {
    this.#loaded += loaded;
    this.#wanted += wanted;
    this.#progress(this.#loaded, this.#wanted);
    if (this.#loaded === this.#wanted) {
      this.#loaded = 0;
      this.#wanted = 0;
    }
  }
}
