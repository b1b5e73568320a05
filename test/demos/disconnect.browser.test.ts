import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { deckOf } from "../support/browser.ts";
import { allShow, goTo, patient, press, type Scene, text, withBundledTalk } from "../support/scene.ts";

let scene: Scene;
withBundledTalk((given) => {
  scene = given;
});

const count = async (page: Page): Promise<number> => Number(await text(page, "#disconnect-count"));
const missed = (page: Page): Promise<string[][]> =>
  deckOf(page)
    .locator("#disconnect-rows tr")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

/** What both a short and a long time away must end with: every event once, in order, and the number caught up. */
const hasCaughtUp = async (page: Page): Promise<string[]> => {
  await allShow([page], "#disconnect-status", /^Back\. You missed \d/);
  const rows = await missed(page);
  const since = Number(/\d+/.exec((await text(page, "#disconnect-asks")) ?? "")?.[0]);
  const first = Number(rows[0]?.[0]);
  expect(first).toBeGreaterThan(since);
  expect(rows.map(([seq]) => Number(seq))).toEqual(rows.map((_, n) => first + n));
  const events = rows.map(([, event]) => event ?? "");
  const counted = events.flatMap((event) => /^value: count (\d+)$/.exec(event)?.[1] ?? []).map(Number);
  expect(counted).toEqual(counted.map((_, n) => (counted[0] ?? 0) + n));
  expect(await count(page)).toBeGreaterThanOrEqual(counted.at(-1) ?? 0);
  return events;
};

it("[D3] a cut line comes back by itself with what it missed, while the others go on", async () => {
  const { speaker, ada, grace } = scene;
  await goTo(scene, "#disconnect");
  await allShow([speaker, ada, grace], "#disconnect-count", /^[1-9]/);
  expect(await deckOf(speaker).locator("#disconnect-cut").isDisabled()).toBe(true);
  await allShow([speaker], "#disconnect-status", /^This screen counts for the room/);

  await press(ada, "#disconnect-cut");
  await allShow([ada], "#disconnect-cut", /^Back in \d s$/);
  const stopped = await count(ada);
  await expect.poll(() => count(grace), patient).toBeGreaterThan(stopped);
  await hasCaughtUp(ada);
  expect(await count(ada)).toBeGreaterThan(stopped);
});

it("[D3] moves of the deck that were missed are in the list", async () => {
  const { speaker, ada, grace } = scene;
  const demo = deckOf(grace).locator("#disconnect");
  await demo.evaluate(() => {
    const { lectern } = globalThis as unknown as { lectern: { connection: { cut(milliseconds: number): void } } };
    lectern.connection.cut(30_000);
  });
  await allShow([grace], "#disconnect-status", /^Cut\./);
  await speaker.keyboard.press("ArrowUp");
  await deckOf(ada).locator("section.past #disconnect, section.future #disconnect").waitFor({ state: "attached" });
  await speaker.keyboard.press("ArrowDown");
  // Both moves are with the server, and the count goes on after them, before Grace asks what she missed.
  await deckOf(ada).locator("section.present #disconnect").waitFor({ state: "attached" });
  const returned = await count(ada);
  await expect.poll(() => count(ada), patient).toBeGreaterThan(returned);
  // The network is there again.
  await grace.evaluate(() => dispatchEvent(new Event("online")));
  const events = await hasCaughtUp(grace);
  expect(events.filter((event) => event.startsWith("slide: to "))).toHaveLength(2);
});

it("[D3] the count stops with its slide; who then cuts their line has missed nothing", async () => {
  const { ada } = scene;
  await goTo(scene, "#journey");
  await deckOf(ada)
    .locator("#disconnect")
    .evaluate((demo) => {
      const { Reveal } = globalThis as unknown as {
        Reveal: { getIndices(slide: Element): { h: number; v: number }; slide(h: number, v: number): void };
      };
      const { h, v } = Reveal.getIndices(demo.closest("section") as Element);
      Reveal.slide(h, v);
    });
  await press(ada, "#disconnect-cut");
  await allShow([ada], "#disconnect-status", /^Cut\./);
  await allShow([ada], "#disconnect-status", /^Back\. You missed nothing\.$/);
  expect(await missed(ada)).toEqual([]);
});
