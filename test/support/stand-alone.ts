/** What a deck without a page of Lectern around it shows. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { placeOn } from "./browser.ts";
import type { Place } from "./room.ts";
import { patient } from "./scene.ts";

/** Waits until the deck of this page shows `place`. */
export async function standsAt(page: Page, place: Place): Promise<void> {
  await expect.poll(() => placeOn(page).catch(() => "no deck yet"), patient).toEqual({ paused: false, ...place });
}

export const state = (page: Page): Locator => page.getByTestId("lectern-state");
export const backToLive = (page: Page): Locator => page.getByRole("button", { name: "Back to live" });
