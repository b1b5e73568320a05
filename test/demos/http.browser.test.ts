import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { deckOf } from "../support/browser.ts";
import { allShow, goTo, patient, press, type Scene, text, withBundledTalk } from "../support/scene.ts";

let scene: Scene;
withBundledTalk((given) => {
  scene = given;
});

const fill = (page: Page, selector: string, words: string): Promise<void> => deckOf(page).locator(selector).fill(words);
const enter = (page: Page, selector: string): Promise<void> => deckOf(page).locator(selector).press("Enter");
const guestBook = (page: Page): FrameLocator => deckOf(page).frameLocator("#form-page iframe");
const count = async (page: Page, selector: string): Promise<number> =>
  Number((await text(page, selector))?.replace(/\D/g, ""));

describe("how the web did it before, live", () => {
  it("[D8] the form: one word, and the whole page comes back; another's entry only with a reload", async () => {
    const { speaker, ada, grace } = scene;
    await goTo(scene, "#form");
    for (const page of [speaker, ada, grace]) await guestBook(page).getByText("Nobody has written yet.").waitFor();
    await fill(ada, "#form-name", "Ada");
    await fill(ada, "#form-message", "<b>Hello</b>");
    expect(await text(ada, "#form-body")).toBe("name=Ada&message=%3Cb%3EHello%3C%2Fb%3E");
    await enter(ada, "#form-message");
    await guestBook(ada).getByText("<b>Hello</b>").waitFor();
    await allShow([ada], "#form-cost", /2\s+requests\s+[\d,]+ B\s+up\s+[\d,]+ B\s+down\s+[\d.,]+ ms/);
    expect(await guestBook(grace).locator("dd").count()).toBe(0);
    await press(grace, "#form-reload");
    await guestBook(grace).getByText("<b>Hello</b>").waitFor();
    await allShow([grace], "#form-cost", /1\s+request\s+[\d,]+ B\s+up/);
  });

  it("[D8] the page's own form works too; how long it took stays open", async () => {
    const { ada } = scene;
    await guestBook(ada).locator("[name=message]").fill("From inside");
    await guestBook(ada).locator("button").click();
    await guestBook(ada).getByText("From inside").waitFor();
    await allShow([ada], "#form-cost", /2\s+requests.*–\s+to load/s);
  });

  it("[D8] AJAX: Grace's message is not on Ada's page until Ada asks", async () => {
    const { ada, grace } = scene;
    await goTo(scene, "#ajax");
    await deckOf(ada).locator("#form-page iframe").waitFor({ state: "detached" });
    await fill(grace, "#ajax-text", "<i>Good morning</i>");
    await enter(grace, "#ajax-text");
    await allShow([grace], "#ajax-list", "<i>Good morning</i>");
    await fill(ada, "#ajax-text", "Hello");
    await press(ada, "#ajax-form button");
    await allShow([ada], "#ajax-list", /^Hello$/);
    await press(ada, "#ajax-ask");
    await allShow([ada], "#ajax-list", /^<i>Good morning<\/i>Hello$/);
    await allShow([ada], "#ajax-waited", /^1 of these waited \d+ s for you to ask\.$/);
    await allShow([ada], "#ajax-cost", /^Answered in [\d.,]+ ms:\s[\d,]+ B up, [\d,]+ B down$/);
    await press(ada, "#ajax-ask");
    await allShow([ada], "#ajax-waited", /^Nothing new\.$/);
  });

  it("[D8] [D3] polling: meters rise, the room adds up on every screen, what was said comes both ways", async () => {
    const { speaker, ada, grace } = scene;
    await goTo(scene, "#polling");
    await allShow([speaker, ada, grace], "#polling-room", /^Nobody is polling yet\.$/);
    for (const page of [ada, grace]) {
      await deckOf(page).locator("#polling-every label").first().click();
      await press(page, "#polling-start");
    }
    await allShow([speaker, ada, grace], "#polling-room", /^2 screens polling: /);
    for (const page of [ada, grace]) await expect.poll(() => count(page, "#polling-up"), patient).toBeGreaterThan(500);
    await press(speaker, "#polling-say");
    for (const id of ["#polling-polled", "#polling-pushed"])
      await allShow([ada, grace], id, /^“Hello 1”, [\d.,]+ ms old$/);
    await allShow([ada, grace], "#polling-frames", /^1$/);
    await allShow([ada, grace], "#polling-ratio", /^Polling costs [\d.,]+ times the bytes\.$/);
    await allShow([speaker, ada, grace], "#polling-room", /for 1 message\.$/);
    expect(await count(speaker, "#polling-requests")).toBe(0);
  });

  it("[D8] polling stops when the slide is left", async () => {
    const { ada, grace, lectern } = scene;
    const asked = async (): Promise<number> => {
      const answer = await fetch(`${lectern.origin}/api/meters/polling.test`);
      return ((await answer.json()) as { room: { requests: number } }).room.requests;
    };
    const reload = async (): Promise<void> => {
      const counted = ada.waitForResponse(/meters\/form/);
      await press(ada, "#form-reload");
      await counted;
    };
    await goTo(scene, "#form");
    await allShow([ada, grace], "#polling-start", /^Start$/);
    await reload();
    const before = await asked();
    expect(before).toBeGreaterThan(2);
    // Each takes more than a tenth of a second, and both had asked every half second.
    for (let n = 0; n < 8; n++) await reload();
    expect(await asked()).toBe(before);
  });
});
