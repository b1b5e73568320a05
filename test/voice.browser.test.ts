import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { launch, shows } from "./support/browser.ts";
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
  scene = await give(browser, workspace, "# One\n\n---\n\n# Two\n", "voice");
  desk = await Desk.open(scene.lectern);
});
afterAll(async () => {
  desk.close();
  await scene.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

const speaker = (event: string, body?: object): Promise<number> => desk.does(event, body);

const open = (page: Page, tab: "chat" | "questions"): Promise<void> => page.getByTestId(`open-${tab}`).click();
const message = (page: Page, text: string): Locator => page.getByTestId("message").filter({ hasText: text });
const question = (page: Page, text: string): Locator =>
  page.locator("[data-testid=questions] > .questions > li").filter({ hasText: text });

async function write(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByLabel(label, { exact: true }).press("Enter");
}

/** What a browser must never run or lose, whoever writes it. */
const corpus = [
  "<script>window.hacked = 1</script>",
  '<img src onerror="window.hacked = 1">',
  "javascript:window.hacked=1",
  '"><svg onload=window.hacked=1>',
  "Z̵̧̐̍a̵l̵g̵o̵ and مرحبا بالعالم 👨‍👩‍👧‍👦",
  "w".repeat(900),
];

describe("the chat on the audience's page", () => {
  it("[C1] what one writes shows at the other with the name they gave; unread is counted until it is looked at", async () => {
    const { ada, grace } = scene;
    await open(ada, "chat");
    await ada.getByLabel("Your name").fill("Ada L.");
    await ada.getByLabel("Your name").press("Tab");
    await write(ada, "Message", "hello room");
    await message(ada, "hello room").waitFor(patient);
    await expect.poll(() => grace.getByTestId("unread-chat").textContent(), patient).toMatch(/^1/);
    await open(grace, "chat");
    await message(grace, "hello room").waitFor();
    expect(await message(grace, "hello room").locator(".head").textContent()).toContain("Ada L.");
    await expect.poll(() => grace.getByTestId("unread-chat").count(), patient).toBe(0);
    const slide = await grace.locator("#stage").boundingBox();
    const sheet = await grace.getByTestId("sheet").boundingBox();
    expect((slide?.y ?? 0) + (slide?.height ?? 0)).toBeLessThanOrEqual((sheet?.y ?? 0) + 1);
  });

  it("[C1] replies quote, one's own is changed and taken back, and only one's own", async () => {
    const { ada, grace } = scene;
    await message(grace, "hello room").getByRole("button", { name: "Reply" }).click();
    await write(grace, "Message", "hello Ada");
    await expect
      .poll(() => message(ada, "hello Ada").locator("blockquote").textContent(), patient)
      .toContain("hello room");
    expect(await message(ada, "hello Ada").getByRole("button", { name: "Delete" }).count()).toBe(0);
    await message(grace, "hello Ada").getByRole("button", { name: "Edit" }).click();
    await expect.poll(() => grace.getByLabel("Message").inputValue()).toBe("hello Ada");
    await write(grace, "Message", "good morning Ada");
    await expect
      .poll(() => message(ada, "good morning Ada").locator(".head").textContent(), patient)
      .toContain("edited");
    await message(grace, "good morning Ada").getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => message(ada, "good morning Ada").count(), patient).toBe(0);
  });

  it("[A4] text is text, whatever it is; addresses become safe links", async () => {
    const { ada, grace } = scene;
    const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    for (const text of corpus) {
      await write(ada, "Message", text);
      await expect
        .poll(() => grace.getByTestId("message").last().locator(".text").last().textContent(), patient)
        .toBe(text);
    }
    await write(ada, "Message", "see https://example.org/a?b=c and javascript:alert(1)");
    const link = message(grace, "see https").getByRole("link");
    await link.waitFor(patient);
    expect(await link.evaluateAll((links) => links.map((one) => one.getAttribute("href")))).toEqual([
      "https://example.org/a?b=c",
    ]);
    expect(await link.getAttribute("rel")).toContain("noopener nofollow");
    for (const page of [ada, grace]) {
      expect(await page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
      expect(await width(page)).toBeLessThanOrEqual(0);
    }
  });

  it("[C1] too long is told before it is sent; keys typed into a field move no slide", async () => {
    const { grace } = scene;
    const before = await shows(grace);
    const field = grace.getByLabel("Message", { exact: true });
    await field.fill("👨‍👩‍👧‍👦".repeat(1001));
    await grace.getByText("1 too many").waitFor();
    expect(await grace.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await field.fill("");
    await field.pressSequentially("n b f .");
    await field.press("ArrowRight");
    expect(await shows(grace)).toEqual(before);
    await field.fill("");
  });

  it("[M1] [M2] what waits is told to its author alone; slow mode, mute and turning off are told in words", async () => {
    const { ada, grace } = scene;
    await speaker("feature", { feature: "chat", approve: true });
    await write(grace, "Message", "may I?");
    await grace.getByText("Waits for approval").waitFor(patient);
    const { id } = (await desk.socket.next("waiting")) as unknown as { id: number };
    expect(await message(ada, "may I?").count()).toBe(0);
    await speaker("approve", { post: id });
    await message(ada, "may I?").waitFor(patient);
    await expect.poll(() => grace.getByText("Waits for approval").count(), patient).toBe(0);
    await speaker("feature", { feature: "chat", approve: false });
    await speaker("mute", { who: { post: id }, muted: true });
    await write(grace, "Message", "still here");
    await grace.getByText("You are muted").waitFor(patient);
    expect(await grace.getByLabel("Message", { exact: true }).inputValue()).toBe("still here");
    await speaker("mute", { who: { post: id }, muted: false });
    await speaker("feature", { feature: "chat", on: false });
    await ada.getByText("The chat is turned off").waitFor(patient);
    await speaker("feature", { feature: "chat", on: true });
    await ada.getByLabel("Message", { exact: true }).waitFor(patient);
  });

  it("[C1] [F6] is there again after a reload; what was written without a link is sent once", async () => {
    const { ada, grace } = scene;
    await grace.reload();
    await isLive(grace);
    await message(grace, "may I?").getByRole("button", { name: "Reply" }).waitFor(patient);
    await grace.context().setOffline(true);
    await grace.evaluate(() => dispatchEvent(new Event("offline")));
    await grace.frameLocator("iframe").first().locator("html").evaluate("lectern.connection.cut(500)");
    await expect
      .poll(() => grace.getByTestId("connection").first().getAttribute("data-status"), patient)
      .not.toBe("live");
    await write(grace, "Message", "from the tunnel");
    await grace.getByText("Sending").waitFor();
    await grace.context().setOffline(false);
    await message(ada, "from the tunnel").waitFor(patient);
    await isLive(grace);
    await message(grace, "from the tunnel").getByRole("button", { name: "Reply" }).waitFor(patient);
    expect(await message(grace, "from the tunnel").count()).toBe(1);
  });
});

describe("questions on the audience's page", () => {
  it("[Q1] are asked, wanted once each, sorted by votes, marked as one's own, and answered", async () => {
    const { ada, grace } = scene;
    await open(ada, "questions");
    await open(grace, "questions");
    await write(ada, "Your question", "How many servers do you need?");
    await write(ada, "Your question", "What about proxies?");
    await question(grace, "What about proxies?")
      .getByRole("button", { name: /I want this/ })
      .click();
    await expect.poll(() => question(ada, "proxies").locator(".upvote").textContent(), patient).toBe("▲1");
    const order = () => grace.locator("[data-testid=questions] > .questions .text").allTextContents();
    await expect.poll(order, patient).toEqual(["What about proxies?", "How many servers do you need?"]);
    await expect.poll(() => question(ada, "servers").textContent(), patient).toContain("Yours");
    await question(grace, "What about proxies?")
      .getByRole("button", { name: /I want this/ })
      .click();
    await expect.poll(() => question(ada, "proxies").locator(".upvote").textContent(), patient).toBe("▲0");
    const id = await speaker("ask", { text: "Is it encrypted?" });
    await speaker("answer", { question: id, answered: true, text: "Yes, with wss." });
    await speaker("pin", { post: id, pinned: true });
    await expect.poll(() => question(grace, "Is it encrypted?").textContent(), patient).toContain("Pinned");
    await expect.poll(() => question(grace, "Is it encrypted?").textContent(), patient).toContain("Yes, with wss.");
  });

  it("[Q1] what is asked already is shown while it is typed", async () => {
    const { grace } = scene;
    await grace.getByLabel("Your question").fill("how many servers");
    await grace.getByTestId("similar").getByText("How many servers do you need?").waitFor();
    await grace.getByLabel("Your question").fill("");
    expect(await grace.getByTestId("similar").count()).toBe(0);
  });

  it("[Q1] [C1] without a name nobody is told whose it is; axe finds no barrier", async () => {
    const { ada, grace } = scene;
    await grace.getByLabel("Without my name").check();
    await write(grace, "Your question", "Who pays for it?");
    await expect.poll(() => question(ada, "Who pays").textContent(), patient).toContain("Somebody");
    await expect.poll(() => question(grace, "Who pays").textContent(), patient).toContain("Yours");
    for (const page of [ada, grace]) expect(await barriers(page)).toEqual([]);
    await open(ada, "chat");
    expect(await barriers(ada)).toEqual([]);
  });
});
