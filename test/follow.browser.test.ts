import { writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deckOf, launch, phone, shows, visit } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { allWithRoom, eachWithRoom, everySeat, isLive, Room, reaches, type Talk } from "./support/room.ts";
import { Socket } from "./support/socket.ts";

const secret = "The otter wears a velvet hat on Thursdays";
const source = `---
title: A talk to follow
---
# Start

Note: ${secret}

---

## Fragments

- one <!-- .element: class="fragment" -->
- two <!-- .element: class="fragment" -->
- three <!-- .element: class="fragment" -->

---

## Column

--

## Below

--

## Deeper

---

## Code

\`\`\`js [1|2]
const a = 1;
const b = 2;
\`\`\`

---

## End
`;

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
    deck = workspace.write(`talk-${++talks}.md`, source);
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

describe("the whole room", () => {
  allWithRoom(given, ...everySeat);

  it("[F1] [F5] follows through slides, columns, fragments and black-out, whoever drives", async () => {
    await room.settles({ h: 0, v: 0, f: -1 });
    await press("ArrowRight");
    await room.settles({ h: 1, v: 0, f: -1 });
    await press("Space");
    await room.settles({ h: 1, v: 0, f: 0 });
    const remote = room.remote.page;
    await remote.getByTestId("next").dispatchEvent("pointerdown");
    await room.settles({ h: 1, v: 0, f: 1 });
    await remote.getByTestId("prev").dispatchEvent("pointerdown");
    await room.settles({ h: 1, v: 0, f: 0 });
    await press("b");
    await room.settles({ h: 1, v: 0, f: 0, paused: true });
    await press("b");
    await room.settles({ h: 1, v: 0, f: 0 });
    for (let n = 0; n < 3; n++) await press("Space");
    await room.settles({ h: 2, v: 0, f: -1 });
    await press("ArrowDown");
    await room.settles({ h: 2, v: 1, f: -1 });
    await press("End");
    await room.settles({ h: 4, v: 0, f: -1 });
    await press("Home");
    await room.settles({ h: 0, v: 0, f: -1 });
  });

  it("[F4] twenty quick moves end with everybody where the speaker is, and nobody moves again", async () => {
    const keys = ["ArrowRight", "Space", "Space", "ArrowLeft", "PageDown", "End", "PageUp", "Home"];
    for (let n = 0; n < 20; n++) await press(keys[n % keys.length] ?? "Space");
    await press("Home");
    await press("ArrowRight");
    await room.settles({ h: 1, v: 0, f: -1 });
    const watcher = await Socket.hello(lectern.socketUrl);
    await watcher.settled();
    const { seq } = watcher.welcome;
    const { page } = room.desktop;
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    const late = await Socket.hello(lectern.socketUrl);
    expect(late.welcome.seq).toBe(seq);
    await room.settles({ h: 1, v: 0, f: -1 });
  });

  it("[F2] a late joiner lands on the fragment before anyone moves again", async () => {
    await press("ArrowRight");
    await press("Space");
    await press("Space");
    await room.settles({ h: 1, v: 0, f: 1 });
    const late = await visit(browser, lectern.listening.audience, phone);
    await reaches(late.page, { h: 1, v: 0, f: 1 });
    const visible = deckOf(late.page).locator("section.present li.fragment.visible");
    expect(await visible.count()).toBe(2);
    expect(late.problems).toEqual([]);
    await late.context.close();
  });

  it("[F6] after a reload in the middle of the talk every page is right again", async () => {
    await press("ArrowRight");
    await press("Space");
    await room.settles({ h: 1, v: 0, f: 0 });
    await Promise.all(room.everybody.map((page) => page.reload()));
    await room.settles({ h: 1, v: 0, f: 0 });
    await press("Space");
    await room.settles({ h: 1, v: 0, f: 1 });
  });
});

describe("the whole room, when something happens to its server or its deck", () => {
  eachWithRoom(given, ...everySeat);

  it("[F6] [L1] [L5] the server is killed and started again: every page is right by itself, the log goes on", async () => {
    await room.settles({ h: 0, v: 0, f: -1 });
    await press("ArrowRight");
    await room.settles({ h: 1, v: 0, f: -1 });
    const before = await Socket.hello(lectern.socketUrl);
    const { port, epoch } = lectern.listening;
    await lectern.kill("SIGKILL");
    const pill = room.phone.page.getByTestId("connection");
    await expect.poll(() => pill.getAttribute("data-status"), { timeout: 20_000 }).toBe("reconnecting");
    // Steps made while the link is down are kept and sent.
    await press("Space");
    lectern = await workspace.start(deck, "--port", String(port));
    await room.settles({ h: 1, v: 0, f: 0 });
    await Promise.all(room.everybody.map(isLive));
    expect(lectern.listening.epoch).toBe(epoch);
    // What happened since, and nothing else: the one step, once.
    const since = { epoch, seq: before.welcome.seq };
    const after = await Socket.hello(lectern.socketUrl, { since });
    await after.settled();
    const slides = after.received.filter(({ event }) => event === "slide");
    expect(slides.map(({ seq, to }) => ({ seq, to }))).toEqual([
      { seq: (before.welcome.seq as number) + 1, to: { h: 1, v: 0, f: 0 } },
    ]);
  });

  it("[F7] the deck is edited on disk: every screen shows the new one at the same position", async () => {
    await press("ArrowRight");
    await press("Space");
    await room.settles({ h: 1, v: 0, f: 0 });
    writeFileSync(deck, source.replace("## Fragments", "## Fragments, edited"));
    for (const page of room.everybody) {
      await deckOf(page).locator("section.present h2", { hasText: "Fragments, edited" }).waitFor();
    }
    await room.settles({ h: 1, v: 0, f: 0 });
  });

  it("[K2] a deck that breaks on disk leaves the last good one on the screens", async () => {
    await press("ArrowRight");
    writeFileSync(deck, "---\ntitle: [broken\n---\n# Nothing\n");
    await press("Space");
    await room.settles({ h: 1, v: 0, f: 0 });
    expect((await Socket.hello(lectern.socketUrl)).welcome.talk).toMatchObject({ title: "A talk to follow" });
  });
});

