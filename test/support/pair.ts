/** A speaker and somebody of the audience before one deck, and what they need. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { desktop, launch, type Visit, visit } from "./browser.ts";
import { type Lectern, Workspace } from "./lectern.ts";
import { isLive } from "./room.ts";

/** A browser, with these arguments, and a folder that live as long as the tests of a file. */
export function equip(args: readonly string[] = []): { readonly workspace: Workspace; readonly browser: Browser } {
  const workspace = new Workspace();
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launch(args);
  });
  afterAll(async () => {
    await browser?.close();
    await workspace[Symbol.asyncDispose]();
  });
  return {
    workspace,
    get browser() {
      if (browser === undefined) throw new Error("The browser is there once the tests run.");
      return browser;
    },
  };
}

export class Pair {
  readonly lectern: Lectern;
  readonly speaker: Visit;
  readonly person: Visit;

  private constructor(lectern: Lectern, speaker: Visit, person: Visit) {
    this.lectern = lectern;
    this.speaker = speaker;
    this.person = person;
  }

  /** Both are live; nothing is said of what they see yet. */
  static async open(browser: Browser, lectern: Lectern, viewport = desktop): Promise<Pair> {
    const [speaker, person] = await Promise.all([
      visit(browser, lectern.listening.speaker),
      visit(browser, lectern.listening.audience, viewport),
    ]);
    await Promise.all([speaker, person].map(({ page }) => isLive(page)));
    return new Pair(lectern, speaker, person);
  }

  get both(): readonly Visit[] {
    return [this.speaker, this.person];
  }

  async close(): Promise<void> {
    await Promise.all(this.both.map(({ context }) => context.close()));
    await this.lectern.kill("SIGTERM");
  }
}
