import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deckOf, desktop, launch, type Visit, visit } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { reaches } from "./support/room.ts";
import { Socket } from "./support/socket.ts";

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const source = `---
title: Everything a deck can have
theme: THEME
---
# Math $e^{i\\pi}$

$$\\int_0^1 x^2\\,dx$$

---

## Diagram

\`\`\`mermaid
graph LR
  A[Phone] --> B[Server]
\`\`\`

---

## Code

\`\`\`js [1|2]
const first = 1;
const second = 2;
\`\`\`

---

## Picture and table

![A pixel](images/pixel.png)

| a | b |
|---|---|
| 1 | 2 |

---

<!-- .slide: data-background-color="#123456" id="attributes" -->

## Attributes <!-- .element: class="marked" -->
`;

/** A deck that tries to get out. Alone in a tab it is its own top, so it may go where it likes. */
const hostile = `# Program

<p id="out">waiting</p>

<script>
  const tries = {
    parent: () => window.parent.document.title,
    top: () => { window.top.location = "about:blank"; return "moved"; },
    storage: () => localStorage.length,
    cookie: () => document.cookie,
    frame: () => window.frameElement.id,
  };
  if (window.top === window) for (const name of ["parent", "top", "frame"]) delete tries[name];
  const got = Object.entries(tries).map(([name, attempt]) => {
    try { return name + "=" + attempt(); } catch (error) { return name + " refused"; }
  });
  document.getElementById("out").textContent = got.join(", ");
</script>
`;

const workspace = new Workspace();
let browser: Browser;

beforeAll(async () => {
  browser = await launch();
  mkdirSync(workspace.path("images"));
  const { writeFileSync } = await import("node:fs");
  writeFileSync(workspace.path("images/pixel.png"), Buffer.from(pixel, "base64"));
  workspace.write("mine.css", ".reveal h2 { color: rgb(1, 2, 3); }");
});
afterAll(async () => {
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

async function show(
  theme: string,
): Promise<{ lectern: Lectern; seen: Visit; go(h: number, f?: number): Promise<Page> }> {
  const deck = workspace.write(`${theme.replace(/\W/g, "-")}.md`, source.replace("THEME", theme));
  const lectern = await workspace.start(deck, "--ephemeral");
  const seen = await visit(browser, lectern.listening.audience, desktop);
  const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
  let id = 0;
  const go = async (h: number, f = -1): Promise<Page> => {
    await driver.ask({ event: "move", id: ++id, to: { h, v: 0, f } });
    await reaches(seen.page, { h, v: 0, f });
    return seen.page;
  };
  return { lectern, seen, go };
}

describe("a Markdown deck in the browser", () => {
  it("[K1] [K5] math, diagrams, code steps, pictures, tables and attributes are really there", async () => {
    const { lectern, seen, go } = await show("lectern");
    const deck = deckOf(await go(0));
    expect(await deck.locator("section.present .katex").count()).toBe(2);
    expect(
      await deck.locator("html").evaluate("document.fonts.load('16px KaTeX_Main').then((all) => all.length)"),
    ).toBe(1);
    await go(1);
    await deck.locator("section.present .mermaid svg").waitFor();
    expect(await deck.locator("section.present .mermaid").textContent()).toContain("Phone");
    await go(2, 0);
    const step = deck.locator("section.present code.current-fragment .highlight-line");
    expect(await step.allTextContents()).toEqual(["const second = 2;"]);
    await go(3);
    const width = await deck
      .locator("section.present img")
      .evaluate(async (image: HTMLImageElement) => image.decode().then(() => image.naturalWidth));
    expect(width).toBe(1);
    expect(await deck.locator("section.present td").allTextContents()).toEqual(["1", "2"]);
    await go(4);
    expect(await deck.locator("section#attributes h2.marked").count()).toBe(1);
    expect(seen.problems).toEqual([]);
    await lectern.kill("SIGTERM");
  });

  it("[A3] [F3] [K5] a link inside the deck is browsing; others open in a tab of their own", async () => {
    const links = "# Links\n\n[To the end](#/2) [Elsewhere](https://elsewhere.example/)\n---\n## Two\n---\n## End\n";
    const lectern = await workspace.start(workspace.write("links.md", links), "--ephemeral");
    const { page, context } = await visit(browser, lectern.listening.audience);
    await reaches(page, { h: 0, v: 0, f: -1 });
    await context.route("https://elsewhere.example/**", (route) => route.fulfill({ body: "elsewhere" }));
    const link = (name: string) => deckOf(page).getByRole("link", { name });
    const [popup] = await Promise.all([page.waitForEvent("popup"), link("Elsewhere").click()]);
    await popup.getByText("elsewhere").waitFor();
    expect(await popup.evaluate(() => window.opener)).toBeNull();
    await popup.close();
    await reaches(page, { h: 0, v: 0, f: -1 });
    await link("To the end").click();
    await reaches(page, { h: 2, v: 0, f: -1 });
    await page.getByTestId("back-to-live").click();
    await reaches(page, { h: 0, v: 0, f: -1 });
    await context.close();
    await lectern.kill("SIGTERM");
  });

  it("[K1] [A5] pages beside the deck show in its slides, as its background too", async () => {
    workspace.write("inner.html", "<h1>A page beside it</h1>");
    const framed =
      '<!-- .slide: data-background-iframe="inner.html" -->\n# Two\n\n<iframe src="inner.html"></iframe>\n';
    const lectern = await workspace.start(workspace.write("framed.md", framed), "--ephemeral");
    const { page, problems, context } = await visit(browser, lectern.listening.audience);
    await reaches(page, { h: 0, v: 0, f: -1 });
    for (const frame of [".slides iframe", ".slide-background iframe"])
      await deckOf(page).frameLocator(frame).getByText("A page beside it").waitFor();
    expect(problems).toEqual([]);
    await context.close();
    await lectern.kill("SIGTERM");
  });

  it("[A3] a program in a slide reaches neither the page around it nor its storage", async () => {
    const lectern = await workspace.start(workspace.write("hostile.md", hostile), "--ephemeral");
    const { page } = await visit(browser, lectern.listening.audience);
    await reaches(page, { h: 0, v: 0, f: -1 });
    const inFrame = await deckOf(page).locator("#out").textContent();
    // A frame without its page's origin is given no frameElement at all.
    expect(inFrame).toBe("parent refused, top refused, storage refused, cookie refused, frame refused");
    expect(page.url()).toBe(lectern.listening.audience);
    await page.goto(`${lectern.origin}/deck/`);
    expect(await page.locator("#out").textContent()).toBe("storage refused, cookie refused");
    await lectern.kill("SIGTERM");
  });

  it.each(["black", "white", "mine.css"])("[K1] the theme %s is used", async (theme) => {
    const { lectern, seen, go } = await show(theme);
    const deck = deckOf(await go(2));
    const colour = await deck
      .locator("section.present h2")
      .evaluate((heading) => heading.ownerDocument.defaultView?.getComputedStyle(heading).color);
    expect(colour).toBe({ black: "rgb(255, 255, 255)", white: "rgb(34, 34, 34)", "mine.css": "rgb(1, 2, 3)" }[theme]);
    expect(seen.problems).toEqual([]);
    await lectern.kill("SIGTERM");
  });
});
