import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deckOf, launch, phone, visit } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { allWithRoom, everySeat, Room, reaches, type Talk } from "./support/room.ts";
import { patient } from "./support/scene.ts";
import { Socket } from "./support/socket.ts";

const secret = "The otter wears a silken hat on Thursdays";
const source = `---
marp: true
theme: river
paginate: true
footer: Foot
channels:
  count:
    set: everyone
---

# A talk that fits <!-- fit -->

<!-- ${secret} -->

---

## In steps

* one
* two
1) three

---

![bg left](pixel.png)

## Pictures and links

![](pixel.png) [Elsewhere](https://elsewhere.example/page) [To the end](#5)

\`\`\`js
const wide = "${"a line that is much wider than the slide ".repeat(4)}";
\`\`\`

---

\`\`\`poll id=animal
Which animal wears a hat?
- Otter
- Cat
\`\`\`

---

\`\`\`poll quiz open=speaker
Is it a velvet one?
- [x] Yes it is
- No
\`\`\`

<!-- _class: invert -->

## The end

<button id="count">0</button>
<script>
  const channel = lectern.channel("count");
  const button = document.querySelector("#count");
  button.onclick = () => channel.set(Number(button.textContent) + 1);
  channel.on("value", ({ data }) => (button.textContent = data));
</script>
`;
const theme = "/* @theme river */ @import 'gaia'; section { background: rgb(0, 51, 102); color: #fff }";
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const workspace = new Workspace();
let browser: Browser;
let deck: string;
let lectern: Lectern;
let room: Room;
let talks = 0;

