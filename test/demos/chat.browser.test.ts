import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { deckOf, visit } from "../support/browser.ts";
import { codeOnSlide, localAddress } from "../support/bundled-talk.ts";
import { allShow, goTo, patient, press, type Scene, withBundledTalk } from "../support/scene.ts";

let scene: Scene;
withBundledTalk((given) => {
  scene = given;
});

const chat = (page: Page): FrameLocator => deckOf(page).frameLocator("#chat iframe");
const messages = (page: Page): Promise<string[]> => chat(page).locator("p").allTextContents();
const running = (page: Page): Promise<number> => deckOf(page).locator("#chat iframe").count();
const url = (): string => scene.lectern.socketUrl;

describe("the same twelve lines, running", () => {
  it("[W7] the slide shows the lines with this server's address, on every step and every screen", async () => {
    const { speaker, ada, grace } = scene;
    await goTo(scene, "#twelve-lines");
    const shown = codeOnSlide("The client: twelve lines").replace(localAddress, url());
    expect(shown.split("\n")).toHaveLength(12);
    for (const page of [speaker, ada, grace]) {
      const steps = deckOf(page).locator("#twelve-lines code");
      await expect.poll(() => steps.allTextContents(), patient).toEqual([shown, shown, shown, shown]);
    }
  });

  it("[W7] nothing runs before somebody presses; then what runs is what is shown", async () => {
    const { speaker, ada, grace } = scene;
    await goTo(scene, "#chat");
    await press(ada, "#chat-run");
    await expect.poll(() => messages(ada), patient).toEqual(["hi"]);
    const source = await deckOf(ada).locator("#chat iframe").getAttribute("srcdoc");
    const shown = await deckOf(ada).locator("#twelve-lines code").first().textContent();
    expect(source).toContain(`<input> <button>Send</button> <h2>Messages:</h2>\n<script>\n${shown}\n</script>`);
    for (const page of [speaker, grace]) expect(await running(page)).toBe(0);
  });

  it("[W6] [W7] what one says shows at the other, and text stays text", async () => {
    const { ada, grace } = scene;
    await press(grace, "#chat-run");
    await expect.poll(() => messages(grace), patient).toEqual(["hi"]);
    await chat(ada).locator("input").fill("<b>x</b>");
    await chat(ada).locator("button").click();
    await expect.poll(() => messages(grace), patient).toEqual(["hi", "<b>x</b>"]);
    await expect.poll(() => messages(ada), patient).toEqual(["hi", "hi", "<b>x</b>"]);
    for (const page of [ada, grace]) expect(await chat(page).locator("b").count()).toBe(0);
    // The newest is in sight when there are more than fit.
    for (let n = 0; n < 8; n++) await chat(grace).locator("button").click();
    await chat(grace).locator("input").fill("the newest");
    await chat(grace).locator("button").click();
    for (const page of [ada, grace]) {
      const newest = chat(page).getByText("the newest");
      await newest.waitFor(patient);
      expect(await newest.evaluate((line) => line.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
    }
  });

  it("[W7] a line that was cut ends the page, and says so", async () => {
    const { ada, grace } = scene;
    await deckOf(ada)
      .locator("#chat")
      .evaluate(() => {
        const { lectern } = globalThis as unknown as { lectern: { connection: { cut(milliseconds: number): void } } };
        lectern.connection.cut(1000);
      });
    await allShow([ada], "#chat-says", /^The line was cut\./);
    expect(await running(ada)).toBe(0);
    await press(ada, "#chat-run");
    await expect.poll(() => messages(ada), patient).toEqual(["hi"]);
    await expect.poll(async () => (await messages(grace)).at(-1), patient).toBe("hi");
  });

  it("[W7] the page goes with its slide", async () => {
    await goTo(scene, "#text");
    for (const page of [scene.ada, scene.grace]) await expect.poll(() => running(page), patient).toBe(0);
  });

  it("[D10] without a talk the code stays as it is written, and nothing can be run", async () => {
    const { page, context, problems } = await visit(scene.browser, `${scene.lectern.origin}/deck/`);
    const deck = page.locator(".reveal.ready");
    await deck.waitFor();
    await deck.evaluate(() => {
      const { Reveal } = globalThis as unknown as {
        Reveal: { getIndices(slide: Element): { h: number; v: number }; slide(h: number, v: number): void };
      };
      const { h, v } = Reveal.getIndices(document.querySelector("#chat")?.closest("section") as Element);
      Reveal.slide(h, v);
    });
    await page.locator("#chat-says").getByText("There is no server here").waitFor();
    expect(await page.locator("#chat-run").isDisabled()).toBe(true);
    const written = await page.locator("#twelve-lines code").first().textContent();
    expect(written).toBe(codeOnSlide("The client: twelve lines"));
    expect(problems).toEqual([]);
    await context.close();
  });
});
