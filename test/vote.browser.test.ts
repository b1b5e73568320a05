import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { deckOf, launch, shows } from "./support/browser.ts";
import { Desk } from "./support/desk.ts";
import { Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { give, goTo, patient, type Scene } from "./support/scene.ts";
import type { Message } from "./support/socket.ts";

const deck = `# Polls

---

\`\`\`poll id=tools
What do you use today?
- Polling
- WebSockets
- <img src onerror="document.title = 'hacked'">
\`\`\`

---

\`\`\`poll quiz multiple id=quiz
Which are right?
- [x] one
- [x] two
- [ ] three
\`\`\`

---

\`\`\`poll ranking id=order
What matters?
- Speed
- Price
\`\`\`

---

\`\`\`poll scale id=rate min=1 max=3 labels="never,always"
How often do you …
- test
- sleep
\`\`\`

---

\`\`\`poll number id=guess min=0 max=100 unit=km
How far?
\`\`\`

---

\`\`\`poll cloud id=words words=2 reveal=vote
How is it?
\`\`\`

---

\`\`\`poll text id=open
Why?
\`\`\`
`;

const workspace = new Workspace();
let browser: Browser;
let scene: Scene;
let desk: Desk;

beforeAll(async () => {
  browser = await launch();
  scene = await give(browser, workspace, deck, "vote");
  desk = await Desk.open(scene.lectern);
});
afterAll(async () => {
  desk.close();
  await scene.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

const poll = (page: Page, id: string): Locator => page.getByTestId(`poll-${id}`);
const come = (id: string): Promise<void> => goTo(scene, `[data-lectern-poll="${id}"]`);

const speaker = (event: string, body?: object): Promise<number> => desk.does(event, body);

/** What the server counts, as the speaker is told. */
async function counts(id: string, expected: object): Promise<void> {
  const newest = (): Message | undefined =>
    desk.socket.received
      .flatMap(({ tallies }) => (tallies as { polls?: Record<string, Message> })?.polls?.[id] ?? [])
      .at(-1);
  await expect.poll(newest, patient).toMatchObject(expected);
}

describe("answering", () => {
  it("[P4] the sheet comes up with the poll, the slide stays in sight; a tap votes, another changes it", async () => {
    const { ada, grace } = scene;
    await come("tools");
    for (const page of [ada, grace]) await poll(page, "tools").waitFor(patient);
    const slide = await grace.locator("#stage").boundingBox();
    const sheet = await grace.getByTestId("sheet").boundingBox();
    expect((slide?.y ?? 0) + (slide?.height ?? 0)).toBeLessThanOrEqual((sheet?.y ?? 0) + 1);
    await poll(ada, "tools").getByLabel("WebSockets").check();
    await poll(grace, "tools").getByLabel("Polling").check();
    await counts("tools", { voters: 2, counts: { "0": 1, "1": 1 } });
    await poll(grace, "tools").getByLabel("WebSockets").check();
    await counts("tools", { voters: 2, counts: { "1": 2 } });
    await poll(grace, "tools").getByText("Your answer counts").waitFor();
    expect(await poll(grace, "tools").locator("img").count()).toBe(0);
    expect(await grace.title()).not.toBe("hacked");
  });

  it("[P4] comes back after a reload and a lost link with the answer; what was voted meanwhile is sent once", async () => {
    const { grace } = scene;
    await grace.reload();
    await isLive(grace);
    await expect.poll(() => poll(grace, "tools").getByLabel("WebSockets").isChecked(), patient).toBe(true);
    await grace.context().setOffline(true);
    await deckOf(grace).locator("html").evaluate("lectern.connection.cut(500)");
    await expect
      .poll(() => grace.getByTestId("connection").first().getAttribute("data-status"), patient)
      .not.toBe("live");
    await poll(grace, "tools").getByLabel("Polling").check();
    await poll(grace, "tools").getByText("when the connection is back").waitFor();
    await grace.context().setOffline(false);
    await counts("tools", { voters: 2, counts: { "0": 1, "1": 1 } });
    await isLive(grace);
  });

  it("[A2] [P3] a quiz takes several answers; what is right comes when it is closed", async () => {
    const { ada } = scene;
    await come("quiz");
    await poll(ada, "quiz").getByLabel("one").check();
    await poll(ada, "quiz").getByLabel("three").check();
    await counts("quiz", { voters: 1, counts: { "0": 1, "2": 1 } });
    await poll(ada, "quiz").getByLabel("three").uncheck();
    await counts("quiz", { counts: { "0": 1 } });
    await poll(ada, "quiz").getByText("Your answer counts").waitFor();
    expect(await poll(ada, "quiz").getByTestId("numbers").count()).toBe(0);
    await speaker("closepoll", { poll: "quiz" });
    await poll(ada, "quiz").getByText("Your answer was counted").waitFor(patient);
    await expect.poll(() => poll(ada, "quiz").getByTestId("numbers").textContent(), patient).toContain("one (right)");
    expect(await poll(ada, "quiz").getByRole("checkbox").count()).toBe(0);
  });

  it("[P2] ranking, scale, estimate, words and text each have their way, by touch and by keyboard", async () => {
    const { ada, grace } = scene;
    await come("order");
    await poll(ada, "order").getByRole("button", { name: "Move up: Price" }).click();
    await poll(ada, "order").getByRole("button", { name: "Send" }).click();
    await counts("order", { voters: 1, counts: { "0": 1, "1": 2 } });
    await come("rate");
    for (const n of [0, 1])
      await poll(grace, "rate").locator(`input[name="poll-rate-${n}"]`).nth(2).check({ force: true });
    await counts("rate", { voters: 1, counts: { "0:3": 1, "1:3": 1 } });
    await come("guess");
    const before = await shows(ada);
    await poll(ada, "guess").getByLabel("Your estimate").fill("42");
    await poll(ada, "guess").getByLabel("Your estimate").press("ArrowRight");
    await poll(ada, "guess").getByLabel("Your estimate").press("Enter");
    await counts("guess", { counts: { "42": 1 } });
    await come("words");
    await poll(ada, "words").getByLabel("Word 1").fill("fast");
    await poll(ada, "words").getByLabel("Word 2").pressSequentially("new free");
    await poll(ada, "words").getByRole("button", { name: "Send" }).click();
    await counts("words", { voters: 1, counts: { fast: 1, "new free": 1 } });
    await poll(ada, "words").getByTestId("numbers").waitFor(patient);
    await poll(grace, "words").getByText("Results are shown after your vote").waitFor();
    await come("open");
    await poll(grace, "open").getByLabel("Your answer").fill("x".repeat(501));
    await poll(grace, "open").getByText("One character too many").waitFor();
    await poll(grace, "open").getByLabel("Your answer").fill("<b>because</b>");
    await poll(grace, "open").getByRole("button", { name: "Send" }).click();
    await counts("open", { texts: ["<b>because</b>"] });
    expect(await shows(ada)).toMatchObject({ h: before.h + 2, v: 0 });
  });

  it("[P4] the sheet goes away and comes back by its button; axe finds no barrier in it", async () => {
    const { ada, grace } = scene;
    for (const page of [ada, grace]) {
      await page.getByTestId("polls").waitFor();
      expect(await barriers(page)).toEqual([]);
    }
    await grace.getByRole("button", { name: "Close" }).click();
    expect(await grace.getByTestId("polls").count()).toBe(0);
    await grace.getByTestId("open-polls").click();
    await grace.getByTestId("polls").waitFor();
    await speaker("feature", { feature: "polls", on: false });
    await speaker("feature", { feature: "polls", on: true });
  });
});
