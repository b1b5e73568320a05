/** A slide's speaker notes as a page of their own, as large as the slides'. */
import type { Browser } from "playwright-core";
import type { SlideInfo } from "../deck/deck.ts";
import { escapeHtml } from "../deck/escape.ts";
import { printed, type Size } from "./slide-show.ts";

const style = `
  @page { margin: 48px 64px; }
  body { margin: 0; font: 22px/1.5 system-ui, sans-serif; color: #111; overflow-wrap: anywhere; }
  header { margin-bottom: 24px; padding-bottom: 12px; border-bottom: 1px solid #999; color: #555; }
  img, video { max-width: 100%; }
  pre { white-space: pre-wrap; }
`;

/**
 * @param number of the slide, from 1
 * @param base where addresses in the notes begin
 */
export async function notesPage(
  browser: Browser,
  { title, notesHtml }: SlideInfo,
  number: number,
  base: string,
  size: Size,
): Promise<Uint8Array> {
  // Notes are HTML of the deck: nothing in them runs, and nothing is loaded but what stands beside the deck.
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    await context.route("**/*", (route) => (route.request().url().startsWith(base) ? route.continue() : route.abort()));
    const page = await context.newPage();
    const heading = `${number}${title === "" ? "" : ` · ${escapeHtml(title)}`}`;
    await page.setContent(
      `<!doctype html><meta charset="utf-8"><base href="${base}"><style>${style}</style><header>${heading}</header>${notesHtml}`,
    );
    return await printed(page, size);
  } finally {
    await context.close();
  }
}
