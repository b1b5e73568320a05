import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { deckOf, desktop, launch, phone, type Visit, visit } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { Socket } from "./support/socket.ts";

const patient = { timeout: 20_000 };
const workspace = new Workspace();
const visits: Visit[] = [];
const sockets: Socket[] = [];
let browser: Browser;
let lectern: Lectern;
let speaker: Socket;
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
  lectern = await workspace.start(workspace.write(`reach-${++talks}.md`, "# One\n\n---\n\n# Two\n"), "--ephemeral");
  speaker = await someone({ key: lectern.speakerKey });
});
afterEach(async () => {
  expect(visits.flatMap(({ problems }) => problems)).toEqual([]);
  await Promise.all(visits.splice(0).map(({ context }) => context.close()));
  for (const socket of sockets.splice(0)) socket.close();
  await lectern.kill("SIGTERM");
});

type PageName = "audience" | "speaker" | "remote" | "moderator" | "screen";

async function open(name: PageName, size = desktop): Promise<Page> {
  const visited = await visit(browser, lectern.listening[name], size);
  visits.push(visited);
  await isLive(visited.page);
  await deckOf(visited.page).locator(".reveal.ready").waitFor();
  return visited.page;
}

async function someone(hello: object): Promise<Socket> {
  const socket = await Socket.hello(lectern.socketUrl, hello);
  sockets.push(socket);
  return socket;
}

async function does(socket: Socket, event: string, body: object = {}): Promise<void> {
  expect(await socket.ask({ event, id: ++ids, ...body })).toMatchObject({ event: "ack" });
}

const isPressed = (page: Page, id: string) => page.getByTestId(id).getAttribute("aria-pressed");
const reaction = (page: Page, emoji: string) => page.getByRole("button", { name: `React with ${emoji}` });

/** Keeps what rises over this page: which emoji, and the most at once. */
async function watchAloft(page: Page): Promise<() => Promise<{ emoji: string[]; most: number }>> {
  await page.locator(".reactions-layer").evaluate((layer) => {
    const seen = { emoji: [] as string[], most: 0 };
    const watch = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) seen.emoji.push(node.textContent ?? "");
      seen.most = Math.max(seen.most, layer.childElementCount);
    });
    watch.observe(layer, { childList: true });
    Object.assign(globalThis, { seen });
  });
  return () => page.evaluate("seen");
}

const isQuiet = (page: Page) =>
  expect.poll(() => page.locator(".reactions-layer").evaluate((layer) => layer.childElementCount), patient).toBe(0);

describe("reactions", () => {
  it("[H3] last less than two seconds", async () => {
    const ada = await open("audience");
    const layer = ada.locator(".reactions-layer");
    await reaction(ada, "👏").click();
    const timing = await layer.locator("span").evaluate((one) => {
      const { delay, duration, iterations } = one.getAnimations()[0]?.effect?.getComputedTiming() ?? {};
      return { total: Number(delay) + Number(duration), iterations };
    });
    expect(timing.iterations).toBe(1);
    expect(timing.total).toBeLessThan(2000);
  });

  it("[H3] [B3] of a whole room in a burst are shown in their proportion and never too many", async () => {
    const screen = await open("screen");
    const look = await watchAloft(screen);
    const people = await Promise.all(Array.from({ length: 100 }, () => someone({})));
    for (let n = 0; n < 8; n++) for (const one of people) one.send({ event: "react", emoji: n === 0 ? "🤔" : "👏" });
    await Promise.all(people.map((one) => one.settled()));
    await expect.poll(async () => (await look()).emoji.length, patient).toBeGreaterThan(5);
    await isQuiet(screen);
    const { emoji, most } = await look();
    expect(most).toBeLessThanOrEqual(30);
    expect(emoji.length).toBeLessThan(200);
    expect(emoji.filter((one) => one === "👏").length).toBeGreaterThan(emoji.length / 2);
  });

  it("[H3] a thumb that is too fast is slowed down by the page and never told off", async () => {
    const ada = await open("audience", phone);
    await ada.getByTestId("open-reactions").click();
    await ada.evaluate(() => {
      const { send } = WebSocket.prototype;
      const sent: string[] = [];
      const heard: string[] = [];
      WebSocket.prototype.send = function (this: WebSocket, data: string) {
        if (sent.length === 0) this.addEventListener("message", ({ data: text }) => heard.push(String(text)));
        sent.push(data);
        send.call(this, data);
      };
      Object.assign(globalThis, { sent, heard });
    });
    await reaction(ada, "👏").evaluate((button: HTMLElement) => {
      for (let n = 0; n < 60; n++) button.click();
    });
    await ada.getByTestId("open-signals").click();
    await ada.getByTestId("hand").click();
    await expect.poll(() => ada.evaluate("heard.some((text) => text.includes('own'))"), patient).toBe(true);
    const sent = await ada.evaluate<number>("sent.filter((text) => text.includes('react')).length");
    expect(sent).toBeGreaterThan(4);
    expect(sent).toBeLessThanOrEqual(10);
    expect(await ada.evaluate("heard.filter((text) => text.includes('error'))")).toEqual([]);
  });

  it("[H3] with reduced motion stand still, and the button answers without growing", async () => {
    const ada = await open("audience");
    await ada.emulateMedia({ reducedMotion: "reduce" });
    await reaction(ada, "👏").click();
    const name = (selector: string) =>
      ada
        .locator(selector)
        .first()
        .evaluate((one) => getComputedStyle(one).animationName);
    expect(await name(".reactions-row .sent")).toBe("reaction-noted");
    expect(await name(".reactions-layer > span")).toBe("reaction-shows");
    await isQuiet(ada);
  });
});

