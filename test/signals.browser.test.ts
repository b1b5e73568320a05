import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { desktop, launch, visit } from "./support/browser.ts";
import { Desk } from "./support/desk.ts";
import { Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { give, patient, type Scene } from "./support/scene.ts";

const workspace = new Workspace();
const deck = `# One

---

\`\`\`poll quiz id=duplex points=100
Which one goes both ways?
- Polling
- [x] WebSocket
\`\`\`
`;
let browser: Browser;
let scene: Scene;
let desk: Desk;

beforeAll(async () => {
  browser = await launch();
  scene = await give(browser, workspace, deck, "signals");
  desk = await Desk.open(scene.lectern);
});
afterAll(async () => {
  desk.close();
  await scene.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

/** Opens what is behind a button of the bar, unless it is open. */
async function open(page: Page, name: "signals" | "reactions"): Promise<void> {
  const button = page.getByTestId(`open-${name}`);
  if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
}

const hand = (page: Page) => page.getByTestId("hand");
const isPressed = (page: Page, testId: string) => page.locator(`[data-testid=${testId}][aria-pressed=true]`);
const rising = (page: Page) => page.locator(".reactions-layer span");

describe("raised hands", () => {
  it("[H1] stand at the desk in their order, and are lowered there and at the phone", async () => {
    const { ada, grace, speaker } = scene;
    await open(grace, "signals");
    await hand(grace).click();
    await speaker.getByTestId("hands").getByText("1 hand up").waitFor(patient);
    await open(ada, "signals");
    await hand(ada).click();
    await speaker.getByTestId("hands").getByText("2 hands up").waitFor(patient);
    await speaker.getByTestId("hands").locator("summary").click();
    await speaker
      .getByTestId("hands")
      .getByRole("button", { name: /^Lower the hand/ })
      .first()
      .click();
    await isPressed(ada, "hand").waitFor(patient);
    await grace.locator("[data-testid=hand][aria-pressed=false]").waitFor(patient);
    await speaker.getByTestId("lower-all").click();
    await ada.locator("[data-testid=hand][aria-pressed=false]").waitFor(patient);
    await speaker.getByTestId("hands").waitFor({ ...patient, state: "detached" });
  });

  it("[H1] stay up through a reload", async () => {
    const { ada } = scene;
    await open(ada, "signals");
    await hand(ada).click();
    await isPressed(ada, "hand").waitFor(patient);
    await ada.reload();
    await isLive(ada);
    await open(ada, "signals");
    await isPressed(ada, "hand").waitFor(patient);
    await hand(ada).click();
    await ada.locator("[data-testid=hand][aria-pressed=false]").waitFor(patient);
  });
});

describe("the pace", () => {
  it("[H2] is shown to the speaker, taken back by a second press, and never shown to the audience", async () => {
    const { ada, grace, speaker } = scene;
    await open(ada, "signals");
    await open(grace, "signals");
    await ada.getByTestId("pace-fast").click();
    await grace.getByTestId("pace-lost").click();
    const gauge = speaker.getByTestId("pace-gauge");
    await gauge.getByText("1 too fast").waitFor(patient);
    await gauge.getByText("1 lost").waitFor(patient);
    expect(await ada.getByTestId("pace-gauge").count()).toBe(0);
    expect(await ada.content()).not.toContain("1 lost");
    await grace.getByTestId("pace-lost").click();
    await gauge.getByText("1 lost").waitFor({ ...patient, state: "detached" });
  });

  it("[H2] begins anew with the next slide", async () => {
    const { ada, speaker } = scene;
    await open(ada, "signals");
    await isPressed(ada, "pace-fast").waitFor(patient);
    await desk.does("move", { to: { h: 1, v: 0, f: -1 } });
    await isPressed(ada, "pace-fast").waitFor({ ...patient, state: "detached" });
    await speaker.getByTestId("pace-gauge").waitFor({ ...patient, state: "detached" });
    await desk.does("move", { to: { h: 0, v: 0, f: -1 } });
  });
});

describe("reactions", () => {
  it("[H3] [B3] rise on every screen, are gone by themselves, and a quick thumb is never refused", async () => {
    const { ada, grace } = scene;
    const screen = await visit(browser, scene.lectern.listening.screen, desktop);
    await isLive(screen.page);
    await open(grace, "reactions");
    const button = grace.locator(".reactions-open").getByTestId("reaction").first();
    for (let n = 0; n < 25; n++) await button.click();
    await Promise.all([ada, grace, screen.page].map((page) => rising(page).first().waitFor(patient)));
    expect(await rising(ada).count()).toBeLessThanOrEqual(30);
    await expect.poll(() => rising(ada).count(), patient).toBe(0);
    await desk.does("screen", { show: { reactions: false } });
    await button.click();
    await rising(ada).first().waitFor(patient);
    expect(await rising(screen.page).count()).toBe(0);
    await desk.does("screen", { show: { reactions: true } });
    expect(screen.problems).toEqual([]);
    await screen.context.close();
  });

  it("[H3] are those the speaker chooses; what is no emoji is told at the field", async () => {
    const { speaker, grace } = scene;
    await speaker.getByTestId("tab-settings").click();
    const field = speaker.getByTestId("emoji");
    await field.fill("hello");
    await field.press("Enter");
    await speaker.getByText("Write 1 to 8 emoji").waitFor(patient);
    await field.fill("🦉 🐝");
    await field.press("Enter");
    await open(grace, "reactions");
    const offered = grace.locator(".reactions-open").getByTestId("reaction");
    await offered.filter({ hasText: "🦉" }).waitFor(patient);
    expect(await offered.allTextContents()).toEqual(["🦉", "🐝"]);
  });
});

describe("the buttons", () => {
  it("[M2] go with their feature, all of them, and come back", async () => {
    const { ada } = scene;
    for (const feature of ["hands", "pace"]) await desk.does("feature", { feature, on: false });
    await ada.getByTestId("open-signals").waitFor({ ...patient, state: "detached" });
    await desk.does("feature", { feature: "reactions", on: false });
    await ada.locator(".signals").waitFor({ ...patient, state: "detached" });
    for (const feature of ["hands", "pace", "reactions"]) await desk.does("feature", { feature, on: true });
    await ada.getByTestId("open-signals").waitFor(patient);
  });

  it("[H1] close with Escape, give the focus back, and have no barrier that axe finds", async () => {
    const { grace, speaker } = scene;
    await open(grace, "signals");
    await hand(grace).click();
    await isPressed(grace, "hand").waitFor(patient);
    expect(await barriers(grace)).toEqual([]);
    await speaker.getByTestId("hands").waitFor(patient);
    expect(await barriers(speaker)).toEqual([]);
    await grace.keyboard.press("Escape");
    await hand(grace).waitFor({ ...patient, state: "detached" });
    expect(await grace.evaluate(() => document.activeElement?.getAttribute("data-testid"))).toBe("open-signals");
  });
});

describe("the leaderboard", () => {
  it("[P5] [P6] is the room's when the speaker shows it; everybody knows their own place", async () => {
    const { ada, grace, speaker } = scene;
    await desk.does("move", { to: { h: 1, v: 0, f: -1 } });
    for (const [page, option] of [
      [ada, "WebSocket"],
      [grace, "Polling"],
    ] as const) {
      await page.getByTestId("poll-duplex").getByText(option).click();
      await page.getByTestId("poll-duplex").getByText("Your answer counts").waitFor(patient);
    }
    expect(await ada.getByTestId("score").count()).toBe(0);
    await desk.does("closepoll", { poll: "duplex" });
    await ada.getByTestId("score").getByText("Your place: 1 of 2 · 100 points").waitFor(patient);
    await grace.getByTestId("score").getByText("Your place: 2 of 2 · 0 points").waitFor(patient);
    expect(await ada.getByTestId("leaderboard").count()).toBe(0);
    await speaker.getByTestId("tab-polls").click();
    await speaker.getByTestId("show-best").click();
    await ada.getByTestId("leaderboard").getByText("100 points").waitFor(patient);
    const screen = await visit(browser, scene.lectern.listening.screen, desktop);
    await screen.page.getByTestId("best").getByText("100 points").waitFor(patient);
    expect(await barriers(ada)).toEqual([]);
    await speaker.getByTestId("show-best").click();
    await screen.page.getByTestId("best").waitFor({ ...patient, state: "detached" });
    await screen.context.close();
  });
});

describe("somebody who is removed", () => {
  it("[M3] is told so in words, stays away until they reload, and comes back muted, which the desk knows", async () => {
    const { grace, speaker } = scene;
    await grace.getByTestId("open-chat").click();
    await grace.getByLabel("Message", { exact: true }).fill("spam");
    await grace.getByLabel("Message", { exact: true }).press("Enter");
    await speaker.getByTestId("tab-chat").click();
    const card = speaker.getByTestId("post").filter({ hasText: "spam" });
    await card.getByRole("button", { name: "More" }).click();
    await card.getByRole("button", { name: "Remove who wrote this" }).click();
    await card.getByRole("button", { name: "Really remove" }).click();
    await grace.getByTestId("refused").getByText("A moderator has removed you").waitFor(patient);
    await speaker.reload();
    await isLive(speaker);
    await speaker.getByTestId("tab-chat").click();
    await speaker.getByTestId("post").filter({ hasText: "spam" }).getByText("Muted", { exact: true }).waitFor(patient);
    await grace.reload();
    await isLive(grace);
    await grace.getByLabel("Message", { exact: true }).fill("me again");
    await grace.getByLabel("Message", { exact: true }).press("Enter");
    await grace.getByText("You are muted in this talk").first().waitFor(patient);
  });
});