beforeAll(async () => {
  browser = await launch();
  workspace.write("river.css", theme);
  writeFileSync(workspace.path("pixel.png"), Buffer.from(pixel, "base64"));
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
const slideIn = (page: Page) => deckOf(page).locator(".marpit > svg:visible");

async function goTo(h: number): Promise<void> {
  const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
  await driver.ask({ event: "move", id: 1, to: { h, v: 0, f: -1 } });
  driver.close();
  await room.settles({ h, v: 0, f: -1 });
}

describe("the whole room", () => {
  allWithRoom(given, ...everySeat);

  it("[F1] [F2] [F4] [K8] follows through slides, steps, black-out and quick moves; a late joiner lands right", async () => {
    await room.settles({ h: 0, v: 0, f: -1 });
    await press("Space");
    await room.settles({ h: 1, v: 0, f: -1 });
    for (const f of [0, 1]) {
      await press("Space");
      await room.settles({ h: 1, v: 0, f });
    }
    const late = await visit(browser, lectern.listening.audience, phone);
    await reaches(late.page, { h: 1, v: 0, f: 1 });
    expect(await slideIn(late.page).locator("li:visible").allTextContents()).toEqual(["one", "two"]);
    expect(late.problems).toEqual([]);
    await late.context.close();
    await press("b");
    await room.settles({ h: 1, v: 0, f: 1, paused: true });
    expect(await slideIn(room.screen.page).count()).toBe(0);
    await press("b");
    await room.settles({ h: 1, v: 0, f: 1 });
    expect(await slideIn(room.screen.page).count()).toBe(1);
    for (const key of ["End", "ArrowLeft", "PageUp", "Home", "ArrowRight", "Space", "Space", "n", "p", "End"]) {
      await press(key);
    }
    await room.settles({ h: 4, v: 0, f: -1 });
    await room.remote.page.getByTestId("prev").dispatchEvent("pointerdown");
    await room.settles({ h: 3, v: 0, f: -1 });
  });

  it("[F7] [K2] [K8] a saved deck and a saved theme are on every screen at the same step; a broken one changes nothing", async () => {
    await goTo(1);
    await press("Space");
    await room.settles({ h: 1, v: 0, f: 0 });
    workspace.write(`talk-${talks}.md`, source.replace("theme: river", "theme: [river"));
    workspace.write(`talk-${talks}.md`, source.replace("## In steps", "## In small steps"));
    const heading = (page: Page) =>
      slideIn(page)
        .locator("h2")
        .textContent()
        .catch(() => "");
    await Promise.all(room.everybody.map((page) => expect.poll(() => heading(page), patient).toBe("In small steps")));
    await room.settles({ h: 1, v: 0, f: 0 });
    workspace.write("river.css", theme.replace("rgb(0, 51, 102)", "rgb(102, 51, 0)"));
    const ground = (page: Page) =>
      slideIn(page)
        .locator("section")
        .first()
        .evaluate((section) => getComputedStyle(section).backgroundColor)
        .catch(() => "");
    await Promise.all(room.everybody.map((page) => expect.poll(() => ground(page), patient).toBe("rgb(102, 51, 0)")));
    await room.settles({ h: 1, v: 0, f: 0 });
    workspace.write("river.css", theme);
  });

  it("[P2] [P4] [K8] votes on a poll in the deck, and sees the results on the slide", async () => {
    await goTo(3);
    const { page } = room.phone;
    await page.getByTestId("poll-animal").getByLabel("Otter").check();
    await expect
      .poll(() => deckOf(room.screen.page).locator(".lectern-poll-state").textContent(), patient)
      .toMatch(/1 vote/);
  });

  it("[D2] [K8] a program in a slide has its channel", async () => {
    await goTo(4);
    await deckOf(room.desktop.page).locator("#count").click();
    const count = (page: Page) => deckOf(page).locator("#count").textContent();
    await Promise.all(room.followers.map((page) => expect.poll(() => count(page), patient).toBe("1")));
  });
});

describe("one screen", () => {
  allWithRoom(given, "speaker", "desktop", "phone");

  it("[F3] [K8] browses freely, also by a link inside the deck, and comes back", async () => {
    await goTo(2);
    const { page } = room.desktop;
    await deckOf(page).getByRole("link", { name: "To the end" }).click();
    await reaches(page, { h: 4, v: 0, f: -1 });
    await deckOf(page).locator("body").press("ArrowLeft");
    await reaches(page, { h: 3, v: 0, f: -1 });
    await reaches(room.speaker.page, { h: 2, v: 0, f: -1 });
    await page.getByTestId("back-to-live").click();
    await room.settles({ h: 2, v: 0, f: -1 });
  });

  it("[A3] [K8] has the deck's pictures and theme; other links open in a tab of their own", async () => {
    await goTo(2);
    const { page, context } = room.desktop;
    const slide = slideIn(page);
    await expect.poll(() => slide.locator("img").evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    expect(await slide.locator("figure").evaluate((figure) => getComputedStyle(figure).backgroundImage)).toContain(
      "/deck/pixel.png",
    );
    const section = slide.locator('section[data-marpit-advanced-background="background"]');
    expect(await section.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe("rgb(0, 51, 102)");
    await context.route("https://elsewhere.example/**", (route) => route.fulfill({ body: "elsewhere" }));
    const [popup] = await Promise.all([page.waitForEvent("popup"), slide.getByText("Elsewhere").click()]);
    await popup.getByText("elsewhere").waitFor();
    expect(await popup.evaluate(() => window.opener)).toBeNull();
    await popup.close();
    await reaches(page, { h: 2, v: 0, f: -1 });
  });

  it("[K8] what is to fit, fits, at every size; the slide is as large as its frame", async () => {
    const { page } = room.phone;
    const fits = (selector: string) =>
      slideIn(page)
        .locator(selector)
        .evaluate((part) => {
          const words = document.createRange();
          words.selectNodeContents(part);
          const share = words.getBoundingClientRect().width / (part.closest("svg")?.getBoundingClientRect().width ?? 0);
          return share > 0.3 && share < 0.95 ? "fits" : share;
        })
        .catch(() => "no deck yet");
    for (const size of [phone, { width: 844, height: 390 }, { width: 1440, height: 900 }]) {
      await page.setViewportSize(size);
      await goTo(0);
      await expect.poll(() => fits("marp-h1, [is=marp-h1]"), patient).toBe("fits");
      await goTo(2);
      await expect.poll(() => fits("marp-pre, [is=marp-pre]"), patient).toBe("fits");
    }
  });

  it("[K8] the slide that is shown is read aloud, and no other", async () => {
    await goTo(1);
    const spoken = (page: Page) => deckOf(page).locator("#spoken").textContent();
    const { page } = room.desktop;
    await expect.poll(() => spoken(page), patient).toMatch(/In steps/);
    expect(await spoken(page)).not.toMatch(/one|Pictures/);
  });
});

describe("what is loaded", () => {
  allWithRoom(given, "speaker", "remote");

  it("[A2] [K4] [K8] the speaker and the remote show the notes; nothing the audience receives holds them", async () => {
    for (const page of [room.speaker.page, room.remote.page]) {
      await page.getByTestId("notes").getByText(secret).waitFor();
    }
    const seen: string[] = [];
    const asked: string[] = [];
    const { page, context, problems } = await visit(browser, "about:blank");
    const keep = (text: string): void => void seen.push(text);
    page.on("request", (request) => void asked.push(new URL(request.url()).host));
    page.on("response", (response) => void response.text().then(keep, () => {}));
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => keep(String(payload))));
    await page.goto(lectern.listening.audience);
    await reaches(page, { h: 0, v: 0, f: -1 });
    await goTo(3);
    await reaches(page, { h: 3, v: 0, f: -1 });
    seen.push(await page.content(), await deckOf(page).locator("html").innerHTML());
    const answer = await fetch(`${lectern.origin}/deck/talk-${talks}.md`);
    seen.push(await answer.text());
    expect(seen.some((text) => text.includes("data-marpit-svg"))).toBe(true);
    expect(seen.flatMap((text) => text.match(/.{0,40}(silken|- \[x\]|"right":\s*\[0\]).{0,40}/g) ?? [])).toEqual([]);
    expect(new Set(asked)).toEqual(new Set([new URL(lectern.origin).host]));
    expect(problems).toEqual([]);
    await context.close();
  });
});
