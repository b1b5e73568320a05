import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { desktop, launch, type Visit, visit } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { type Message, Socket } from "./support/socket.ts";

const deck = `# Start

---

\`\`\`poll id=tools reveal=close
What do you use today?
- Polling
- WebSockets
\`\`\`
`;

const patient = { timeout: 20_000 };
const workspace = new Workspace();
let browser: Browser;
let lectern: Lectern;
let speaker: Page;
let ada: Socket;
let grace: Socket;
const visits: Visit[] = [];
let talks = 0;
let ids = 0;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});
beforeEach(async () => {
  lectern = await workspace.start(workspace.write(`desk-${++talks}.md`, deck), "--ephemeral");
  speaker = await open(lectern.listening.speaker);
  ada = await Socket.hello(lectern.socketUrl, { name: "Ada" });
  grace = await Socket.hello(lectern.socketUrl, { name: "Grace" });
});
afterEach(async () => {
  expect(visits.flatMap(({ problems }) => problems)).toEqual([]);
  await Promise.all(visits.splice(0).map(({ context }) => context.close()));
  for (const socket of [ada, grace]) socket.close();
  await lectern.kill("SIGTERM");
});

async function open(url: string): Promise<Page> {
  const visited = await visit(browser, url, desktop);
  visits.push(visited);
  await isLive(visited.page);
  return visited.page;
}

/** A command that must be accepted; answers with its seq. */
async function does(socket: Socket, event: string, body: object = {}): Promise<number> {
  const answer = await socket.ask({ event, id: ++ids, ...body });
  expect(answer).toMatchObject({ event: "ack" });
  return answer.seq as number;
}

const tab = (page: Page, name: string): Promise<void> => page.getByTestId(`tab-${name}`).click();
const post = (page: Page, text: string): Locator => page.getByTestId("post").filter({ hasText: text });
const act = (within: Locator, name: string): Promise<void> => within.getByRole("button", { name, exact: true }).click();
const pollCard = (page: Page): Locator => page.locator('[data-poll="tools"]');
const heard = (socket: Socket, event: string): Message | undefined =>
  socket.received.findLast((message) => message.event === event);

async function approveFirst(page: Page, feature: string): Promise<void> {
  await tab(page, "settings");
  const approve = page.getByTestId(`feature-${feature}`).getByRole("switch", { name: "Approve first" });
  await approve.click();
  await expect.poll(() => approve.getAttribute("aria-checked"), patient).toBe("true");
}

