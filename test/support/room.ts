/** A whole room in real browsers: a speaker, a remote, a screen and three people, one of them on a phone. */
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { deckOf, desktop, phone, shows, type Visit, visit } from "./browser.ts";
import type { Lectern } from "./lectern.ts";

export type Place = { readonly h: number; readonly v: number; readonly f: number; readonly paused?: boolean };

export class Room {
  readonly speaker: Visit;
  readonly remote: Visit;
  readonly screen: Visit;
  readonly audience: readonly [Visit, Visit, Visit];

  readonly #find: typeof deckOf;

  private constructor(
    speaker: Visit,
    remote: Visit,
    screen: Visit,
    audience: readonly [Visit, Visit, Visit],
    find: typeof deckOf,
  ) {
    this.speaker = speaker;
    this.remote = remote;
    this.screen = screen;
    this.audience = audience;
    this.#find = find;
  }

  /** @param find where a page's slides are */
  static async open(browser: Browser, lectern: Lectern, find = deckOf): Promise<Room> {
    const { speaker, remote, screen, audience } = lectern.listening;
    const visits = await Promise.all([
      visit(browser, speaker, desktop),
      visit(browser, remote, phone),
      visit(browser, screen, desktop),
      visit(browser, audience, desktop),
      visit(browser, audience, phone),
      visit(browser, audience, desktop),
    ]);
    const [one, two, three, four, five, six] = visits as [Visit, Visit, Visit, Visit, Visit, Visit];
    const room = new Room(one, two, three, [four, five, six], find);
    await Promise.all(visits.map(({ page }) => isLive(page)));
    return room;
  }

  get followers(): readonly Page[] {
    return [this.screen, ...this.audience].map(({ page }) => page);
  }

  get everybody(): readonly Page[] {
    return [this.speaker.page, this.remote.page, ...this.followers];
  }

  /** Waits until every screen shows `place`; speaker devices never go dark themselves. */
  async settles(place: Place): Promise<void> {
    const { h, v, f, paused = false } = place;
    await Promise.all(this.followers.map((page) => reaches(page, { h, v, f, paused }, this.#find)));
    const driving = [this.speaker.page, this.remote.page];
    await Promise.all(driving.map((page) => reaches(page, { h, v, f, paused: false }, this.#find)));
  }

  async close(): Promise<void> {
    const all = [this.speaker, this.remote, this.screen, ...this.audience];
    expect(all.flatMap(({ problems }) => problems)).toEqual([]);
    await Promise.all(all.map(({ context }) => context.close()));
  }
}

/** Waits until this page's deck shows `place`. */
export async function reaches(page: Page, place: Place, find = deckOf): Promise<void> {
  await expect
    .poll(() => shows(page, find).catch(() => "no deck yet"), { timeout: 20_000, interval: 50 })
    .toEqual({ paused: false, ...place });
}

/** Waits until this page says that its link is up; a screen says so by saying nothing. */
export async function isLive(page: Page): Promise<void> {
  const live = () => {
    const connection = document.querySelector<HTMLElement>("[data-testid=connection]");
    return connection === null || connection.dataset.status === "live";
  };
  await page.waitForFunction(live, undefined, { timeout: 20_000 });
}
