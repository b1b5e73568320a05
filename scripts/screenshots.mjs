// Takes the README's pictures from the running product: the bundled talk, a speaker, a phone, a screen.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { findChromium } from "../test/support/browser.ts";

const args = ["bin/lectern.mjs", "--json", "--ephemeral", "--no-open", "--host", "127.0.0.1", "--port", "0"];
const lectern = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
const [line] = await once(createInterface({ input: lectern.stdout }), "line");
const { speaker, remote, audience, screen } = JSON.parse(line);
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    // A sandboxed frame in a process of its own is drawn at scale 1 and then enlarged when a phone is emulated.
    "--disable-features=IsolateSandboxedIframes",
  ],
});

async function open(url, width, height, deviceScaleFactor = 1) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor, colorScheme: "dark" });
  const page = await context.newPage();
  await page.goto(url);
  await page.frameLocator("iframe").first().locator(".reveal.ready").waitFor();
  return page;
}

/** Fonts and transitions have settled. */
async function shoot(page, name, settleMs = 1500) {
  await page.waitForTimeout(settleMs);
  await page.screenshot({ path: `docs/images/${name}.png` });
}

const desk = await open(speaker, 1440, 900);
const phone = await open(audience, 390, 844, 2);
const clicker = await open(remote, 390, 844, 2);
const wall = await open(screen, 1280, 720);
for (let n = 0; n < 4; n++) await open(audience, 390, 844);

await desk.getByTestId("planned").fill("30");
await desk.getByTestId("planned").press("Enter");
await desk.locator("body").click({ position: { x: 5, y: 5 } });
for (let n = 0; n < 9; n++) await desk.keyboard.press("PageDown");
await shoot(desk, "speaker");
await shoot(phone, "audience");
await shoot(clicker, "remote");
await desk.getByTestId("join").click();
await desk.getByTestId("joincode").click();
await shoot(wall, "screen");

await desk.getByTestId("joincode").click();
await desk.keyboard.press("Escape");

// The talk's live demos, as the screen and the audience see them.
const deckOf = (page) => page.frameLocator("iframe").first();
async function goTo(selector) {
  const slide = deckOf(desk).locator(selector).first();
  await slide.evaluate((inside) => {
    const { h, v } = Reveal.getIndices(inside.closest("section"));
    Reveal.slide(h, v);
  });
  for (const page of [desk, wall, seat])
    await deckOf(page).locator(`section.present ${selector}`).first().waitFor({ state: "attached" });
}
const seat = await open(audience, 1280, 768);

await goTo("#poof");
await deckOf(desk).locator("#poof-next").click();
await shoot(wall, "live-poof", 4000);

await goTo("#polling");
for (const page of [seat, phone]) await deckOf(page).locator("#polling-start").click();
for (let n = 0; n < 3; n++) {
  await deckOf(wall).locator("html").evaluate("new Promise((done) => setTimeout(done, 4000))");
  await deckOf(desk).locator("#polling-say").click();
}
await shoot(seat, "live-polling", 4000);

await goTo("#disconnect");
await seat.waitForTimeout(4000);
await deckOf(seat).locator("#disconnect-cut").click();
await shoot(seat, "live-disconnect", 8000);

await goTo("#frames");
await shoot(wall, "live-frames");

await browser.close();
lectern.kill("SIGTERM");