describe("questions and chat on the speaker's page", () => {
  it("[M1] what waits is counted, and reaches the room when it is approved; what is refused never does", async () => {
    await approveFirst(speaker, "questions");
    const good = await does(ada, "ask", { text: "Is it good?" });
    await does(ada, "ask", { text: "SECRET?" });
    const waits = speaker.getByTestId("tab-questions").getByTestId("waits");
    await expect.poll(() => waits.textContent(), patient).toContain("2");
    await tab(speaker, "questions");
    await act(post(speaker, "Is it good?"), "Approve");
    expect(await grace.next("question")).toMatchObject({ id: good, question: { text: "Is it good?" } });
    await act(post(speaker, "SECRET?"), "Refuse");
    await post(speaker, "SECRET?").waitFor({ state: "detached" });
    await grace.settled();
    expect(JSON.stringify(grace.received)).not.toContain("SECRET");
  });

  it("[M1] hides, shows again, and deletes after asking once more", async () => {
    await does(ada, "sendmessage", { chat: "REGRETTED" });
    const fresh = speaker.getByTestId("tab-chat").getByTestId("fresh");
    await expect.poll(() => fresh.textContent(), patient).toContain("1 new");
    await tab(speaker, "chat");
    await fresh.waitFor({ state: "detached" });
    const message = post(speaker, "REGRETTED");
    await message.getByTestId("more").click();
    await act(message, "Hide");
    expect(await grace.next("chatchange")).toMatchObject({ message: { gone: true, chat: "" } });
    await act(message, "Show again");
    expect(await grace.next("chatchange")).toMatchObject({ message: { chat: "REGRETTED" } });
    await act(message, "Delete");
    await act(message, "Really delete?");
    expect(await grace.next("chatchange")).toMatchObject({ message: { gone: true } });
    await message.waitFor({ state: "detached" });
  });

  it("[Q1] questions stand by votes; one is pinned, answered in text and marked answered", async () => {
    await does(ada, "ask", { text: "First?" });
    const second = await does(ada, "ask", { text: "Second?" });
    await does(grace, "upvote", { question: second, up: true });
    await tab(speaker, "questions");
    const all = speaker.getByTestId("questions").getByTestId("post");
    await expect.poll(() => all.first().textContent(), patient).toMatch(/Second\?.*/);
    await expect.poll(() => post(speaker, "Second?").getByTestId("votes").textContent(), patient).toBe("1 vote");
    const first = post(speaker, "First?");
    await first.getByTestId("more").click();
    await act(first, "Pin");
    await act(first, "Answer in text");
    await speaker.keyboard.type("Because <b>so</b>. g b");
    await act(first, "Send the answer");
    await expect
      .poll(() => heard(grace, "question"), patient)
      .toMatchObject({ question: { text: "First?", answered: true, answer: "Because <b>so</b>. g b", pinned: true } });
    await act(first, "Answered");
    await expect.poll(() => heard(grace, "question"), patient).not.toMatchObject({ question: { answered: true } });
    expect(heard(grace, "question")).toMatchObject({ question: { answer: "Because <b>so</b>. g b" } });
  });

  it("[C1] older messages come when they are asked for, and the list stays where it is read", async () => {
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    for (let n = 0; n < 110; n++) await does(driver, "sendmessage", { chat: `message ${n}.` });
    const page = await open(lectern.listening.moderator);
    await tab(page, "chat");
    await post(page, "message 109.").waitFor();
    expect(await post(page, "message 9.").count()).toBe(0);
    const first = post(page, "message 10.");
    await page.getByRole("button", { name: "Older messages" }).click();
    await post(page, "message 0.").waitFor({ state: "attached" });
    await expect.poll(() => page.getByTestId("chat").evaluate((list) => list.scrollTop > 200), patient).toBe(true);
    await first.getByTestId("more").click();
    await act(first, "Hide");
    await first.getByText("Hidden").waitFor();
    await does(ada, "sendmessage", { chat: "One more." });
    await page.getByRole("button", { name: "1 new message" }).click();
    await post(page, "One more.").waitFor();
    driver.close();
  });

  it("[M2] mutes whoever wrote something, also without a name, and lets them write again", async () => {
    await does(ada, "sendmessage", { chat: "spam", anonymous: true });
    await tab(speaker, "chat");
    const message = post(speaker, "spam");
    await message.getByTestId("more").click();
    await act(message, "Mute who wrote this");
    await expect.poll(() => heard(ada, "own"), patient).toMatchObject({ own: { muted: true } });
    expect(await ada.ask({ event: "sendmessage", id: ++ids, chat: "more" })).toMatchObject({ code: "muted" });
    await act(message, "Let them write again");
    await expect.poll(() => heard(ada, "own"), patient).toMatchObject({ own: { muted: false } });
  });

  it("[M1] slow mode, features and clearing the chat are set from the page", async () => {
    await does(ada, "sendmessage", { chat: "hello" });
    await tab(speaker, "settings");
    const chat = speaker.getByTestId("feature-chat");
    await chat.getByRole("radio", { name: "30 s" }).click();
    await expect
      .poll(() => heard(grace, "features"), patient)
      .toMatchObject({ features: { chat: { slowSeconds: 30 } } });
    await chat.getByTestId("clear-chat").click();
    await chat.getByTestId("clear-chat").click();
    await grace.next("chatcleared");
    await chat.getByRole("switch", { name: "Chat" }).click();
    await expect.poll(() => heard(grace, "features"), patient).toMatchObject({ features: { chat: { on: false } } });
    await tab(speaker, "chat");
    await speaker.getByRole("button", { name: "Turn on" }).click();
    await expect.poll(() => heard(grace, "features"), patient).toMatchObject({ features: { chat: { on: true } } });
  });
});

describe("the big screen", () => {
  it("[M1] [A4] a question is put on it and taken off; what is written stays text", async () => {
    const screen = await open(lectern.listening.screen);
    const text = "Does <img src=x onerror=alert(1)> run?";
    await does(ada, "ask", { text });
    await tab(speaker, "questions");
    await act(post(speaker, text), "Put on the screen");
    const shown = screen.getByTestId("spotlight");
    await shown.getByText(text).waitFor();
    expect(await shown.textContent()).toContain("Ada");
    expect(await shown.locator("img").count()).toBe(0);
    await act(speaker.getByTestId("on-screen"), "Take off");
    await shown.waitFor({ state: "detached" });
  });

  it("[A4] a text that is far too long fits, beside the join code", async () => {
    const screen = await open(lectern.listening.screen);
    const chat = `${"W".repeat(700)} ${"z\u0335\u0327\u0310".repeat(200)}`;
    const id = await does(ada, "sendmessage", { chat });
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    await does(driver, "joincode", { shown: true });
    await does(driver, "spotlight", { post: id });
    const shown = screen.getByTestId("spotlight");
    await shown.waitFor();
    const [card, join] = [await shown.boundingBox(), await screen.getByTestId("join-overlay").boundingBox()];
    expect(card?.y).toBeGreaterThan(desktop.height / 3);
    expect((card?.x ?? 0) + (card?.width ?? 0)).toBeLessThanOrEqual(join?.x ?? 0);
    expect((join?.x ?? 0) + (join?.width ?? 0)).toBeLessThanOrEqual(desktop.width);
    driver.close();
  });
});

