/** Shows one page of a PDF, as sharp as the screen is, and keeps its neighbours ready; no other page is in memory. */
import { type PDFPageProxy, RenderingCancelledException } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { ZoomView } from "../driver.ts";
import type { Book } from "./book.ts";
import { linkLayer, type Turning, textLayer } from "./layers.ts";
import { fitted, type PageSize, Sheet } from "./sheet.ts";

/** The most pixels of one picture: what the smallest browsers can hold. */
const mostPixels = 4096 * 4096;

/** Milliseconds an old page stays while the new one is not painted; then its empty paper shows. */
const patience = 700;

/** Milliseconds without a change of size before pages are painted anew. */
const settle = 120;

type Job = { readonly sheet: Sheet; readonly kind: "page" | "detail" };

export type StageOptions = {
  readonly host: HTMLElement;
  readonly book: Book;
  readonly sizes: readonly PageSize[];
  readonly turning: Turning;
  /** The text of the page that has come up, for those who cannot see it. */
  readonly announce: (text: string) => void;
};

export class Stage {
  readonly #options: StageOptions;
  readonly #sheets = new Map<number, Sheet>();
  #at = -1;
  /** Before it is known who looks on, nothing but the page itself is made. */
  #isWatched = false;
  #shown: Sheet | undefined;
  #zoom: ZoomView | undefined;
  #detailFor = "";
  #isWorking = false;
  #stopJob: (() => void) | undefined;
  #job: Job | undefined;
  #impatient: ReturnType<typeof setTimeout> | undefined;
  #resizing: ReturnType<typeof setTimeout> | undefined;
  #settled: () => void = () => {};
  /** Resolves when the first page is painted, or cannot be. */
  readonly ready = new Promise<void>((resolve) => {
    this.#settled = resolve;
  });

  constructor(options: StageOptions) {
    this.#options = options;
    addEventListener("resize", () => this.layout());
    this.#watchRatio();
  }

