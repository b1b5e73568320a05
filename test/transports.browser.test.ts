import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BlockingProxy } from "./support/blocking-proxy.ts";
import { deckOf, desktop, launch, phone, visit } from "./support/browser.ts";
import { Desk } from "./support/desk.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { patient } from "./support/scene.ts";

const workspace = new Workspace();
let browser: Browser;
let lectern: Lectern;
let desk: Desk;

beforeAll(async () => {
  browser = await launch();
  lectern = await workspace.start(workspace.write("talk.md", "# One\n\n---\n\n# Two\n\n---\n\n# Three\n"));
  desk = await Desk.open(lectern);
});
afterAll(async () => {
  desk.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

async function follows(page: Page, h: number): Promise<void> {
  await desk.does("move", { to: { h, v: 0, f: -1 } });
  await expect.poll(() => page.getByTestId("slide-number").textContent(), patient).toContain(`${h + 1}/3`);
  const heading = ["One", "Two", "Three"][h] ?? "";
  await deckOf(page).locator("section.present").getByText(heading).waitFor(patient);
}

describe("a phone in a network that blocks WebSocket", () => {
  it("[T1] [F1] follows and speaks all the same, and the speaker is told how many there are", async () => {
    await using proxy = await BlockingProxy.before(lectern.listening.port, { websocket: "stripped" });
    const speaker = await visit(browser, lectern.listening.speaker, desktop);
    const ada = await visit(browser, `${proxy.origin}/`, phone);
    await isLive(ada.page);
    await follows(ada.page, 1);
    await speaker.page.getByTestId("other-ways").getByText("1 without WebSocket").waitFor(patient);
    await ada.page.getByTestId("open-chat").click();
    await ada.page.getByLabel("Message", { exact: true }).fill("through");
    await ada.page.getByLabel("Message", { exact: true }).press("Enter");
    await ada.page.getByTestId("message").getByText("through").waitFor(patient);
    expect(await ada.page.evaluate(() => localStorage.getItem("lectern:transport"))).toBe("sse");
    // It begins with what worked: another page asks for no WebSocket first.
    const before = proxy.asked.length;
    await ada.page.reload();
    await isLive(ada.page);
    await follows(ada.page, 2);
    expect(proxy.asked.slice(before)).not.toContain("/ws");
    await Promise.all([ada, speaker].map(({ context }) => context.close()));
  });

  it.each(["sse", "poll"])("[T1] ?transport=%s uses this one alone", async (transport) => {
    const { page, context, problems } = await visit(
      browser,
      `${lectern.listening.audience}?transport=${transport}`,
      phone,
    );
    await isLive(page);
    await follows(page, 0);
    await follows(page, 1);
    expect(await page.evaluate(() => localStorage.getItem("lectern:transport"))).toBe(transport);
    expect(problems).toEqual([]);
    await context.close();
  });
});
