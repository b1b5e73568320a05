/** Finds a Chromium and drives it. */
import { existsSync, globSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from "playwright-core";
import { findChromium as findInstalled } from "../../src/export/find-chromium.ts";

/**
 * The browser to test with: CHROMIUM_PATH, else a headless shell (the same engine without the window, at half the
 * cost), else a whole browser.
 */
export function findChromium(): string {
  const found = process.env.CHROMIUM_PATH || findHeadlessShell() || findInstalled() || ofPlaywright();
  if (found) return found;
  throw new Error("No Chromium found. Install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.");
}

export function findHeadlessShell(): string | undefined {
  const debian = "/usr/bin/chromium-headless-shell";
  return existsSync(debian) ? debian : fromCache("chromium_headless_shell-*/*/*headless*shell");
}

function ofPlaywright(): string | undefined {
  return fromCache("chromium-*/chrome-*/{chrome,Chromium.app/**/Chromium}");
}

function fromCache(pattern: string): string | undefined {
  const caches = [join(homedir(), ".cache/ms-playwright"), join(homedir(), "Library/Caches/ms-playwright")];
  return caches.flatMap((cache) => globSync(join(cache, pattern)))[0];
}

export function launch(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      // A deck's frame has a process of its own in every browser people use; the shell does that only when told.
      "--site-per-process",
      // What may share a process shares it, and none is kept in hand: two of three would be for nothing.
      "--renderer-process-limit=1",
      // What a deck loads from elsewhere does not come: tests leave this machine alone.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
      ...args,
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
    if (message.type() === "error" && !/WebSocket|ERR_CONNECTION|ERR_NAME_NOT_RESOLVED/.test(message.text()))
      problems.push(message.text());
  });
  await page.goto(url);
  return { page, context, problems };
}

/** The deck inside a page. Previews have a frame of their own; `current` is the first. */
export function deckOf(page: Page): FrameLocator {
  return page.frameLocator("iframe:not([data-coming])").first();
}

/** The same for a deck on another site: in the frame round it. */
export function hostedDeckOf(page: Page): FrameLocator {
  return deckOf(page).frameLocator("iframe");
}

/** What the deck in this page shows: its place, whether it is dark. Read off the slides themselves, whoever runs them. */
export function shows(page: Page, find = deckOf): Promise<ShownPlace> {
  return placeOn(find(page));
}

export type ShownPlace = { readonly h: number; readonly v: number; readonly f: number; readonly paused: boolean };

/** The same where the deck is not in a frame. */
export function placeOn(deck: FrameLocator | Page): Promise<ShownPlace> {
  return deck
    .locator("html[data-lectern-at], .reveal.ready, .reveal.slide")
    .first()
    .evaluate((reveal) => {
      const at = reveal.getAttribute("data-lectern-at");
      if (at !== null) {
        const [h = 0, v = 0, f = -1] = at.split("/").map(Number);
        return { h, v, f, paused: reveal.hasAttribute("data-lectern-paused") };
      }
      const sections = (parent: Element | null | undefined) =>
        [...(parent?.children ?? [])].filter(({ tagName }) => tagName === "SECTION");
      const place = (list: readonly Element[]) => list.findIndex(({ classList }) => classList.contains("present"));
      const columns = sections(reveal.querySelector(".slides"));
      const h = place(columns);
      const below = sections(columns[h]);
      const v = Math.max(0, place(below));
      const slide = below[v] ?? columns[h];
      const current = slide?.querySelector(".current-fragment")?.getAttribute("data-fragment-index");
      const f = Number(current ?? (slide?.querySelectorAll(".fragment.visible").length ?? 0) - 1);
      return { h, v, f, paused: reveal.classList.contains("paused") };
    });
}
