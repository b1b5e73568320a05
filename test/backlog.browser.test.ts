/** A page that ends in a tunnel: what was said in it is not lost with it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deckOf, launch } from "./support/browser.ts";
import { Desk } from "./support/desk.ts";
import { Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { give, patient, type Scene } from "./support/scene.ts";
import type { Message } from "./support/socket.ts";

const deck = "# Tunnel\n\n```poll id=tools\nWhat do you use?\n- Polling\n- WebSockets\n```\n";

const workspace = new Workspace();
let browser: Browser;
let scene: Scene;
let desk: Desk;

beforeAll(async () => {
  browser = await launch();
  scene = await give(browser, workspace, deck, "tunnel");
  desk = await Desk.open(scene.lectern);
  await desk.does("move", { to: { h: 0, v: 0, f: -1 } });
});
afterAll(async () => {
  desk.close();
  await scene.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

const poll = (page: Page) => page.getByTestId("poll-tools");

async function loseTheLink(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await deckOf(page).locator("html").evaluate("lectern.connection.cut(500)");
  await expect.poll(() => page.getByTestId("connection").first().getAttribute("data-status"), patient).not.toBe("live");
}

/** The browser ends the page while it is offline; later the person opens the link again. */
async function endAndComeBack(page: Page, meanwhile: () => Promise<unknown> = async () => {}): Promise<void> {
  await page.goto("about:blank");
  await page.context().setOffline(false);
  await meanwhile();
  await page.goto(scene.lectern.listening.audience);
  await isLive(page);
}

const kept = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("lectern:backlog:")));

/** What the server counts, as the speaker is told. */
const tally = (): Message | undefined =>
  desk.socket.received
    .flatMap(({ tallies }) => (tallies as { polls?: Record<string, Message> })?.polls?.tools ?? [])
    .at(-1);

describe("a page that ends without a link", () => {
  it("[L10] leaves what was said in it to the next page, which says it once, as the same person", async () => {
    const { grace } = scene;
    await poll(grace).waitFor(patient);
    await loseTheLink(grace);
    await poll(grace).getByLabel("WebSockets").check();
    await grace.getByRole("button", { name: "Chat" }).click();
    await grace.getByRole("textbox", { name: "Message" }).fill("from the tunnel");
    await grace.getByRole("textbox", { name: "Message" }).press("Enter");
    expect(await kept(grace)).toHaveLength(1);
    await endAndComeBack(grace);
    await expect.poll(tally, patient).toMatchObject({ voters: 1, counts: { "1": 1 } });
    await expect.poll(() => kept(grace), patient).toEqual([]);
    await grace.reload();
    await isLive(grace);
    await grace.getByRole("button", { name: "Chat" }).click();
    await grace.getByText("from the tunnel").waitFor(patient);
    await desk.socket.settled();
    const said = desk.socket.received.filter(({ event, chat }) => event === "chat" && chat === "from the tunnel");
    expect(said).toHaveLength(1);
    expect(tally()).toMatchObject({ voters: 1 });
  });

  it("[L10] [W8] is told by the next page what came too late", async () => {
    const { ada } = scene;
    await poll(ada).waitFor(patient);
    await loseTheLink(ada);
    await poll(ada).getByLabel("Polling").check();
    await endAndComeBack(ada, () => desk.does("closepoll", { poll: "tools" }));
    await ada.getByTestId("not-taken").getByText("This poll is closed").waitFor(patient);
    expect(await kept(ada)).toEqual([]);
    expect(tally()).toMatchObject({ voters: 1, counts: { "1": 1 } });
    await ada.getByTestId("not-taken").getByRole("button", { name: "Close" }).click();
    expect(await ada.getByTestId("not-taken").count()).toBe(0);
  });
});
