import { renameSync, rmSync, writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deckOf, launch, phone, visit } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { pdfFile, type TestPdf } from "./support/pdf-file.ts";
import { allWithRoom, everySeat, Room, reaches, type Talk } from "./support/room.ts";
import { patient } from "./support/scene.ts";
import { Socket } from "./support/socket.ts";

const secret = "The otter wears a velvet hat on Thursdays";
const elsewhere = "https://elsewhere.example/paper";
const talk: TestPdf = {
  title: "A printed talk",
  lang: "en",
  outline: [["How it begins", 0]],
  pages: [
    { lines: ["Beginnings", "Several words in a row"], paper: [1, 0, 0], links: [elsewhere, 3] },
    { lines: ["Tall page"], paper: [0, 1, 0], size: [540, 960] },
    { lines: ["Turned page"], paper: [0, 0, 1], size: [540, 960], rotate: 90 },
    { lines: ["Old page"], paper: [1, 1, 0], size: [800, 600] },
    { lines: ["The end"], paper: [0, 1, 1] },
  ],
};
const colours = ["255,0,0", "0,255,0", "0,0,255", "255,255,0", "0,255,255"];

const workspace = new Workspace();
let browser: Browser;
let deck: string;
let lectern: Lectern;
let room: Room;
let talks = 0;

beforeAll(async () => {
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});
const given: Talk = {
  async begin(taken) {
    deck = workspace.path(`talk-${++talks}.pdf`);
    writeFileSync(deck, pdfFile(talk));
    workspace.write(`talk-${talks}.notes.md`, `## 1\n${secret}\n`);
    lectern = await workspace.start(deck);
    room = await Room.open(browser, lectern, taken);
  },
  again: () => room.begins(lectern),
  async end() {
    await room.close();
    await lectern.kill("SIGTERM");
  },
};

const press = (key: string): Promise<void> => room.speaker.page.keyboard.press(key);

/** The page that can be seen and is painted, and the colour in the corner of its picture. */
async function painted(page: Page): Promise<string> {
  const sheets = deckOf(page).locator(".sheet:not([hidden])[data-painted]");
  return sheets.evaluateAll((found) =>
    found
      .map((sheet) => {
        const picture = sheet.querySelector("canvas");
        const data = picture?.getContext("2d")?.getImageData(3, 3, 1, 1).data ?? [];
        return `${sheet.getAttribute("data-page")}: ${[...data.slice(0, 3)].join()}`;
      })
      .join(" and "),
  );
}

async function paints(page: Page, number: number, colour = colours[number - 1]): Promise<void> {
  await expect.poll(() => painted(page).catch(() => "no deck yet"), patient).toBe(`${number}: ${colour}`);
}

async function allPaint(number: number): Promise<void> {
  await room.settles({ h: number - 1, v: 0, f: -1 });
  await Promise.all(room.everybody.map((page) => paints(page, number)));
}

