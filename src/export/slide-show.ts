/**
 * A deck in a browser without a window, taken from step to step: the screen page of a talk that nobody else sees. The
 * frame is asked in the words every page uses, and the talk itself does not move, so no poll is opened.
 */
import { setTimeout } from "node:timers/promises";
import type { Browser, Frame, Page } from "playwright-core";
import { LecternError } from "../errors.ts";
import type { OutlineSlide, ToFrame } from "../protocol/frame.ts";
import type { Position } from "../talk/commands.ts";
import { findChromium, howToInstall } from "./find-chromium.ts";
import { ask, drawn, dress } from "./in-page.ts";

/** Pixels of a page; slides are laid out this wide, and drawn as large as asked. */
const layoutWidth = 1280;
/** How long slides may take to come up, and a step to be drawn, in ms. */
const patience = { ready: 60_000, drawn: 15_000 };

/** Milliseconds beyond that, for the way there and back. */
const graceMs = 5000;

/** Pixels. */
export type Size = { readonly width: number; readonly height: number };

/** Nothing of the page but the slides … */
const bare = "body > :not(#stage) { display: none !important; }";
/** … and in them nothing that is still on its way. */
const still = `
  *, *::before, *::after { transition: none !important; animation-duration: 0s !important; animation-delay: 0s !important; }
`;

export class SlideShow {
  readonly browser: Browser;
  readonly layout: Size;
  readonly #page: Page;
  readonly #frame: Frame;

  private constructor(browser: Browser, page: Page, frame: Frame, layout: Size) {
    this.browser = browser;
    this.#page = page;
    this.#frame = frame;
    this.layout = layout;
  }

  /**
   * @param address of a screen page
   * @throws LecternError `export-no-browser`, `export-browser-failed`, `export-no-slides`
   */
  static async open(address: string, size: Size): Promise<SlideShow> {
    const browser = await launch();
    try {
      const scale = size.width / layoutWidth;
      const layout = { width: layoutWidth, height: Math.round(size.height / scale) };
      const context = await browser.newContext({
        viewport: layout,
        deviceScaleFactor: scale,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      await page.emulateMedia({ media: "screen" });
      await answered(page.goto(address, { timeout: patience.ready }), patience.ready);
      await answered(page.evaluate(dress, bare), patience.ready);
      const frame = await (await page.waitForSelector("#stage iframe")).contentFrame();
      if (frame === null) throw new Error("The slides have no frame.");
      return new SlideShow(browser, page, frame, layout);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** The slides and how many steps each has. */
  async outline(): Promise<readonly OutlineSlide[]> {
    const outline = await this.#ask<readonly OutlineSlide[]>({ lectern: 1, type: "hello" }, "ready", "outline");
    await answered(this.#frame.evaluate(dress, still), patience.drawn);
    return outline;
  }

  /** Resolves when all of the step is drawn, as far as it can be told. */
  async show(to: Position): Promise<void> {
    await this.#ask({ lectern: 1, type: "show", to, paused: false, peek: false }, "shown", "at");
    await answered(this.#frame.evaluate(drawn, patience.drawn), patience.drawn);
  }

  picture(file: string): Promise<Uint8Array> {
    return answered(this.#page.screenshot({ path: file }), patience.drawn);
  }

  /** The step as a PDF of one page. */
  paper(): Promise<Uint8Array> {
    return answered(printed(this.#page, this.layout), patience.drawn);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Says something to the frame, until it answers: it may still be coming up. */
  async #ask<Answer>(message: ToFrame, answer: string, field: string): Promise<Answer> {
    const asked = { message, answer, field, timeout: patience.ready };
    const result = await answered(this.#page.evaluate(ask, asked), patience.ready);
    if (result === undefined) throw silent(patience.ready);
    return result as Answer;
  }
}

/**
 * What runs in the browser watches its own time, but not where a deck loops for ever: they share a process.
 *
 * @throws LecternError `export-no-slides`
 */
async function answered<Result>(asked: Promise<Result>, timeout: number): Promise<Result> {
  const late = new AbortController();
  const silence = setTimeout(timeout + graceMs, undefined, { signal: late.signal }).then(() => {
    throw silent(timeout);
  });
  try {
    return await Promise.race([asked, silence]);
  } catch (error) {
    throw error instanceof Error && error.name === "TimeoutError" ? silent(timeout) : error;
  } finally {
    late.abort();
    silence.catch(() => {});
  }
}

const silent = (timeout: number): LecternError => new LecternError("export-no-slides", { seconds: timeout / 1000 });

/** A page as a PDF of its own size. */
export function printed(page: Page, { width, height }: Size): Promise<Uint8Array> {
  return page.pdf({ width: `${width}px`, height: `${height}px`, printBackground: true });
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new LecternError("export-no-browser", { how: howToInstall() });
  const { chromium } = await import("playwright-core");
  // As root, as in containers, Chromium starts only without its own sandbox. Slides in a process of their own are
  // printed without their links.
  const args = ["--disable-features=IsolateSandboxedIframes", "--hide-scrollbars"];
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  try {
    // At a signal, Playwright would end the process before all is put away.
    const byUs = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
    return await chromium.launch({ executablePath, args, ...byUs });
  } catch (error) {
    const cause = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new LecternError("export-browser-failed", { browser: executablePath, cause });
  }
}
