/** A speaker and two people, one of them on a phone, look at a deck in real browsers. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { deckOf, desktop, launch, phone, type Visit, visit } from "./browser.ts";
import { Lectern, type Workspace } from "./lectern.ts";
import { isLive } from "./room.ts";

export const patient = { timeout: 20_000 };

export type Scene = {
  readonly browser: Browser;
  readonly lectern: Lectern;
  readonly speaker: Page;
  readonly ada: Page;
  /** On a phone. */
  readonly grace: Page;
  /** One more person, on a phone. */
  join(): Promise<Page>;
  /** Checks that no page met an error, and ends everything. */
  close(): Promise<void>;
};

/** Gives a deck written into the workspace as `name.md`. */
export async function give(browser: Browser, workspace: Workspace, deck: string, name: string): Promise<Scene> {
  return stage(browser, await workspace.start(workspace.write(`${name}.md`, deck)));
}

async function giveBundledTalk(browser: Browser): Promise<Scene> {
  const options = ["--json", "--ephemeral", "--no-open", "--host", "127.0.0.1", "--port", "0"];
  return stage(browser, await Lectern.run(options));
}

/** Gives the bundled talk once for all tests of a file; `use` is called before the first. */
export function withBundledTalk(use: (scene: Scene) => void): void {
  let browser: Browser;
  let scene: Scene;
  beforeAll(async () => {
    browser = await launch();
    scene = await giveBundledTalk(browser);
    use(scene);
  });
  afterAll(async () => {
    await scene.close();
    await browser.close();
  });
}

async function stage(browser: Browser, lectern: Lectern): Promise<Scene> {
  const visits: Visit[] = [];
  const open = async (url: string, size = desktop): Promise<Page> => {
    const visited = await visit(browser, url, size);
    visits.push(visited);
    await isLive(visited.page);
    await deckOf(visited.page).locator(".reveal.ready").waitFor();
    return visited.page;
  };
  const { audience, speaker } = lectern.listening;
  return {
    browser,
    lectern,
    speaker: await open(speaker),
    ada: await open(audience),
    grace: await open(audience, phone),
    join: () => open(audience, phone),
    async close() {
      expect(visits.flatMap(({ problems }) => problems)).toEqual([]);
      await Promise.all(visits.map(({ context }) => context.close()));
      await lectern.kill("SIGTERM");
    },
  };
}

/** Text of one element of the deck in a page. */
export function text(page: Page, selector: string): Promise<string | null> {
  return deckOf(page).locator(selector).textContent();
}

export function press(page: Page, selector: string): Promise<void> {
  return deckOf(page).locator(selector).click();
}

/** Waits until the deck's element says these words on every page. */
export async function allShow(pages: readonly Page[], selector: string, words: string | RegExp): Promise<void> {
  for (const page of pages) await expect.poll(() => text(page, selector), patient).toMatch(words);
}

/** The speaker goes to the slide around `selector`, and everybody's screen follows. */
export async function goTo(scene: Scene, selector: string): Promise<void> {
  const present = "section.present:not(.stack)";
  await deckOf(scene.speaker)
    .locator(selector)
    .first()
    .evaluate((inside) => {
      const { Reveal } = globalThis as unknown as {
        Reveal: { getIndices(slide: Element): { h: number; v: number }; slide(h: number, v: number): void };
      };
      const { h, v } = Reveal.getIndices(inside.closest("section") as Element);
      Reveal.slide(h, v);
    });
  for (const page of [scene.speaker, scene.ada, scene.grace])
    await deckOf(page)
      .locator(present)
      .filter({ has: page.locator(selector) })
      .first()
      .waitFor(patient);
}
