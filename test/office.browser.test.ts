import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findLibreOffice } from "../src/deck/office/find-libreoffice.ts";
import { deckOf, launch, visit } from "./support/browser.ts";
import { runToEnd, Workspace } from "./support/lectern.ts";
import { Room } from "./support/room.ts";
import { patient } from "./support/scene.ts";

const rivers = readFileSync(join(import.meta.dirname, "decks/office/rivers.fodp"), "utf8");
const program = await findLibreOffice();
const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());

describe.skipIf(program === undefined)("slides through LibreOffice (skipped where it is not installed)", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  it("[F1] [F7] [A2] [K9] the room follows; notes are the speaker's alone; a saved file shows on every screen", async () => {
    const deck = workspace.write("Über rivers (1).fodp", rivers);
    const lectern = await workspace.start(deck);
    const room = await Room.open(browser, lectern);
    const { page: speaker } = room.speaker;
    await speaker.getByTestId("notes").getByText("wait for the otter").waitFor();
    await speaker.keyboard.press("ArrowRight");
    await room.settles({ h: 1, v: 0, f: -1 });
    for (const page of room.everybody) {
      await deckOf(page).locator(".sheet:not([hidden])[data-page='2'][data-painted]").waitFor(patient);
    }
    const seen: string[] = [];
    const { page, context } = await visit(browser, "about:blank");
    page.on(
      "response",
      (response) =>
        void response
          .text()
          .then((text) => void seen.push(text))
          .catch(() => {}),
    );
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => void seen.push(String(payload))));
    await page.goto(lectern.listening.audience);
    await deckOf(page)
      .locator("#spoken")
      .getByText("How they end")
      .waitFor({ state: "attached", ...patient });
    expect(seen.some((text) => text.startsWith("%PDF"))).toBe(true);
    expect(seen.flatMap((text) => text.match(/.{0,30}\b(otter|hidden slide).{0,30}/gi) ?? [])).toEqual([]);
    await context.close();
    const source = await fetch(`${lectern.origin}/deck/${encodeURIComponent("Über rivers (1).fodp")}`);
    expect(source.status).toBe(404);
    writeFileSync(deck, rivers.replace("How they end", "The sea").replace("The otter reaches", "At last"));
    await speaker.getByTestId("notes").getByText("At last the sea").waitFor(patient);
    for (const { page: each } of [room.desktop, room.phone]) {
      const spoken = deckOf(each).locator("#spoken");
      await expect.poll(() => spoken.textContent().catch(() => ""), patient).toMatch(/The sea/);
    }
    await room.settles({ h: 1, v: 0, f: -1 });
    await room.close();
    await lectern.kill("SIGTERM");
  });
});

describe("a file that cannot be shown", () => {
  it("[K2] [K9] Keynote ends the command with one line", async () => {
    const { code, stderr } = await runToEnd([workspace.write("talk.key", "x"), "--no-open"]);
    expect(code).toBe(65);
    expect(stderr.trim().split("\n")).toEqual([expect.stringMatching(/talk\.key is a Keynote file.*as a PDF/)]);
  });
});
