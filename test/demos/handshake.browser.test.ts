import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { deckOf, visit } from "../support/browser.ts";
import { isLive } from "../support/room.ts";
import { allShow, goTo, patient, type Scene, text, withBundledTalk } from "../support/scene.ts";

let scene: Scene;
withBundledTalk((given) => {
  scene = given;
});

const accept = (key: string): string =>
  createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");

/** The header's value in the panel, once the connection's own handshake is there. */
async function header(page: Page, panel: "request" | "response", name: string): Promise<string> {
  await allShow([page], "#handshake-says", /^Your own connection/);
  const shown = await deckOf(page)
    .locator(`#handshake-${panel} li`, { hasText: `${name}: ` })
    .first()
    .textContent();
  return shown?.slice(name.length + 2) ?? "";
}

/** Loads the page again, and waits until it shows the speaker's slide. */
async function reload(page: Page, selector: string): Promise<void> {
  await page.reload();
  await isLive(page);
  await deckOf(page).locator(`section.present ${selector}`).waitFor(patient);
}

describe("the handshake", () => {
  it("[D3] each screen shows its own, request and response, and the bytes of both", async () => {
    const pages = [scene.speaker, scene.ada, scene.grace];
    await goTo(scene, "#handshake");
    const keys = new Set<string>();
    for (const page of pages) {
      const key = await header(page, "request", "Sec-WebSocket-Key");
      expect(await header(page, "response", "Sec-WebSocket-Accept")).toBe(accept(key));
      expect(await header(page, "request", "Host")).toBe(`127.0.0.1:${scene.lectern.listening.port}`);
      keys.add(key);
    }
    expect(keys.size).toBe(pages.length);
    await allShow(pages, "#handshake-request li:first-child", /^GET \/ws HTTP\/1\.1$/);
    await allShow(pages, "#handshake-response li:first-child", /^HTTP\/1\.1 101 Switching Protocols$/);
    await allShow(pages, "#handshake-request-bytes", /^\d{3,} bytes up$/);
    await allShow(pages, "#handshake-response-bytes", /^129 bytes down$/);
    // Everything in sight: what is more is counted.
    await deckOf(scene.ada)
      .getByText(/^and \d+ more headers, \d+ bytes$/)
      .first()
      .waitFor();
    for (const page of pages) {
      expect(await text(page, "#handshake")).not.toContain(scene.lectern.speakerKey);
      const slide = deckOf(page).locator("section.present:not(.stack)").first();
      expect(await slide.evaluate(({ scrollHeight }) => scrollHeight)).toBeLessThanOrEqual(722);
    }
  });

  it("[D3] every screen computes the answer that came back, with the key of its own connection", async () => {
    const pages = [scene.speaker, scene.ada, scene.grace];
    await goTo(scene, "#accept");
    for (const page of pages) {
      const key = await header(page, "request", "Sec-WebSocket-Key");
      await allShow([page], "#accept-says", "your own connection");
      expect(await text(page, "#accept-key")).toBe(key);
      expect(await text(page, "#accept-computed")).toBe(accept(key));
      expect(await text(page, "#accept-answer")).toBe(accept(key));
      await allShow([page], "#accept-hash", /^([0-9a-f]{2} ){19}[0-9a-f]{2}$/);
      await allShow([page], "#accept-how", "the browser’s own");
    }
    // One step of the talk is one row, on every screen.
    for (const row of ["#accept-joined", "#accept-hash", "#accept-computed", "#accept-verdict"]) {
      expect(await deckOf(scene.grace).locator(`.fragment.visible ${row}`).count()).toBe(0);
      await scene.speaker.keyboard.press("Space");
      for (const page of pages) await deckOf(page).locator(`.fragment.visible ${row}`).waitFor(patient);
    }
    await allShow(pages, "#accept-verdict.equal", /^Equal$/);
  });

  it("[D3] after a cut it is the handshake of the new connection", async () => {
    await goTo(scene, "#handshake");
    const before = await header(scene.ada, "request", "Sec-WebSocket-Key");
    await deckOf(scene.ada)
      .locator("#handshake")
      .evaluate(() =>
        (globalThis as unknown as { lectern: { connection: { cut(ms: number): void } } }).lectern.connection.cut(500),
      );
    await expect.poll(() => header(scene.ada, "request", "Sec-WebSocket-Key"), patient).not.toBe(before);
    expect(await text(scene.ada, "#accept-key")).toBe(await header(scene.ada, "request", "Sec-WebSocket-Key"));
  });

  it("[D3] where the browser keeps crypto.subtle to itself, the slide's own SHA-1 comes to the same", async () => {
    await scene.grace.addInitScript(() => {
      if (window !== top) Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined });
    });
    await goTo(scene, "#accept");
    await reload(scene.grace, "#accept");
    await allShow([scene.grace], "#accept-says", "your own connection");
    await allShow([scene.grace], "#accept-how", "SHA-1 by demos/sha1.js");
    await allShow([scene.grace], "#accept-verdict.equal", /^Equal$/);
    expect(await text(scene.grace, "#accept-computed")).toBe(accept((await text(scene.grace, "#accept-key")) ?? ""));
  });

  it("[D3] a cookie is masked, and said to be", async () => {
    const cookie = { name: "session", value: "very-secret", url: scene.lectern.origin };
    await scene.ada.context().addCookies([cookie]);
    await goTo(scene, "#handshake");
    await reload(scene.ada, "#handshake");
    await allShow([scene.ada], "#handshake-says", "Secrets and addresses are masked.");
    await allShow([scene.ada], "#handshake-request-bytes", /^at least \d+ bytes up$/);
    expect(await deckOf(scene.ada).locator("html").innerHTML()).not.toContain(cookie.value);
  });

  it("[D8] without a connection it is the example of RFC 6455, which comes out equal too", async () => {
    const { page, problems, context } = await visit(scene.browser, `${scene.lectern.origin}/deck/`);
    await page.locator("#handshake-says", { hasText: "The example of RFC 6455" }).waitFor({ state: "attached" });
    expect(await page.locator("#handshake-request-bytes").textContent()).toBe("230 bytes up");
    expect(await page.locator("#handshake-response-bytes").textContent()).toBe("159 bytes down");
    await page.locator("#accept-verdict.equal").waitFor({ state: "attached" });
    expect(await page.locator("#accept-computed").textContent()).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    expect(problems).toEqual([]);
    await context.close();
  });
});
