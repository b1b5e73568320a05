import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { deckOf, phone, visit } from "./support/browser.ts";
import { placeDeck, type RevealVersion, revealVersions } from "./support/decks.ts";
import type { Lectern } from "./support/lectern.ts";
import { equip } from "./support/pair.ts";
import { Room, reaches, type Seat, seatsFor } from "./support/room.ts";
import { Socket } from "./support/socket.ts";

const kit = equip();
let folder: string;
let lectern: Lectern;
let room: Room;

afterEach(async () => {
  await room.close();
  await lectern.kill("SIGTERM");
});

async function give(version: RevealVersion, taken: readonly Seat[] = seatsFor(version)): Promise<void> {
  folder = placeDeck(kit.workspace, "hard", version);
  lectern = await kit.workspace.start(folder);
  room = await Room.open(kit.browser, lectern, taken);
}

const press = (key: string): Promise<void> => room.speaker.page.keyboard.press(key);

/** Another device of the speaker's goes to slide `h`, `v`, and every screen with it. */
async function goTo(h: number, v: number): Promise<void> {
  const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
  await driver.ask({ event: "move", id: 1, to: { h, v, f: -1 } });
  driver.close();
  await room.settles({ h, v, f: -1 });
}

describe.each(revealVersions)("a page with reveal.js %s", (version) => {
  it("[K1] [F1] [F2] is followed through columns, nested steps and black-out; a late joiner lands right", async () => {
    await give(version);
    await room.settles({ h: 0, v: 0, f: -1 });
    await press("Space");
    await room.settles({ h: 1, v: 0, f: -1 });
    await press("Space");
    await room.settles({ h: 1, v: 1, f: -1 });
    for (const f of [0, 1, 2]) {
      await press("Space");
      await room.settles({ h: 1, v: 1, f });
    }
    const late = await visit(kit.browser, lectern.listening.audience, phone);
    await reaches(late.page, { h: 1, v: 1, f: 2 });
    expect(await deckOf(late.page).locator("section.present .fragment.visible").count()).toBe(3);
    expect(late.problems).toEqual([]);
    await late.context.close();
    await press("b");
    await room.settles({ h: 1, v: 1, f: 2, paused: true });
    await press("b");
    await room.settles({ h: 1, v: 1, f: 2 });
    await press("ArrowRight");
    await room.settles({ h: 2, v: 0, f: -1 });
    await press("End");
    await room.settles({ h: 11, v: 0, f: -1 });
  });

  it("[K1] [A2] Markdown, inside and in files, is shown; its notes and all others are the speaker's alone", async () => {
    await give(version, ["speaker", "desktop"]);
    const { page } = room.desktop;
    const deck = deckOf(page);
    await goTo(2, 0);
    await expect.poll(() => deck.locator("section.present h2").textContent()).toBe("Markdown inside");
    await room.speaker.page.getByText("The otter in Markdown").waitFor();
    await press("Space");
    await room.settles({ h: 2, v: 0, f: 0 });
    await goTo(4, 1);
    await expect.poll(() => deck.locator("section.present section.present h2").textContent()).toBe("Below from a file");
    expect(await deck.locator("[data-lectern-poll=drink]").count()).toBe(1);
    const told = await Promise.all(
      ["deck/", "deck/index.html", "", "screen", "deck/slides.md"].map(async (path) => {
        const answer = await fetch(`${lectern.origin}/${path}`);
        return answer.text();
      }),
    );
    const shown = await deck.locator("html").evaluate((html) => html.outerHTML);
    for (const text of [...told, shown]) expect(text).not.toMatch(/otter (in|below|on)|data-right|\[x\]/i);
    const notes = await fetch(`${lectern.origin}/api/notes`, {
      headers: { Authorization: `Bearer ${lectern.speakerKey}` },
    });
    const { slides } = (await notes.json()) as { slides: { title: string; notesHtml: string }[] };
    expect(slides.map(({ title }) => title)).toEqual([
      "A hard deck",
      "Column",
      "Below, in steps",
      "Deeper",
      "Markdown inside",
      "From a file",
      "Column from a file",
      "Below from a file",
      "Animated",
      "Animated again",
      "Pictures",
      "Stack",
      "Which animal wears a hat?",
      "Program",
      "End",
    ]);
    const texts = slides.map(({ notesHtml }) =>
      notesHtml
        .replace(/<[^>]+>|\n/g, " ")
        .replace(/\s+/g, " ")
        .trim(),
    );
    expect(texts.filter((text) => text !== "")).toEqual([
      "The otter in an aside The otter in an attribute",
      "The otter below",
      "The otter in a step",
      "The otter in Markdown",
      "The otter in a file",
      "The otter in HTML in a file",
    ]);
  });

  it("[K1] [F7] assets, links, channels, storage and polls work; a saved file shows on every screen", async () => {
    await give(version, ["speaker", "desktop", "phone"]);
    const { page } = room.desktop;
    const deck = deckOf(page);
    expect(await deck.locator("html").getAttribute("data-kept")).toBe("yes dark 2");
    await goTo(7, 0);
    await expect
      .poll(() => deck.locator("#lazy").evaluate((image) => (image as HTMLImageElement).naturalWidth))
      .toBe(1);
    await page.context().route("https://example.org/**", (route) => route.fulfill({ body: "Elsewhere" }));
    const opened = page.context().waitForEvent("page");
    await deck.locator("#outside").click();
    const elsewhere = await opened;
    await elsewhere.getByText("Elsewhere").waitFor();
    // A page behind another one is not painted, and a tap then meets what stood there before.
    await elsewhere.close();
    await page.bringToFront();
    await reaches(page, { h: 7, v: 0, f: -1 });
    await deck.locator("#inside").click();
    await reaches(page, { h: 0, v: 0, f: -1 });
    await page.getByTestId("back-to-live").click();
    await reaches(page, { h: 7, v: 0, f: -1 });
    await goTo(9, 0);
    await page.getByTestId("poll-animal").getByLabel("Otter").click();
    await expect.poll(() => deck.locator(".lectern-poll-state").textContent()).toMatch(/1 vote/);
    await goTo(10, 0);
    await deck.locator("#count").click();
    await expect.poll(() => deckOf(room.phone.page).locator("#count").textContent()).toBe("1");
    const file = join(folder, "index.html");
    writeFileSync(file, readFileSync(file, "utf8").replace("<h2>Program</h2>", "<h2>Changed</h2>"));
    for (const each of room.everybody) {
      await expect
        .poll(() => deckOf(each).locator("section.present h2").textContent(), { timeout: 20_000 })
        .toBe("Changed");
    }
    await room.settles({ h: 10, v: 0, f: -1 });
  });
});

// The oldest and the newest stand for those between them.
describe.each(["3.9.2", "6.0.2"] as const)("who looks around in a page with reveal.js %s", (version) => {
  it("[K1] [F3] [F4] free browsing moves one screen only, and it comes back", async () => {
    await give(version, ["speaker", "desktop"]);
    const { desktop: one } = room;
    await deckOf(one.page).locator("body").press("ArrowRight");
    await reaches(one.page, { h: 1, v: 0, f: -1 });
    await reaches(room.speaker.page, { h: 0, v: 0, f: -1 });
    await one.page.getByRole("button", { name: /back to live/i }).click();
    await reaches(one.page, { h: 0, v: 0, f: -1 });
  });
});
