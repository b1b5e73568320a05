import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { deckOf, desktop, launch } from "./support/browser.ts";
import { Desk } from "./support/desk.ts";
import { Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { give, patient, type Scene } from "./support/scene.ts";

const workspace = new Workspace();
let browser: Browser;
let scene: Scene;
let desk: Desk;

beforeAll(async () => {
  browser = await launch();
  scene = await give(browser, workspace, "# One\n\n---\n\n# Two\n", "panel");
  desk = await Desk.open(scene.lectern);
});
afterAll(async () => {
  desk.close();
  await scene.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

const speaker = (event: string, body?: object): Promise<number> => desk.does(event, body);

const poll = (page: Page, id: string): Locator => page.getByTestId(`poll-${id}`);
const field = (page: Page): Locator => page.getByLabel("Message", { exact: true });
const message = (page: Page, text: string): Locator => page.getByTestId("message").filter({ hasText: text });

/** Opens a tab of the sheet unless it is open. */
async function open(page: Page, tab: "chat" | "questions"): Promise<void> {
  const button = page.getByTestId(`open-${tab}`);
  if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
  await page.locator(`[data-testid=sheet][data-tab=${tab}]`).waitFor();
}

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press("Enter");
}

const cloud = { id: "how", question: "How is it?", kind: "cloud", words: 1, time: null, reveal: "live" };

describe("a vote that is refused", () => {
  it("[P4] is told in words and never shown as counted", async () => {
    const { grace } = scene;
    await speaker("openpoll", { poll: cloud });
    await poll(grace, "how").waitFor(patient);
    // Forty characters as people see them, each with twenty marks on it: more than the log takes.
    await poll(grace, "how")
      .getByLabel("Word 1")
      .fill(`a${"\u0335".repeat(20)}`.repeat(40));
    await poll(grace, "how").getByRole("button", { name: "Send" }).click();
    await poll(grace, "how").getByRole("alert").filter({ hasText: /./ }).waitFor(patient);
    expect(await poll(grace, "how").getByText("Your answer counts").count()).toBe(0);
    await poll(grace, "how").getByLabel("Word 1").fill("👨‍👩‍👧‍👦".repeat(40));
    await poll(grace, "how").getByRole("button", { name: "Send" }).click();
    await poll(grace, "how").getByText("Your answer counts").waitFor(patient);
    expect(await poll(grace, "how").getByRole("alert").count()).toBe(0);
  });

  it("[P4] polls that are turned off take no answer", async () => {
    const { grace } = scene;
    await speaker("feature", { feature: "polls", on: false });
    await expect.poll(() => poll(grace, "how").getByRole("button").count(), patient).toBe(0);
    await speaker("feature", { feature: "polls", on: true });
    await poll(grace, "how").getByRole("button").waitFor(patient);
    await speaker("closepoll", { poll: "how" });
  });

  it("[P2] a poll that is reset or written anew starts from nothing", async () => {
    const { ada } = scene;
    const rate = { id: "rate", question: "How?", kind: "scale", statements: [""], min: 1, max: 3 };
    const whole = { ...rate, labels: ["", ""], time: null, reveal: "live" };
    await speaker("openpoll", { poll: whole });
    const three = poll(ada, "rate").getByRole("radio").nth(2);
    await three.check({ force: true });
    await poll(ada, "rate").getByText("Your answer counts").waitFor(patient);
    await speaker("resetpoll", { poll: "rate" });
    await expect.poll(() => three.isChecked(), patient).toBe(false);
    await three.check({ force: true });
    await poll(ada, "rate").getByText("Your answer counts").waitFor(patient);
    await speaker("closepoll", { poll: "rate" });
  });
});

describe("nothing written is lost", () => {
  it("[C3] a refused change stays a change, and what was being written before comes back", async () => {
    const { ada, grace } = scene;
    await open(ada, "chat");
    await open(grace, "chat");
    await write(grace, "first words");
    await message(ada, "first words").waitFor(patient);
    await field(grace).fill("half a thought");
    await message(grace, "first words").getByRole("button", { name: "Edit" }).click();
    await expect.poll(() => field(grace).inputValue()).toBe("first words");
    await speaker("feature", { feature: "chat", approve: true });
    await write(grace, "second words");
    await grace.locator(".composer [role=alert]").filter({ hasText: /./ }).waitFor(patient);
    expect(await field(grace).inputValue()).toBe("second words");
    await speaker("feature", { feature: "chat", approve: false });
    await field(grace).press("Enter");
    await message(ada, "second words").waitFor(patient);
    expect(await message(ada, "first words").count()).toBe(0);
    await expect.poll(() => field(grace).inputValue()).toBe("half a thought");
  });

  it("[C3] a reload keeps the sheet and what was being written", async () => {
    const { grace } = scene;
    await field(grace).fill("half a thought");
    await grace.reload();
    await isLive(grace);
    await grace.locator("[data-testid=sheet][data-tab=chat]").waitFor();
    expect(await field(grace).inputValue()).toBe("half a thought");
    await field(grace).fill("");
  });

  it("[C3] what cannot be taken back any more is said in words", async () => {
    const { ada, grace } = scene;
    await write(grace, "oh no");
    await message(ada, "oh no").waitFor(patient);
    await message(grace, "oh no").getByRole("button", { name: "Delete" }).waitFor(patient);
    const id = desk.socket.received.findLast((one) => one.chat === "oh no")?.id;
    await grace.context().setOffline(true);
    await deckOf(grace).locator("html").evaluate("lectern.connection.cut(500)");
    const link = grace.getByTestId("connection").first();
    await expect.poll(() => link.getAttribute("data-status"), patient).not.toBe("live");
    await message(grace, "oh no").getByRole("button", { name: "Delete" }).click();
    await speaker("hide", { post: id, hidden: true });
    await grace.context().setOffline(false);
    await grace.locator("[data-testid=sheet] > [role=alert]").filter({ hasText: /./ }).waitFor(patient);
    await isLive(grace);
  });

  it("[C3] Escape closes the sheet and gives the focus back to the button that opened it", async () => {
    const { ada } = scene;
    await field(ada).press("Escape");
    expect(await ada.getByTestId("sheet").count()).toBe(0);
    expect(await ada.evaluate(() => document.activeElement?.id)).toBe("open-chat");
    await ada.getByTestId("open-chat").press("Enter");
    await ada.getByTestId("sheet").waitFor();
  });
});

describe("what is new", () => {
  it("[C3] [M1] what is approved out of order is unread too", async () => {
    const { ada, grace } = scene;
    await grace.getByRole("button", { name: "Close" }).click();
    await speaker("feature", { feature: "chat", approve: true });
    await write(ada, "asked first");
    const first = (await desk.socket.next("waiting")) as unknown as { id: number };
    await write(ada, "asked second");
    const second = (await desk.socket.next("waiting")) as unknown as { id: number };
    await speaker("approve", { post: second.id });
    await expect.poll(() => grace.getByTestId("unread-chat").textContent(), patient).toMatch(/^1/);
    await open(grace, "chat");
    await message(grace, "asked second").waitFor(patient);
    await grace.getByRole("button", { name: "Close" }).click();
    await speaker("approve", { post: first.id });
    await expect.poll(() => grace.getByTestId("unread-chat").textContent(), patient).toMatch(/^1/);
    await speaker("feature", { feature: "chat", approve: false });
  });

  it("[Q1] one common word makes no two questions alike", async () => {
    const { ada } = scene;
    await speaker("ask", { text: "What about proxies and firewalls?" });
    await open(ada, "questions");
    const asked = ada.getByLabel("Your question");
    await asked.fill("What is");
    await expect.poll(() => ada.getByTestId("similar").count()).toBe(0);
    await asked.fill("firewalls and proxies");
    await ada.getByTestId("similar").waitFor();
    await asked.fill("");
  });

  it("[A4] a link ends where the sentence goes on", async () => {
    const { ada } = scene;
    await open(ada, "chat");
    await write(ada, "Look (https://example.org/a_(b)). Or https://example.org/c, or mailto:ada@example.org!");
    const links = message(ada, "Look").getByRole("link");
    await links.first().waitFor(patient);
    expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")))).toEqual([
      "https://example.org/a_(b)",
      "https://example.org/c",
      "mailto:ada@example.org",
    ]);
  });
});

describe("from right to left", () => {
  it("[C3] the sheet stands beside the slide, never on it; axe finds no barrier", async () => {
    const { ada } = scene;
    await ada.setViewportSize(desktop);
    await open(ada, "chat");
    await ada.evaluate(() => {
      document.documentElement.dir = "rtl";
    });
    const slide = await ada.locator("#stage").boundingBox();
    const sheet = await ada.getByTestId("sheet").boundingBox();
    const bar = await ada.getByTestId("bar").boundingBox();
    if (slide === null || sheet === null || bar === null) throw new Error("not there");
    expect(sheet.x + sheet.width).toBeLessThanOrEqual(slide.x + 1);
    expect(sheet.x + sheet.width).toBeLessThanOrEqual(bar.x + 1);
    expect(await barriers(ada)).toEqual([]);
    await ada.evaluate(() => {
      document.documentElement.dir = "ltr";
    });
  });
});
