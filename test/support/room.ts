/** A whole room in real browsers, or as much of it as a test needs: a page costs as much as a whole server. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { deckOf, desktop, phone, shows, type Visit, visit } from "./browser.ts";
import { type RevealVersion, revealVersions } from "./decks.ts";
import type { Lectern } from "./lectern.ts";
import { Socket } from "./socket.ts";

export type Place = { readonly h: number; readonly v: number; readonly f: number; readonly paused?: boolean };

/** The speaker's two devices, the projector's, and two people's. */
const seats = {
  speaker: { page: "speaker", size: desktop },
  remote: { page: "remote", size: phone },
  screen: { page: "screen", size: desktop },
  desktop: { page: "audience", size: desktop },
  phone: { page: "audience", size: phone },
} as const;

export type Seat = keyof typeof seats;
export const everySeat = Object.keys(seats) as readonly Seat[];

/** A whole room for the newest reveal.js; for those before it, one page of each kind. */
export function seatsFor(version: RevealVersion): readonly Seat[] {
  return version === revealVersions.at(-1) ? everySeat : ["speaker", "screen", "phone"];
}

export class Room {
  readonly #visits: ReadonlyMap<Seat, Visit>;
  readonly #find: typeof deckOf;

  private constructor(visits: ReadonlyMap<Seat, Visit>, find: typeof deckOf) {
    this.#visits = visits;
    this.#find = find;
  }

  /** @param find where a page's slides are */
  static async open(
    browser: Browser,
    lectern: Lectern,
    taken: readonly Seat[] = everySeat,
    find = deckOf,
  ): Promise<Room> {
    const visits = await Promise.all(
      taken.map(async (seat): Promise<[Seat, Visit]> => {
        const { page, size } = seats[seat];
        const visited = await visit(browser, lectern.listening[page], size);
        await isLive(visited.page);
        return [seat, visited];
      }),
    );
    return new Room(new Map(visits), find);
  }

  get speaker(): Visit {
    return this.#at("speaker");
  }

  get remote(): Visit {
    return this.#at("remote");
  }

  get screen(): Visit {
    return this.#at("screen");
  }

  get desktop(): Visit {
    return this.#at("desktop");
  }

  get phone(): Visit {
    return this.#at("phone");
  }

  get followers(): readonly Page[] {
    return this.#pages(["screen", "desktop", "phone"]);
  }

  get everybody(): readonly Page[] {
    return this.#pages(everySeat);
  }

  /** Waits until every screen shows `place`; speaker devices never go dark themselves. */
  async settles(place: Place): Promise<void> {
    const { h, v, f, paused = false } = place;
    await Promise.all(this.followers.map((page) => reaches(page, { h, v, f, paused }, this.#find)));
    const driving = this.#pages(["speaker", "remote"]);
    await Promise.all(driving.map((page) => reaches(page, { h, v, f, paused: false }, this.#find)));
  }

  /** Brings everybody back to live, and to the first slide. */
  async begins({ socketUrl, speakerKey }: Lectern): Promise<void> {
    const driver = await Socket.hello(socketUrl, { key: speakerKey });
    await driver.ask({ event: "browsing", id: 1, mode: "locked" });
    await driver.ask({ event: "move", id: 2, to: { h: 0, v: 0, f: -1 } });
    await driver.ask({ event: "browsing", id: 3, mode: "free" });
    driver.close();
    await this.settles({ h: 0, v: 0, f: -1 });
  }

  async close(): Promise<void> {
    const all = [...this.#visits.values()];
    expect(all.flatMap(({ problems }) => problems)).toEqual([]);
    await Promise.all(all.map(({ context }) => context.close()));
  }

  #at(seat: Seat): Visit {
    const visited = this.#visits.get(seat);
    if (visited === undefined) throw new Error(`nobody sits at "${seat}" in this room`);
    return visited;
  }

  #pages(taken: readonly Seat[]): readonly Page[] {
    return taken.flatMap((seat) => this.#visits.get(seat)?.page ?? []);
  }
}

/** How the tests of a file begin a talk with these people in it, and end it. */
export type Talk = {
  begin(taken: readonly Seat[]): Promise<void>;
  /** Before each test that has the talk with others: everybody is where they were in the beginning. */
  again(): Promise<void>;
  end(): Promise<void>;
};

/** A talk and a room of its own for each test of a group. */
export function eachWithRoom({ begin, end }: Talk, ...taken: readonly Seat[]): void {
  beforeEach(() => begin(taken));
  afterEach(end);
}

/** One talk and one room for all tests of a group, which leave the deck and the server as they were. */
export function allWithRoom({ begin, again, end }: Talk, ...taken: readonly Seat[]): void {
  beforeAll(() => begin(taken));
  beforeEach(again);
  afterAll(end);
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
