/** Finds a Chromium and drives it. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The browser to test with: CHROMIUM_PATH, one in PATH, or one of Playwright's; on Debian, root installs it. */
export function findChromium(): string {
  const found = process.env.CHROMIUM_PATH ?? inPath() ?? ofPlaywright() ?? installed();
  if (found !== undefined) return found;
  throw new Error("No Chromium found. Install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.");
}

function inPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), mac].find((file) =>
    existsSync(file),
  );
}

function ofPlaywright(): string | undefined {
  const caches = [join(homedir(), ".cache/ms-playwright"), join(homedir(), "Library/Caches/ms-playwright")];
  return caches.flatMap((cache) => globSync(join(cache, "chromium-*/chrome-*/{chrome,Chromium.app/**/Chromium}")))[0];
}

function installed(): string | undefined {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return undefined;
  const run = (...args: string[]) => execFileSync("apt-get", args, { stdio: "inherit" });
  run("update", "-qq");
  run("install", "-y", "-qq", "--no-install-recommends", "chromium");
  return inPath();
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** A page and what went wrong in it: console errors and uncaught exceptions. */
export type Visit = { readonly page: Page; readonly context: BrowserContext; readonly problems: string[] };

/** Opens `url` as a new person: nothing shared with any other visit. */
export async function visit(browser: Browser, url: string, viewport = desktop): Promise<Visit> {
  const context = await browser.newContext({ viewport, hasTouch: viewport.width < 500 });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // A link that is down for a while is part of some tests, and the browser reports it as an error.
    if (message.type() === "error" && !/WebSocket|ERR_CONNECTION/.test(message.text())) problems.push(message.text());
  });
  await page.goto(url);
  return { page, context, problems };
}

/** The deck inside a page. Previews have a frame of their own; `current` is the first. */
export function deckOf(page: Page): FrameLocator {
  return page.frameLocator("iframe:not([data-coming])").first();
}

/** What the deck in this page shows: its place, whether it is dark. */
export async function shows(page: Page): Promise<{ h: number; v: number; f: number; paused: boolean }> {
  return deckOf(page)
    .locator(".reveal.ready")
    .evaluate(() => {
      const { Reveal } = globalThis as unknown as {
        Reveal: { getIndices(): { h: number; v: number; f?: number }; isPaused(): boolean };
      };
      const { h, v, f } = Reveal.getIndices();
      return { h, v, f: f ?? -1, paused: Reveal.isPaused() };
    });
}