describe("browsing", () => {
  allWithRoom(given, "speaker", "desktop", "phone");

  it("[F3] somebody looks around, is not pulled by live moves, and comes back to live", async () => {
    await press("ArrowRight");
    await room.settles({ h: 1, v: 0, f: -1 });
    const { page } = room.desktop;
    await page.keyboard.press("ArrowLeft");
    await reaches(page, { h: 0, v: 0, f: -1 });
    await page.getByTestId("back-to-live").waitFor();
    await press("Space");
    await reaches(room.phone.page, { h: 1, v: 0, f: 0 });
    expect(await shows(page)).toMatchObject({ h: 0, v: 0 });
    await page.getByTestId("back-to-live").click();
    await room.settles({ h: 1, v: 0, f: 0 });
    expect(await page.getByTestId("back-to-live").count()).toBe(0);
  });

  it("[F3] the deck itself is browsed with its own keys, and nobody else notices", async () => {
    const { page } = room.desktop;
    await deckOf(page).locator("section.present").click();
    await page.keyboard.press("ArrowRight");
    await reaches(page, { h: 1, v: 0, f: -1 });
    await page.keyboard.press("Escape");
    await room.settles({ h: 0, v: 0, f: -1 });
  });

  it("[F3] the speaker locks browsing: whoever was away is brought back and stays", async () => {
    const { page } = room.desktop;
    await page.keyboard.press("ArrowRight");
    await reaches(page, { h: 1, v: 0, f: -1 });
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    await driver.ask({ event: "browsing", id: 1, mode: "locked" });
    await reaches(page, { h: 0, v: 0, f: -1 });
    await page.keyboard.press("ArrowRight");
    await deckOf(page).locator("section.present").click();
    await page.keyboard.press("ArrowRight");
    await press("ArrowRight");
    await room.settles({ h: 1, v: 0, f: -1 });
  });
});

describe("browsing what was shown", () => {
  eachWithRoom(given, "speaker", "desktop", "phone");

  it("[F3] only what was shown: back is free, ahead is undone with a word", async () => {
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    await driver.ask({ event: "browsing", id: 1, mode: "shown" });
    // A key that is pressed before the speaker's slides are there turns nothing.
    await room.settles({ h: 0, v: 0, f: -1 });
    await press("ArrowRight");
    await room.settles({ h: 1, v: 0, f: -1 });
    const { page } = room.desktop;
    await page.keyboard.press("ArrowRight");
    await page.getByText("The speaker has not shown this yet").waitFor();
    await reaches(page, { h: 1, v: 0, f: -1 });
    await page.keyboard.press("ArrowLeft");
    await reaches(page, { h: 0, v: 0, f: -1 });
  });
});

describe("private pages", () => {
  allWithRoom(given, "speaker", "remote");

  it("[A1] without a key, and with a wrong one, they say so and offer the audience page", async () => {
    for (const path of ["speaker", "remote"]) {
      for (const hash of ["", `#key=${"x".repeat(32)}`]) {
        const { page, context } = await visit(browser, `${lectern.origin}/${path}${hash}`);
        await page.getByTestId("refusal").waitFor();
        await page.getByTestId("refusal").getByRole("link").first().click();
        await reaches(page, { h: 0, v: 0, f: -1 });
        await context.close();
      }
    }
  });

  it("[A2] the speaker and the remote show the notes; nothing the audience receives holds them", async () => {
    for (const page of [room.speaker.page, room.remote.page]) {
      await page.getByTestId("notes").getByText(secret).waitFor();
    }
    const seen: string[] = [];
    const { page, context } = await visit(browser, "about:blank");
    page.on(
      "response",
      (response) =>
        void response.text().then(
          (text) => seen.push(text),
          () => {},
        ),
    );
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => seen.push(String(payload))));
    await page.goto(lectern.listening.audience);
    await reaches(page, { h: 0, v: 0, f: -1 });
    await press("ArrowRight");
    await reaches(page, { h: 1, v: 0, f: -1 });
    seen.push(await page.content(), await deckOf(page).locator("html").innerHTML());
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.join("\n")).not.toContain("otter");
    await context.close();
  });
});

describe("the projector", () => {
  allWithRoom(given, "screen");

  it("[F1] shows how to join when the speaker says so, and hides it again", async () => {
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    const overlay = room.screen.page.getByTestId("join-overlay");
    expect(await overlay.count()).toBe(0);
    await driver.ask({ event: "joincode", id: 1, shown: true });
    await overlay.waitFor();
    expect(await overlay.textContent()).toContain(`127.0.0.1:${lectern.listening.port}`);
    await driver.ask({ event: "joincode", id: 2, shown: false });
    await overlay.waitFor({ state: "detached" });
  });
});
