import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { deckOf, shows } from "../support/browser.ts";
import { allShow, goTo, patient, press, type Scene, withBundledTalk } from "../support/scene.ts";

let scene: Scene;
withBundledTalk((given) => {
  scene = given;
});

const preset = (name: string): string => `#text button:has-text("${name}")`;
const inPage = (page: Page, way: string, selector: string) =>
  deckOf(page).frameLocator(`#text-${way} iframe`).locator(selector);
const sees = (page: Page, way: string, selector: string, words: string) =>
  expect.poll(() => inPage(page, way, selector).allTextContents(), patient).toEqual([words]);

describe("text is text", () => {
  it("[A3] innerHTML runs somebody else's program, in its closed frame; textContent shows it", async () => {
    const { speaker, ada, grace } = scene;
    await goTo(scene, "#text");
    for (const page of [speaker, ada, grace]) {
      await sees(page, "inner", "b", "hi");
      await sees(page, "content", "p", "<b>hi</b>");
    }
    const asked: string[] = [];
    ada.on("request", (request) => {
      if (request.url().startsWith("http")) asked.push(request.url());
    });
    await press(ada, preset("A program"));
    await sees(ada, "inner", "mark", "I am somebody else’s program");
    const typed = await deckOf(ada).locator("#text-chat").inputValue();
    expect(typed).toMatch(/^<img .*onerror=/);
    await sees(ada, "content", "p", typed);
    expect(await inPage(ada, "content", "img, mark").count()).toBe(0);
    expect(await deckOf(ada).locator("img[onerror], mark").count()).toBe(0);
    expect(asked).toEqual([]);
    // It ran on this one screen.
    for (const page of [speaker, grace]) await sees(page, "inner", "b", "hi");
  });

  it("[A3] a quotation mark in glued JSON writes a field of its own; in stringified JSON it is a letter", async () => {
    const { ada, grace } = scene;
    for (const page of [ada, grace]) {
      await press(page, preset("A quote"));
      await allShow([page], "#text-glued code", /^\{"event":"sendmessage","chat":"hi","event":"slide"\}$/);
      await allShow([page], "#text-glued span", /^Reads as event "slide"\. That is theirs\.$/);
      await allShow([page], "#text-built span", /^Reads as it was typed\.$/);
    }
  });

  it("[A3] what is typed shows at once, and the deck stays where it is", async () => {
    const { ada } = scene;
    const before = await shows(ada);
    await deckOf(ada).locator("#text-chat").fill("");
    await deckOf(ada).locator("#text-chat").pressSequentially("<i>a</i> n");
    await ada.keyboard.press("ArrowLeft");
    await sees(ada, "inner", "i", "a");
    await sees(ada, "content", "p", "<i>a</i> n");
    await allShow([ada], "#text-glued span", /^Reads as it was typed\.$/);
    expect(await shows(ada)).toEqual(before);
    await goTo(scene, "#chat");
    await expect.poll(() => deckOf(ada).locator("#text iframe").count(), patient).toBe(0);
  });
});
