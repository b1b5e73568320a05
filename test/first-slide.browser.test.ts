/** What comes after the first slide (rule B7). */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deckOf, launch, phone } from "./support/browser.ts";
import { Workspace } from "./support/lectern.ts";

const workspace = new Workspace();
let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

test("[B7] the sheet that cannot be loaded says so, and is there by itself when the network is", async () => {
  const lectern = await workspace.start(workspace.write("talk.md", "# Hello\n\n---\n\n# Second\n"), "--ephemeral");
  const page = await browser.newPage({ viewport: phone });
  let isBlocked = true;
  await page.route("**/assets/pane-*", (route) => (isBlocked ? route.abort() : route.continue()));
  await page.goto(lectern.listening.audience);
  await deckOf(page).locator(".reveal.ready").waitFor();
  await page.getByTestId("open-chat").click();
  await page.getByTestId("coming").getByRole("button").waitFor();
  expect(await page.getByTestId("coming").textContent()).toContain("keeps trying");
  isBlocked = false;
  await page.locator(".composer textarea").waitFor();
  expect(await page.getByTestId("coming").count()).toBe(0);
});

test("[B7] the sheet is loaded by itself once the first slide is there, and then needs no network", async () => {
  const lectern = await workspace.start(workspace.write("second.md", "# Hello"), "--ephemeral");
  const page = await browser.newPage({ viewport: phone });
  const came = page.waitForResponse(/\/assets\/pane-/);
  await page.goto(lectern.listening.audience);
  await came;
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await page.getByTestId("open-chat").click();
  await page.locator(".composer textarea").waitFor();
});