  show(index: number): void {
    if (index === this.#at) return;
    this.#at = index;
    this.#zoomOut();
    this.#keepNear();
    clearTimeout(this.#impatient);
    const sheet = this.#sheet(index);
    if (this.#shown === undefined || isFinished(sheet)) this.#bringUp(sheet);
    else this.#impatient = setTimeout(() => this.#bringUp(sheet), patience);
    if (this.#job?.sheet !== sheet) this.#stopJob?.();
    void this.#work();
  }

  /** Somebody looks on, at a size worth reading: text, links and the neighbours are made too. */
  watch(isWatched: boolean): void {
    this.#isWatched = isWatched;
    void this.#work();
  }

  layout(): void {
    for (const sheet of this.#sheets.values()) this.#place(sheet);
    clearTimeout(this.#resizing);
    this.#resizing = setTimeout(() => {
      this.#stopJob?.();
      void this.#work();
    }, settle);
  }

  zoom(view: ZoomView): void {
    this.#zoom = view.scale > 1.01 ? view : undefined;
    if (this.#zoom === undefined) this.#zoomOut();
    else if (this.#job?.kind === "detail") this.#stopJob?.();
    void this.#work();
  }

  #zoomOut(): void {
    this.#detailFor = "";
    for (const sheet of this.#sheets.values()) sheet.showDetail();
  }

  #sheet(index: number): Sheet {
    const known = this.#sheets.get(index);
    if (known !== undefined) return known;
    const { host, sizes, turning } = this.#options;
    const sheet = new Sheet(index, sizes[index] ?? [4, 3], turning.titleOf(index));
    this.#sheets.set(index, sheet);
    this.#place(sheet);
    host.append(sheet.element);
    return sheet;
  }

  #place(sheet: Sheet): void {
    sheet.place(fitted(sheet.size, { width: innerWidth, height: innerHeight }));
  }

  #keepNear(): void {
    for (const [index, sheet] of this.#sheets) {
      if (Math.abs(index - this.#at) <= (this.#isWatched ? 1 : 0) || sheet === this.#shown) continue;
      sheet.remove();
      this.#sheets.delete(index);
      this.#options.book.letGo(index);
    }
  }

  #bringUp(sheet: Sheet): void {
    if (sheet.index !== this.#at || this.#shown === sheet) return;
    const before = this.#shown;
    this.#shown = sheet;
    sheet.element.hidden = false;
    if (before !== undefined) before.element.hidden = true;
    if (sheet.text !== "") this.#options.announce(sheet.text);
    this.#keepNear();
  }

  /** What is to be done next: what is looked at before what may be looked at soon. */
  #next(): Job | undefined {
    const current = this.#sheet(this.#at);
    if (isStale(current)) return { sheet: current, kind: "page" };
    if (this.#zoom !== undefined && this.#detailFor !== detailKey(current, this.#zoom)) {
      return { sheet: current, kind: "detail" };
    }
    if (!this.#isWatched) return undefined;
    const near = [this.#at + 1, this.#at - 1].filter((index) => index >= 0 && index < this.#options.sizes.length);
    const stale = near.map((index) => this.#sheet(index)).find(isStale);
    return stale && { sheet: stale, kind: "page" };
  }

  async #work(): Promise<void> {
    if (this.#isWorking || this.#at < 0) return;
    this.#isWorking = true;
    while (await this.#step());
    this.#isWorking = false;
    void this.#options.book.rest();
  }

  /** Does one thing that is to be done; false when there is none. */
  async #step(): Promise<boolean> {
    const current = this.#sheet(this.#at);
    if (this.#isWatched && current.painted > 0 && !current.hasLayers) {
      await this.#addLayers(current);
      return true;
    }
    const job = this.#next();
    if (job === undefined) return false;
    this.#job = job;
    await this.#do(job);
    this.#job = undefined;
    if (job.sheet.index === this.#at && isFinished(job.sheet)) {
      this.#bringUp(job.sheet);
      this.#settled();
    }
    return true;
  }

  async #do({ sheet, kind }: Job): Promise<void> {
    try {
      const pdf = await this.#options.book.get();
      const page = await pdf.getPage(sheet.index + 1);
      await (kind === "page" ? this.#paint(sheet, page) : this.#paintDetail(sheet, page));
    } catch (error) {
      if (error instanceof RenderingCancelledException) return;
      console.warn(error);
      if (kind === "detail") this.#zoom = undefined;
      else sheet.break();
    } finally {
      this.#stopJob = undefined;
    }
  }

  async #paint(sheet: Sheet, page: PDFPageProxy): Promise<void> {
    const pixels = pixelsFor(sheet);
    const picture = await this.#draw(page, pixels, new DOMRect(0, 0, ...pictureSize(sheet, pixels)));
    if (this.#sheets.get(sheet.index) === sheet) sheet.show(picture, pixels);
  }

  /** The part of the page that can be seen, in as many pixels as the screen has for it. */
  async #paintDetail(sheet: Sheet, page: PDFPageProxy): Promise<void> {
    const view = this.#zoom;
    if (view === undefined) return;
    const key = detailKey(sheet, view);
    const part = seenPart(sheet, view);
    const ratio = devicePixelRatio * view.scale;
    if (part.width > 0 && part.height > 0) {
      const inPixels = new DOMRect(part.x * ratio, part.y * ratio, part.width * ratio, part.height * ratio);
      const detail = await this.#draw(page, sheet.box.scale * ratio, inPixels);
      if (this.#zoom === view && sheet.index === this.#at) sheet.showDetail(detail, part);
      else detail.width = 0;
    }
    this.#detailFor = key;
  }

  async #draw(page: PDFPageProxy, pixels: number, part: DOMRect): Promise<HTMLCanvasElement> {
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(part.width));
    canvas.height = Math.max(1, Math.round(part.height));
    const task = page.render({
      canvas,
      viewport: page.getViewport({ scale: pixels }),
      transform: [1, 0, 0, 1, -part.x, -part.y],
    });
    this.#stopJob = () => task.cancel();
    await task.promise;
    return canvas;
  }

  /** A page whose text and links cannot be read is shown without them. */
  async #addLayers(sheet: Sheet): Promise<void> {
    sheet.hasLayers = true;
    try {
      const pdf = await this.#options.book.get();
      const page = await pdf.getPage(sheet.index + 1);
      const [text, links] = await Promise.all([textLayer(page), linkLayer(pdf, page, this.#options.turning)]);
      sheet.element.style.setProperty("--unit", String(page.userUnit));
      sheet.element.append(text, links);
      sheet.text = text.innerText;
      if (sheet === this.#shown) this.#options.announce(sheet.text);
    } catch (error) {
      console.warn(error);
    }
  }

  /** The window has come to a screen with other pixels. */
  #watchRatio(): void {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      "change",
      () => {
        this.layout();
        this.#watchRatio();
      },
      { once: true },
    );
  }
}

function isFinished(sheet: Sheet): boolean {
  return sheet.painted > 0 || sheet.isBroken;
}

function isStale(sheet: Sheet): boolean {
  return !sheet.isBroken && sheet.painted !== pixelsFor(sheet);
}

/** Pixels a point: as many as the screen has, up to what a picture may have. */
function pixelsFor({ box, size: [width, height] }: Sheet): number {
  return Math.min(box.scale * devicePixelRatio, Math.sqrt(mostPixels / (width * height)));
}

function pictureSize({ size: [width, height] }: Sheet, pixels: number): readonly [width: number, height: number] {
  return [width * pixels, height * pixels];
}

/** In CSS pixels of the page. */
function seenPart({ box }: Sheet, view: ZoomView): DOMRect {
  const left = Math.max(view.x, box.left);
  const top = Math.max(view.y, box.top);
  const right = Math.min(view.x + view.width, box.left + box.width);
  const bottom = Math.min(view.y + view.height, box.top + box.height);
  return new DOMRect(left - box.left, top - box.top, right - left, bottom - top);
}

function detailKey(sheet: Sheet, view: ZoomView): string {
  const { x, y, width, height } = seenPart(sheet, view);
  return [sheet.index, sheet.box.scale, view.scale, x, y, width, height].join(" ");
}