describe("polls on the speaker's page", () => {
  it("[P2] [P3] a poll of the slides is opened, counted live, closed, held back, shown and reset", async () => {
    await tab(speaker, "polls");
    const card = pollCard(speaker);
    await act(card, "Open");
    await expect.poll(() => heard(grace, "poll"), patient).toMatchObject({ phase: "open", poll: { id: "tools" } });
    await does(ada, "vote", { poll: "tools", answer: [1] });
    await does(grace, "vote", { poll: "tools", answer: [1] });
    await expect.poll(() => card.getByTestId("voters").textContent(), patient).toBe("2 answered");
    await card.getByText("The room does not see the results.").waitFor();
    expect(await card.textContent()).not.toContain("starts over");
    await act(card, "Show results");
    await expect.poll(() => heard(grace, "poll"), patient).toMatchObject({ revealed: true });
    await act(card, "Hold back results");
    await expect.poll(() => heard(grace, "poll"), patient).toMatchObject({ revealed: false });
    await act(card, "Close");
    await expect.poll(() => heard(grace, "poll"), patient).toMatchObject({ phase: "closed" });
    await act(card, "Reset");
    await act(card, "Really reset?");
    await expect.poll(() => card.getByTestId("voters").textContent(), patient).toBe("0 answered");
    await act(card, "Reopen");
    await expect.poll(() => heard(grace, "poll"), patient).toMatchObject({ phase: "open" });
  });

  it("[P2] a poll on the spot takes two presses, and a new version of the deck brings its polls", async () => {
    await tab(speaker, "polls");
    await act(speaker.getByTestId("adhoc"), "Yes or no");
    await speaker.getByTestId("open-adhoc").click();
    await expect
      .poll(() => heard(grace, "poll"), patient)
      .toMatchObject({ phase: "open", poll: { kind: "choice", options: ["Yes", "No"] } });
    workspace.write(`desk-${talks}.md`, `${deck}\n---\n\n\`\`\`poll cloud id=words\nOne word?\n\`\`\`\n`);
    await speaker.locator('[data-poll="words"]').waitFor();
  });
});

describe("the moderator's page", () => {
  it("[M1] moderates, also polls, and says who is refused without a key", async () => {
    const moderator = await open(lectern.listening.moderator);
    await approveFirst(moderator, "chat");
    await does(ada, "sendmessage", { chat: "May I?" });
    await tab(moderator, "chat");
    await act(post(moderator, "May I?"), "Approve");
    expect(await grace.next("chat")).toMatchObject({ chat: "May I?" });
    await tab(moderator, "polls");
    await act(pollCard(moderator), "Open");
    expect(await grace.next("poll")).toMatchObject({ phase: "open" });
    const lost = await visit(browser, `${lectern.origin}/moderate`, desktop);
    await lost.page.getByTestId("refusal").waitFor();
    await lost.context.close();
  });

  it("[M1] [A1] cannot drive: its keys and its slide move nothing, and its key may not", async () => {
    const moderator = await open(lectern.listening.moderator);
    await moderator.frameLocator("iframe").locator(".reveal.ready").waitFor();
    for (const key of ["ArrowRight", " ", "n", "b"]) await moderator.keyboard.press(key);
    const socket = await Socket.hello(lectern.socketUrl, { key: lectern.moderatorKey });
    const refused = await socket.ask({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } });
    expect(refused).toMatchObject({ event: "error", code: "not-allowed" });
    await grace.settled();
    expect(heard(grace, "slide")).toBeUndefined();
    await speaker.keyboard.press("ArrowRight");
    await moderator.getByTestId("slide-number").getByText("2 / 2").waitFor();
    socket.close();
  });
});

describe("the desk for everybody", () => {
  it.each(["speaker", "moderator"] as const)(
    "[M1] the %s page has no barrier that axe finds, in any tab",
    async (name) => {
      const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
      const question = await does(ada, "ask", { text: "Shown?" });
      await does(ada, "sendmessage", { chat: "Hello" });
      await does(driver, "answer", { question, answered: true, text: "Yes." });
      await does(driver, "spotlight", { post: question });
      await does(driver, "feature", { feature: "questions", approve: true });
      await does(driver, "feature", { feature: "chat", on: false });
      await does(grace, "ask", { text: "Waiting?" });
      await does(driver, "move", { to: { h: 1, v: 0, f: -1 } });
      await expect.poll(() => heard(grace, "poll"), patient).toMatchObject({ phase: "open" });
      await does(grace, "vote", { poll: "tools", answer: [0] });
      const page = await open(lectern.listening[name]);
      await page.emulateMedia({ reducedMotion: "reduce" });
      for (const each of ["questions", "chat", "polls", "settings"]) {
        await tab(page, each);
        if (each === "questions") await post(page, "Shown?").getByTestId("more").click();
        expect(await barriers(page)).toEqual([]);
      }
      driver.close();
    },
  );

  it("[M1] the tabs are walked with the arrows, which then do not move the slides", async () => {
    await speaker.getByTestId("tab-notes").focus();
    await speaker.keyboard.press("ArrowRight");
    expect(await speaker.getByTestId("tab-questions").getAttribute("aria-selected")).toBe("true");
    await speaker.keyboard.press("End");
    await speaker.getByTestId("settings").waitFor();
    await speaker.keyboard.press("ArrowRight");
    await speaker.getByTestId("notes").waitFor();
    await grace.settled();
    expect(heard(grace, "slide")).toBeUndefined();
  });
});
