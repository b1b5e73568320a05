/** A page that does what no deck should: the talk's own page stays usable, nothing leaks, and people are told. */
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deckOf } from "./support/browser.ts";
import { placeDeck } from "./support/decks.ts";
import { equip, Pair } from "./support/pair.ts";
import { reaches } from "./support/room.ts";
import { patient } from "./support/scene.ts";

// A page that eats all memory shall not need the whole machine to do so.
const kit = equip(["--js-flags=--max-old-space-size=300"]);
let pair: Pair;
beforeEach(() => give());
afterEach(() => pair.close());

async function give(...options: readonly string[]): Promise<void> {
  const { workspace, browser } = kit;
  const deck = placeDeck(workspace, "hostile", "6.0.2");
  pair = await Pair.open(browser, await workspace.start(deck, "--ephemeral", ...options));
  await Promise.all(pair.both.map(({ page }) => reaches(page, { h: 0, v: 0, f: -1 })));
}

/** Calls a function of the deck's own. */
const calls = (page: Page, name: string): Promise<unknown> =>
  deckOf(page)
    .locator("html")
    .evaluate((_html, called) => (globalThis as unknown as Record<string, () => unknown>)[called]?.(), name);

/** Somebody can still write, and everybody reads it. */
async function isUsable(page: Page, text: string): Promise<void> {
  if ((await page.getByTestId("sheet").count()) === 0) await page.getByTestId("open-chat").click();
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.getByLabel("Message", { exact: true }).press("Enter");
  await page.getByTestId("message").filter({ hasText: text }).waitFor();
}

describe("a hostile page", () => {
  it("[A3] reaches neither the page around it, nor keys, notes, storage and cookies", async () => {
    for (const { page } of pair.both) {
      expect(await calls(page, "attempts")).toEqual({
        parent: "refused",
        top: "refused",
        topDocument: "refused",
        opener: "refused",
        frame: "refused",
        storage: "forgets 1",
        cookie: "cookie []",
        notes: "refused",
        polls: "refused",
        worker: "refused",
      });
    }
    expect(new URL(pair.speaker.page.url()).pathname).toBe("/speaker");
    expect(await pair.person.page.evaluate(() => [document.cookie, localStorage.getItem("a")])).toEqual(["", null]);
  });

  it("[A3] nags nobody: no dialogs, no downloads, no print, no page of ours in its frame", async () => {
    const heard: string[] = [];
    pair.person.page.on("dialog", (dialog) => heard.push(dialog.type()));
    pair.person.page.on("download", (download) => heard.push(download.suggestedFilename()));
    await calls(pair.person.page, "nag");
    await calls(pair.person.page, "leave");
    await isUsable(pair.person.page, "undisturbed");
    expect(heard).toEqual([]);
    expect(await pair.person.page.frames().filter((frame) => /speaker/.test(frame.url())).length).toBe(0);
  });
});

describe("a page that forges what its frame says", () => {
  it("[A3] [B4] moves nobody, cuts nobody off for long and floods nothing", async () => {
    const { person, speaker } = pair;
    await calls(person.page, "forge");
    await isUsable(person.page, "not drowned");
    await reaches(speaker.page, { h: 0, v: 0, f: -1 });
    await speaker.page.keyboard.press("ArrowRight");
    await Promise.all(pair.both.map(({ page }) => reaches(page, { h: 1, v: 0, f: -1 })));
    expect(person.problems).toEqual([]);
  });
});

describe("a page that is trusted", () => {
  it("[A3] has the server's own origin, and may do what the person in front of it may", async () => {
    await pair.close();
    await give("--trust-deck");
    expect(await calls(pair.person.page, "attempts")).toMatchObject({
      topDocument: "A hostile deck",
      storage: "forgets 1",
    });
    expect(await pair.person.page.evaluate(() => localStorage.getItem("a"))).toBe("1");
  });
});

describe("a page that ruins itself", () => {
  it("[A3] [F6] one that loops for ever is said to, and loaded again where the talk is", async () => {
    const { page } = pair.person;
    // It never returns, so nobody waits for it.
    calls(page, "hang").catch(() => {});
    await isUsable(page, "still here");
    await pair.speaker.page.keyboard.press("ArrowRight");
    const trouble = page.getByRole("alert").filter({ hasText: "The slides do not answer" });
    await trouble.waitFor(patient);
    await trouble.getByRole("button", { name: "Load the slides again" }).click();
    await reaches(page, { h: 1, v: 0, f: -1 });
    await trouble.waitFor({ state: "detached" });
  });

  it("[A3] [F6] one that eats all memory ends its own process, is said to, and loaded again", async () => {
    const { page, context } = pair.person;
    // The driver gives a page up when the process of any frame in it ends. Somebody's browser does not.
    const session = await context.newCDPSession(page);
    const evaluate = async (expression: string): Promise<unknown> =>
      (await session.send("Runtime.evaluate", { expression, returnByValue: true })).result.value;
    calls(page, "eat").catch(() => {});
    const trouble = () => evaluate("document.querySelector('[role=alert]')?.textContent ?? ''");
    await expect.poll(trouble, { timeout: 50_000 }).toContain("The slides do not answer");
    await evaluate(`addEventListener("message", ({ data }) => data.type === "ready" && (globalThis.isUp = true))`);
    await evaluate("document.querySelector('[role=alert] button').click()");
    await expect.poll(() => evaluate("globalThis.isUp"), patient).toBe(true);
    expect(await trouble()).toBe("");
  });
});