describe("the whole room", () => {
  allWithRoom(given, ...everySeat);

  it("[F1] [F4] [F5] [K7] follows through pages of every shape, black-out and twenty quick moves", async () => {
    await allPaint(1);
    for (const number of [2, 3, 4]) {
      await press("ArrowRight");
      await allPaint(number);
    }
    await room.remote.page.getByTestId("prev").dispatchEvent("pointerdown");
    await allPaint(3);
    await press("b");
    await room.settles({ h: 2, v: 0, f: -1, paused: true });
    expect(await deckOf(room.screen.page).locator("#stage").isVisible()).toBe(false);
    await press("b");
    await allPaint(3);
    expect(await deckOf(room.screen.page).locator("#stage").isVisible()).toBe(true);
    const keys = ["ArrowRight", "Space", "End", "ArrowLeft", "PageDown", "PageUp", "Home", "n", "p", "ArrowDown"];
    for (let n = 0; n < 20; n++) await press(keys[n % keys.length] ?? "Space");
    await press("End");
    await allPaint(5);
  });

  it("[F2] [F6] a late joiner lands on the live page, and so does everybody after a reload", async () => {
    await press("ArrowRight");
    await press("ArrowRight");
    await allPaint(3);
    const late = await visit(browser, lectern.listening.audience, phone);
    await reaches(late.page, { h: 2, v: 0, f: -1 });
    await paints(late.page, 3);
    expect(late.problems).toEqual([]);
    await late.context.close();
    await Promise.all(room.everybody.map((page) => page.reload()));
    await allPaint(3);
  });

  it("[F7] [K2] a new file is on every screen at the same page; half a file changes nothing", async () => {
    await press("ArrowRight");
    await allPaint(2);
    const whole = pdfFile({ ...talk, pages: talk.pages.map((page) => ({ ...page, paper: [0.2, 0.4, 0.6] as const })) });
    writeFileSync(deck, whole.subarray(0, whole.length / 2));
    await press("ArrowRight");
    await allPaint(3);
    const late = await visit(browser, lectern.listening.audience);
    await paints(late.page, 3);
    await late.context.close();
    writeFileSync(`${deck}.part`, whole);
    renameSync(`${deck}.part`, deck);
    await Promise.all(room.everybody.map((page) => paints(page, 3, "51,102,153")));
    await room.settles({ h: 2, v: 0, f: -1 });
  });
});

describe("one page", () => {
  allWithRoom(given, "speaker", "screen", "desktop", "phone");

  it("[F3] [K7] a link inside the deck is browsing for the audience, and a move for the speaker", async () => {
    await allPaint(1);
    const { page } = room.desktop;
    const inside = (from: Page) => deckOf(from).locator('.sheet:not([hidden]) a[href="#"]');
    await inside(page).click();
    await reaches(page, { h: 3, v: 0, f: -1 });
    await paints(page, 4);
    await page.getByTestId("back-to-live").click();
    await allPaint(1);
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    await driver.ask({ event: "browsing", id: 1, mode: "locked" });
    await inside(room.screen.page).click();
    await room.settles({ h: 0, v: 0, f: -1 });
    await inside(room.speaker.page).click();
    await allPaint(4);
  });

  it("[A3] [K7] other links open in a tab of their own, which cannot reach the talk", async () => {
    await allPaint(1);
    const { page, context } = room.desktop;
    await context.route(elsewhere, (route) => route.fulfill({ contentType: "text/html", body: "<p>elsewhere" }));
    const [popup] = await Promise.all([
      page.waitForEvent("popup"),
      deckOf(page).getByRole("link", { name: elsewhere }).click(),
    ]);
    await popup.getByText("elsewhere").waitFor();
    expect(popup.url()).toBe(elsewhere);
    expect(await popup.evaluate(() => window.opener)).toBeNull();
    await popup.close();
    expect(await painted(page)).toBe(`1: ${colours[0]}`);
  });

  it("[K7] its text is read aloud and selected where it is painted", async () => {
    const { page } = room.desktop;
    await allPaint(1);
    const frame = deckOf(page);
    await expect.poll(() => frame.locator("#spoken").textContent(), patient).toMatch(/Beginnings\s+Several words/);
    await frame.getByRole("group", { name: "1. How it begins" }).waitFor();
    const line = frame.locator(".sheet:not([hidden]) .text span", { hasText: "Several words in a row" });
    const [box, sheet] = [await line.boundingBox(), await frame.locator(".sheet:not([hidden])").boundingBox()];
    if (box === null || sheet === null) throw new Error("nothing is painted");
    expect((box.x - sheet.x) / sheet.width).toBeCloseTo(60 / 960, 1);
    expect((box.y + box.height - sheet.y) / sheet.height).toBeCloseTo(140 / 540, 1);
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + 1, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 1, middle, { steps: 5 });
    await page.mouse.up();
    expect(await frame.locator("html").evaluate(() => String(getSelection()))).toBe("Several words in a row");
    await press("ArrowRight");
    await expect.poll(() => frame.locator("#spoken").textContent(), patient).toMatch(/Tall page/);
    await press("ArrowLeft");
    await expect.poll(() => frame.locator("#spoken").textContent(), patient).toMatch(/Beginnings/);
  });

  it("[K7] is as sharp as the screen at every size, also enlarged with two fingers", async () => {
    const { page, context } = room.phone;
    await allPaint(1);
    const sheet = deckOf(page).locator(".sheet:not([hidden])");
    const sharp = () =>
      sheet.evaluate((element) => {
        const wanted = element.getBoundingClientRect().width * devicePixelRatio;
        return Math.abs((element.querySelector("canvas")?.width ?? 0) - wanted) <= 3;
      });
    for (const size of [{ width: 844, height: 390 }, { width: 820, height: 1180 }, phone]) {
      await page.setViewportSize(size);
      await expect.poll(sharp, patient).toBe(true);
    }
    const cdp = await context.newCDPSession(page);
    await cdp.send("Emulation.setPageScaleFactor", { pageScaleFactor: 2.5 });
    const detail = sheet.locator("canvas.detail");
    await detail.waitFor(patient);
    const pixels = () =>
      detail.evaluate((canvas: HTMLCanvasElement) => canvas.width / canvas.getBoundingClientRect().width);
    await expect.poll(pixels, patient).toBeCloseTo(2.5, 1);
    expect(await detail.evaluate((canvas: HTMLCanvasElement) => canvas.width)).toBeLessThanOrEqual(phone.width + 2);
    await cdp.send("Emulation.setPageScaleFactor", { pageScaleFactor: 1 });
    await detail.waitFor({ state: "detached", ...patient });
  });
});