describe("raised hands", () => {
  it("[H1] stand on the desks in their order; one and all are lowered, which is seen at once", async () => {
    const [ada, grace] = [await open("audience"), await open("audience", phone)];
    const [desk, helper, remote] = [await open("speaker"), await open("moderator"), await open("remote", phone)];
    expect(await desk.getByTestId("hands").count()).toBe(0);
    await ada.getByTestId("open-signals").click();
    await ada.getByTestId("hand").click();
    expect(await isPressed(ada, "hand")).toBe("true");
    await ada.locator(".popover").getByText("Your hand is up").waitFor();
    await desk.getByTestId("new-hand").getByText("Somebody raises a hand. 1 hand up").waitFor(patient);
    await does(await someone({ name: "Linus" }), "hand", { up: true });
    await grace.getByTestId("open-signals").click();
    await grace.getByTestId("hand").click();
    for (const page of [desk, helper, remote]) await page.getByText("3 hands up").first().waitFor(patient);
    await helper.getByTestId("hands").locator("summary").click();
    const names = () => helper.getByTestId("hands").locator("li bdi").allTextContents();
    await expect.poll(names, patient).toEqual(["Somebody", "Linus", "Somebody"]);
    expect(await barriers(helper)).toEqual([]);
    await helper.getByRole("button", { name: "Lower the hand of Somebody" }).first().click();
    await expect.poll(() => isPressed(ada, "hand"), patient).toBe("false");
    await expect.poll(names, patient).toEqual(["Linus", "Somebody"]);
    expect(await isPressed(grace, "hand")).toBe("true");
    await desk.getByTestId("hands").locator("summary").click();
    await desk.getByTestId("lower-all").click();
    await desk.getByTestId("hands").waitFor({ state: "detached" });
    await expect.poll(() => isPressed(grace, "hand"), patient).toBe("false");
    expect(await remote.getByTestId("hands-up").count()).toBe(0);
  });

  it("[M2] whoever is muted is told why their hand stays down", async () => {
    const ada = await open("audience");
    const key = await ada.evaluate<string>(
      "Object.entries(localStorage).find(([name]) => name.includes('participant'))[1]",
    );
    await does(speaker, "mute", { who: { participant: key.split(".")[0] }, muted: true });
    await ada.getByTestId("open-signals").click();
    await ada.getByTestId("hand").click();
    await ada.locator(".popover").getByRole("alert").filter({ hasText: /\S/ }).waitFor(patient);
    expect(await isPressed(ada, "hand")).toBe("false");
  });
});

