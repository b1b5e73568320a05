import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deckOf, desktop, launch, phone, shows, visit } from "./support/browser.ts";
import { Lectern, Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";

type Slide = { h: number; v: number; title: string; notesHtml: string };

const workspace = new Workspace();
let browser: Browser;
let lectern: Lectern;

beforeAll(async () => {
  browser = await launch();
  // No deck is named: this is what `npm start` gives.
  lectern = await Lectern.run(["--json", "--ephemeral", "--no-open", "--host", "127.0.0.1", "--port", "0"]);
});
afterAll(async () => {
  await browser.close();
  await lectern.kill("SIGTERM");
  await workspace[Symbol.asyncDispose]();
});

async function slides(): Promise<Slide[]> {
  const headers = { Authorization: `Bearer ${lectern.speakerKey}` };
  const response = await fetch(`${lectern.origin}/api/notes`, { headers });
  return ((await response.json()) as { slides: Slide[] }).slides;
}

describe("WebSockets are changing the Internet", () => {
  it("[K1] fits half an hour, and has notes on each slide", async () => {
    const all = await slides();
    expect(all.length).toBeGreaterThanOrEqual(18);
    expect(all.length).toBeLessThanOrEqual(26);
    expect(all.filter(({ notesHtml }) => notesHtml.trim() === "")).toEqual([]);
  });

  it.each([
    ["desktop", desktop],
    ["phone", phone],
  ])("[F1] runs from the first step to the last on a %s, everything in sight and no error", async (_name, size) => {
    const { page, problems, context } = await visit(browser, lectern.listening.audience, size);
    await isLive(page);
    const seen = new Set<string>();
    const hidden: string[] = [];
    for (let last = ""; ; ) {
      const { h, v, f } = await shows(page);
      const here = `${h}/${v}/${f}`;
      if (here === last) break;
      last = here;
      seen.add(`${h}/${v}`);
      const overflow = await deckOf(page)
        .locator("section.present:not(.stack)")
        .first()
        .evaluate((slide) => slide.scrollHeight > 722 || slide.scrollWidth > 1282);
      if (overflow) hidden.push(here);
      await page.keyboard.press("Space");
      await deckOf(page).locator("html").evaluate("new Promise((done) => requestAnimationFrame(done))");
    }
    expect(seen.size).toBe((await slides()).length);
    expect(hidden).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});