describe("what is loaded", () => {
  allWithRoom(given, "speaker", "remote", "desktop");

  it("[K7] only the page and its neighbours are kept, of a preview the page alone; pdf.js works in a thread", async () => {
    const { page } = room.desktop;
    const workers: string[] = [];
    page.on("worker", (worker) => workers.push(worker.url()));
    await page.reload();
    for (let n = 1; n < 5; n++) await press("ArrowRight");
    await press("ArrowLeft");
    await allPaint(4);
    const numbers = (of: Page, selector: string) =>
      of
        .frameLocator(selector)
        .locator(".sheet")
        .evaluateAll((sheets) => sheets.map((sheet) => Number(sheet.getAttribute("data-page"))).toSorted());
    await expect.poll(() => numbers(page, "iframe"), patient).toEqual([3, 4, 5]);
    const { page: speaker } = room.speaker;
    const preview = speaker.frameLocator("iframe").nth(1);
    await preview.locator(".sheet:not([hidden])[data-page='5'][data-painted]").waitFor(patient);
    expect(await preview.locator(".text").count()).toBe(0);
    expect(await preview.locator(".sheet").count()).toBe(1);
    expect(workers.filter((url) => url.includes("pdf.worker"))).toHaveLength(1);
  });

  it("[A2] [K7] the speaker and the remote show the notes; nothing the audience receives holds them", async () => {
    for (const page of [room.speaker.page, room.remote.page]) {
      await page.getByTestId("notes").getByText(secret).waitFor();
    }
    const seen: string[] = [];
    const { page, context } = await visit(browser, "about:blank");
    const keep = (text: string): void => void seen.push(text);
    page.on("response", (response) => void response.text().then(keep, () => {}));
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => keep(String(payload))));
    await page.goto(lectern.listening.audience);
    await paints(page, 1);
    await press("ArrowRight");
    await paints(page, 2);
    seen.push(await page.content(), await deckOf(page).locator("html").innerHTML());
    expect(seen.some((text) => text.startsWith("%PDF"))).toBe(true);
    expect(seen.join("\n")).not.toContain("otter");
    await context.close();
  });

  it("[F7] [K7] notes that are written or thrown away during the talk are the speaker's at once", async () => {
    const notes = room.speaker.page.getByTestId("notes");
    await notes.getByText(secret).waitFor();
    workspace.write(`talk-${talks}.notes.md`, "## 1\nSomething else\n");
    await notes.getByText("Something else").waitFor(patient);
    rmSync(workspace.path(`talk-${talks}.notes.md`));
    await notes.getByText("Something else").waitFor({ state: "detached", ...patient });
    await allPaint(1);
  });
});
