import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deckOf, launch } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { Room } from "./support/room.ts";

const source = `---
title: At the desk
---
# Start

Note: Breathe. **Smile.**

---

## Second

- one <!-- .element: class="fragment" -->

---

## Third and last
`;

const workspace = new Workspace();
let browser: Browser;
let lectern: Lectern;
let room: Room;
let talks = 0;
const patient = { timeout: 20_000 };
let desk: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});
beforeEach(async () => {
  lectern = await workspace.start(workspace.write(`talk-${++talks}.md`, source));
  room = await Room.open(browser, lectern, ["speaker", "remote", "screen", "desktop"]);
  desk = room.speaker.page;
});
afterEach(async () => {
  await room.close();
  await lectern.kill("SIGTERM");
});

describe("the speaker's page", () => {
  it("[F1] notes are shown with their formatting, and their absence too", async () => {
    const notes = desk.getByTestId("notes");
    await notes.getByText("Breathe.").waitFor();
    expect(await notes.locator("strong").textContent()).toBe("Smile.");
    await desk.keyboard.press("End");
    await desk.getByText("No notes for this slide.").waitFor();
  });

  it("[F5] shows the next step as it will look, and says when there is none", async () => {
    const next = desk.frameLocator("iframe").nth(1);
    await next.locator("section.present h2", { hasText: "Second" }).waitFor();
    await desk.keyboard.press("ArrowRight");
    await next.locator("section.present li.fragment.visible", { hasText: "one" }).waitFor();
    await desk.keyboard.press("End");
    await desk.getByTestId("next-title").getByText("End of the deck").waitFor();
  });

  it("[F8] the clock starts with the first move, on every speaker's device, and can be reset", async () => {
    const clocks = [desk, room.remote.page].map((page) => page.getByTestId("timer"));
    for (const clock of clocks) expect(await clock.textContent()).toBe("0:00");
    await desk.keyboard.press("ArrowRight");
    for (const clock of clocks) await expect.poll(() => clock.textContent(), patient).toMatch(/^0:0[1-9]$/);
    await desk.getByTestId("reset").click();
    await desk.getByTestId("reset").click();
    for (const clock of clocks) await expect.poll(() => clock.textContent(), patient).toBe("0:00");
  });

  it("[F8] a planned length shows the pace", async () => {
    await desk.getByTestId("planned").fill("20");
    await desk.getByTestId("planned").press("Enter");
    await desk.getByText("/ 20:00").waitFor();
    await desk.keyboard.press("ArrowRight");
    await desk.getByTestId("pace").waitFor();
  });

  it("[F1] the slide list finds by number and by title, with the keyboard alone", async () => {
    await desk.keyboard.press("g");
    const list = desk.getByTestId("slide-list");
    await list.waitFor();
    await desk.keyboard.type("third");
    await desk.keyboard.press("Enter");
    await room.settles({ h: 2, v: 0, f: -1 });
    await list.waitFor({ state: "hidden" });
    await desk.keyboard.press("g");
    await list.waitFor();
    await desk.keyboard.type("2");
    await desk.keyboard.press("Enter");
    await room.settles({ h: 1, v: 0, f: -1 });
  });

  it("[F9] black-out by button darkens every screen and keeps the speaker's deck readable", async () => {
    await desk.getByTestId("blackout").click();
    await room.settles({ h: 0, v: 0, f: -1, paused: true });
    await room.remote.page.getByTestId("blackout").click();
    await room.settles({ h: 0, v: 0, f: -1 });
  });

  it("[F3] browsing is locked and opened from the page", async () => {
    await desk.getByTestId("lock").first().click();
    await desk.getByText("Every screen stays where you are.").click();
    const { page } = room.desktop;
    await expect.poll(() => desk.getByTestId("lock").first().getAttribute("data-mode"), patient).toBe("locked");
    await deckOf(page).locator("section.present").click();
    await page.keyboard.press("ArrowRight");
    await desk.keyboard.press("Escape");
    await room.settles({ h: 0, v: 0, f: -1 });
  });

  it("[F1] the join dialog has the audience's link, its QR code, and the screens' card", async () => {
    await desk.getByTestId("join").click();
    await desk
      .getByRole("dialog")
      .getByText(lectern.listening.audience.replace(/^http:\/\/|\/$/g, ""))
      .first()
      .waitFor();
    expect(await desk.getByRole("dialog").getByRole("img").count()).toBeGreaterThan(0);
    await desk.getByTestId("joincode").click();
    await room.screen.page.getByTestId("join-overlay").waitFor();
  });

  it("[W12] counts the people here", async () => {
    await expect.poll(() => desk.getByTestId("here").textContent(), patient).toContain("1");
  });
});
