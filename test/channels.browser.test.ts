import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Lectern } from "../src/frame/deck-api.ts";
import { deckOf } from "./support/browser.ts";
import { equip } from "./support/pair.ts";
import { isLive } from "./support/room.ts";
import { allShow, give, patient, press, type Scene, text } from "./support/scene.ts";

declare const lectern: Lectern;

/** The examples of docs/live-slides.md, by title: what the page promises is what is tested. */
const examples = new Map(
  [...readFileSync("docs/live-slides.md", "utf8").matchAll(/### .*\n\n```markdown\n([\s\S]*?)```/g)].map(([, deck]) => [
    /^title: (.*)$/m.exec(deck ?? "")?.[1] ?? "",
    deck ?? "",
  ]),
);
const kit = equip();
const { workspace } = kit;

const example = (title: string): Promise<Scene> =>
  give(kit.browser, workspace, examples.get(title) ?? "", title.replace(/\W/g, "-"));
describe("the examples of docs/live-slides.md", () => {
  it("[D1] [D2] a counter everybody may set: all agree, a late joiner too, also after the server was killed", async () => {
    const { lectern, speaker, ada, grace, join, close } = await example("Counter");
    await press(ada, "#more");
    await allShow([speaker, ada, grace], "#count", /^1$/);
    await press(grace, "#more");
    await allShow([speaker, ada, grace], "#count", /^2$/);
    await press(speaker, "#more");
    await allShow([ada, grace, await join()], "#count", /^3$/);
    // Space presses the focused button, and the deck stays where it is.
    await deckOf(ada).locator("#more").focus();
    const pressed = Number(await text(ada, "#count")) + 1;
    await ada.keyboard.press("Space");
    await allShow([speaker, ada, grace], "#count", String(pressed));
    const before = await text(ada, "#count");
    await lectern.kill("SIGKILL");
    const again = await workspace.start(workspace.path("Counter.md"), "--port", String(lectern.listening.port));
    await allShow([speaker, ada, grace], "#count", before ?? "");
    await isLive(ada);
    await press(ada, "#more");
    await allShow([speaker, ada, grace], "#count", String(Number(before) + 1));
    await close();
    await again.kill("SIGTERM");
  });

  it("[D2] the buzzer: one was first, on every screen, and only the speaker starts again", async () => {
    const { speaker, ada, grace, close } = await example("Buzzer");
    await press(grace, "#buzz");
    await allShow([grace], "#first", /^You were first$/);
    await allShow([speaker, ada], "#first", /^Guest was first$/);
    // Ada's press must have come before the speaker begins again.
    const heard = deckOf(speaker)
      .locator("html")
      .evaluate(() => new Promise<void>((done) => void lectern.channel("buzz").on("message", () => done())));
    await press(ada, "#buzz");
    await heard;
    expect(await deckOf(ada).locator("#again").isVisible()).toBe(false);
    await press(speaker, "#again");
    await allShow([speaker, ada, grace], "#first", /^$/);
    await close();
  });

  it("[D2] pointers show on every screen", async () => {
    const { ada, grace, speaker, close } = await example("Cursor party");
    await deckOf(ada)
      .locator("#field")
      .hover({ position: { x: 100, y: 100 } });
    for (const page of [ada, grace, speaker]) await deckOf(page).locator("#field i").first().waitFor();
    await close();
  });

  it("[D2] a line drawn here is drawn there", async () => {
    const { ada, grace, close } = await example("Drawing");
    const box = await deckOf(ada).locator("#paper").boundingBox();
    if (box === null) throw new Error("there is no paper");
    await ada.mouse.move(box.x + 50, box.y + 50);
    await ada.mouse.down();
    await ada.mouse.move(box.x + 250, box.y + 50, { steps: 8 });
    const ink = () =>
      deckOf(grace)
        .locator("canvas")
        .evaluate((paper) => {
          const { data } = (paper as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, 1080, 440) ?? { data: [] };
          return data.some((byte) => byte > 0);
        });
    await expect.poll(ink, patient).toBe(true);
    await ada.mouse.up();
    await close();
  });

  it("[D1] the countdown runs alike everywhere, for late joiners too", async () => {
    const { speaker, ada, grace, join, close } = await example("Countdown");
    await press(speaker, "#start");
    await allShow([ada, grace, speaker, await join()], "#left", /^4:5\d$/);
    expect(await deckOf(ada).locator("#start").isVisible()).toBe(false);
    await close();
  });

  it("[D2] only the speaker colours the room; somebody else's try stays at home", async () => {
    const { speaker, ada, grace, close } = await example("Colour");
    const ground = (page: Page) =>
      deckOf(page)
        .locator(".reveal")
        .evaluate((deck) => (deck as HTMLElement).style.background);
    const warned = ada.waitForEvent("console", (message) => message.text().includes("Only the speaker"));
    await deckOf(ada).locator("#colour").fill("#112233");
    await warned;
    await deckOf(speaker).locator("#colour").fill("#aabbcc");
    for (const page of [speaker, ada, grace]) await expect.poll(() => ground(page), patient).toBe("rgb(170, 187, 204)");
    await close();
  });

  it("[D2] the tug of war moves for all", async () => {
    const { ada, grace, speaker, close } = await example("Tug of war");
    for (let n = 0; n < 3; n++) await press(grace, "#right");
    const rope = (page: Page) =>
      deckOf(page)
        .locator("#rope")
        .evaluate((bar) => (bar as HTMLProgressElement).value);
    for (const page of [ada, grace, speaker]) await expect.poll(() => rope(page), patient).toBe(53);
    await close();
  });
});

describe("a deck that loops", () => {
  const flood = `# Flood

<button id="flood">Flood</button> <output id="seen">0</output>

<script>
  const channel = lectern.channel("flood");
  let seen = 0;
  channel.on("message", () => (document.getElementById("seen").textContent = ++seen));
  document.getElementById("flood").onclick = () => { for (let n = 0; n < 5000; n++) channel.send(n); };
</script>
`;

  it("[D2] [B4] is throttled and told; the talk goes on for everybody", async () => {
    const { speaker, ada, grace, close } = await give(kit.browser, workspace, flood, "flood");
    const told = ["Too many messages", "more than 60 things a second"].map((words) =>
      ada.waitForEvent("console", (message) => message.text().includes(words)),
    );
    const reopened: string[] = [];
    for (const page of [ada, grace]) page.on("websocket", (socket) => reopened.push(socket.url()));
    await press(ada, "#flood");
    await Promise.all(told);
    await press(grace, "#flood");
    for (const page of [ada, grace, speaker])
      await expect.poll(() => text(page, "#seen"), patient).toMatch(/^[3-9]\d$/);
    expect(reopened).toEqual([]);
    for (const page of [ada, grace, speaker]) await isLive(page);
    await close();
  });
});
