import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { deckOf, phone, visit } from "../support/browser.ts";
import { isLive } from "../support/room.ts";
import { allShow, goTo, press, type Scene, withBundledTalk } from "../support/scene.ts";

let scene: Scene;
withBundledTalk((given) => {
  scene = given;
});

const showsJourney = async (pages: readonly Page[], screens: number): Promise<void> => {
  await allShow(pages, "#journey-median", `${screens} screens, median about`);
  for (const leg of ["up", "down", "total"]) await allShow(pages, `#journey-${leg}`, /^[\d,]+ ms$/);
  for (const page of pages) expect(await deckOf(page).locator("#journey-legs").isVisible()).toBe(true);
};

it("[D3] without a jump there is nothing to show, and the slide says so", async () => {
  await goTo(scene, "#journey");
  await allShow([scene.ada, scene.grace, scene.speaker], "#journey-says", /^Nothing was measured yet/);
});

it("[D3] every screen shows its own journey and the room's, also who came later; each jump begins anew", async () => {
  const { lectern, speaker, ada, grace } = scene;
  await goTo(scene, "#poof");
  await deckOf(speaker).locator("#poof-next").waitFor();
  for (const page of [ada, grace]) expect(await deckOf(page).locator("#poof-next").isVisible()).toBe(false);

  // By the button in the slide. The speaker's own screen is not of the room.
  await press(speaker, "#poof-next");
  await showsJourney([speaker, ada, grace], 2);
  await allShow([speaker, ada, grace], "#journey-clocks", /good to ± \d+ ms/);
  for (const page of [ada, grace]) expect(await deckOf(page).locator("#journey .own").count()).toBe(1);

  const late = await scene.join();
  await allShow([late], "#journey-says", /^You joined after the jump/);
  await allShow([late], "#journey-median", "2 screens");
  expect(await deckOf(late).locator("#journey-legs").isVisible()).toBe(false);

  // By key, after the speaker had gone further down: the one who came later is there this time.
  await speaker.keyboard.press("ArrowDown");
  await goTo(scene, "#poof");
  await speaker.keyboard.press("ArrowRight");
  await showsJourney([speaker, ada, grace, late], 3);

  // From the remote: the speaker's page only follows now.
  const remote = await visit(scene.browser, lectern.listening.remote, phone);
  await isLive(remote.page);
  const one = await scene.join();
  await goTo(scene, "#poof");
  await deckOf(remote.page).locator("section.present #poof").waitFor();
  await remote.page.keyboard.press("ArrowRight");
  await showsJourney([remote.page, speaker, ada, grace, late, one], 4);
  expect(remote.problems).toEqual([]);
  await remote.context.close();
});