describe("the pace", () => {
  it("[H2] is a gauge on every desk that moves no button, and nothing of it reaches the audience", async () => {
    const [ada, grace] = [await open("audience"), await open("audience", phone)];
    const [desk, helper, remote] = [await open("speaker"), await open("moderator"), await open("remote", phone)];
    const silent = await someone({});
    const place = () => desk.getByTestId("next").boundingBox();
    const before = await place();
    for (const page of [ada, grace]) {
      await page.getByTestId("open-signals").click();
      await page.getByTestId("pace-fast").click();
      expect(await isPressed(page, "pace-fast")).toBe("true");
    }
    for (const page of [desk, helper, remote])
      await expect.poll(() => page.getByTestId("pace-gauge").getAttribute("title"), patient).toBe("2 too fast");
    expect(await place()).toEqual(before);
    expect(await barriers(desk)).toEqual([]);
    await desk.getByTestId("next").click();
    await desk.getByTestId("pace-gauge").waitFor({ ...patient, state: "detached" });
    await expect.poll(() => isPressed(grace, "pace-fast"), patient).toBe("false");
    await silent.settled();
    expect(JSON.stringify(silent.received)).not.toContain("signals");
  });
});

describe("what is offered to the audience", () => {
  it("[H1] what is open stays in sight on a phone held sideways, where the bar fades by itself", async () => {
    const ada = await open("audience", { width: 844, height: 390 });
    // However long the page took: by now the bar may have faded already.
    await ada.getByTestId("open-signals").dispatchEvent("click");
    const bar = ada.getByTestId("bar");
    await expect.poll(() => bar.getAttribute("data-idle"), patient).toBe("true");
    const opacity = () => bar.evaluate((element) => getComputedStyle(element).opacity);
    expect(await opacity()).toBe("1");
    await deckOf(ada)
      .locator("body")
      .click({ position: { x: 20, y: 20 } });
    await ada.locator(".popover").waitFor({ state: "detached" });
    await expect.poll(opacity, patient).toBe("0");
  });

  it.each([
    ["a phone", phone],
    ["a phone held sideways", { width: 844, height: 390 }],
    ["a tablet", { width: 820, height: 1180 }],
    ["a desktop", desktop],
  ])(
    "[H1] [H2] [H3] on %s is in reach by keyboard, leaves nothing outside, and has no barrier",
    async (_name, size) => {
      const ada = await open("audience", size);
      const button = ada.getByTestId("open-signals");
      await button.focus();
      await ada.keyboard.press("Enter");
      const panel = ada.locator(".popover");
      const [box, slide] = [await panel.boundingBox(), await ada.locator("#stage").boundingBox()];
      if (box === null || slide === null) throw new Error("There is no panel.");
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(size.width);
      expect(box.y + box.height).toBeLessThanOrEqual(size.height);
      // Upright there is room beneath the slide.
      if (size.height > size.width) expect(box.y).toBeGreaterThanOrEqual(slide.y + slide.height);
      for (const one of await ada.locator(".signals button:visible").all())
        expect((await one.boundingBox())?.height).toBeGreaterThanOrEqual(43.5);
      expect(await barriers(ada)).toEqual([]);
      await ada.getByTestId("hand").focus();
      await ada.keyboard.press("Space");
      expect(await isPressed(ada, "hand")).toBe("true");
      expect(await barriers(ada)).toEqual([]);
      await ada.keyboard.press("Escape");
      await panel.waitFor({ state: "detached" });
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    },
  );

  it("[H1] [H3] waits for the link, in words", async () => {
    const ada = await open("audience", phone);
    await ada.getByTestId("open-signals").click();
    await deckOf(ada).locator("html").evaluate("lectern.connection.cut(30000)");
    await ada.getByText("Possible again when the connection is back.").waitFor(patient);
    expect(await ada.getByTestId("hand").getAttribute("aria-disabled")).toBe("true");
    await ada.getByTestId("hand").evaluate((button: HTMLElement) => button.click());
    expect(await isPressed(ada, "hand")).toBe("false");
    expect(await barriers(ada)).toEqual([]);
    // The browser says that the network is back, and the page does not wait any longer.
    await ada.evaluate(() => dispatchEvent(new Event("online")));
    await ada.getByText("Only the speaker sees this.").waitFor(patient);
    expect(await ada.getByTestId("hand").getAttribute("aria-disabled")).toBe("false");
  });
});
