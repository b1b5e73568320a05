/** The ways in which pages start their reveal.js, and what they bring along. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { deckOf, phone, shows } from "./support/browser.ts";
import { demoOf, placeDeck, type RevealVersion, revealVersions, startScript } from "./support/decks.ts";
import { equip, Pair } from "./support/pair.ts";
import { reaches } from "./support/room.ts";
import { Socket } from "./support/socket.ts";

const kit = equip();
let pair: Pair;
afterEach(() => pair.close());

/** Opens a deck for a speaker and somebody with a phone. */
async function open(deck: string, version: RevealVersion, start: string): Promise<void> {
  const { workspace, browser } = kit;
  pair = await Pair.open(
    browser,
    await workspace.start(placeDeck(workspace, deck, version, start), "--ephemeral"),
    phone,
  );
}

/** The same, and waits until the speaker sees its first slide. */
async function give(...deck: Parameters<typeof open>): Promise<void> {
  await open(...deck);
  await reaches(pair.speaker.page, { h: 0, v: 0, f: -1 });
}

const press = (key: string): Promise<void> => pair.speaker.page.keyboard.press(key);

async function walksTogether(): Promise<void> {
  await press("ArrowRight");
  await Promise.all(pair.both.map(({ page }) => reaches(page, { h: 1, v: 0, f: -1 })));
  await press("Space");
  await press("Space");
  await Promise.all(pair.both.map(({ page }) => reaches(page, { h: 1, v: 1, f: 0 })));
  await press("b");
  await reaches(pair.person.page, { h: 1, v: 1, f: 0, paused: true });
}

const moduleStart = {
  "5.2.1": `<script type="module">
    import Reveal from "./reveal/dist/reveal.esm.js";
    import Markdown from "./reveal/plugin/markdown/markdown.esm.js";
    new Reveal(document.querySelector(".reveal"), { hash: true, plugins: [Markdown] }).initialize();
  </script>`,
  "6.0.2": `<script type="module">
    import Reveal from "./reveal/dist/reveal.mjs";
    import Markdown from "./reveal/dist/plugin/markdown.mjs";
    new Reveal({ hash: true, plugins: [Markdown] }).initialize();
  </script>`,
} as const;

describe("how a page starts its reveal.js", () => {
  it.each(["5.2.1", "6.0.2"] as const)(
    "[K1] [F1] in a module that nobody else can reach, version %s",
    async (version) => {
      await give("hard", version, moduleStart[version]);
      expect(
        await deckOf(pair.person.page)
          .locator("html")
          .evaluate(() => "Reveal" in globalThis && (globalThis as { Reveal?: unknown }).Reveal),
      ).toBeFalsy();
      await walksTogether();
      expect(pair.person.problems).toEqual([]);
    },
  );

  it("[K1] [F1] with plugins: code in steps, formulas, zoom, search", async () => {
    const { workspace, browser } = kit;
    const plugins = "RevealHighlight, RevealMath.KaTeX, RevealZoom, RevealSearch, RevealNotes";
    const sources = ["highlight", "math", "zoom", "search", "notes"].map((name) => `reveal/plugin/${name}/${name}.js`);
    const scripts = ["reveal/dist/reveal.js", ...sources];
    const start = `${scripts.map((source) => `<script src="${source}"></script>`).join("")}
      <script>Reveal.initialize({
        hash: true, katex: { local: "katex" },
        plugins: [${plugins}] });</script>`;
    const folder = placeDeck(workspace, "plugins", "5.2.1", start);
    const katex = join(import.meta.dirname, "../node_modules/katex");
    cpSync(katex, join(folder, "katex"), { recursive: true });
    pair = await Pair.open(browser, await workspace.start(folder, "--ephemeral"));
    const follow = (h: number, f: number) => Promise.all(pair.both.map(({ page }) => reaches(page, { h, v: 0, f })));
    const deck = deckOf(pair.person.page);
    await follow(0, -1);
    for (const [h, f] of [
      [1, -1],
      [1, 0],
      [2, -1],
    ] as const) {
      await press("Space");
      await follow(h, f);
      if (f === 0) expect(await deck.locator("code.current-fragment .highlight-line").textContent()).toContain("b = 2");
    }
    await deck.locator("section.present .katex").waitFor();
    expect(pair.both.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it("[K1] [F1] late, when somebody pressed a button", async () => {
    const start = startScript("6.0.2").replace("Reveal.initialize(", "window.begin = () => Reveal.initialize(");
    await open("hard", "6.0.2", start);
    for (const { page } of pair.both) {
      await deckOf(page)
        .locator("html")
        .evaluate(() => (globalThis as unknown as { begin(): void }).begin());
    }
    await walksTogether();
  });

  it("[K1] [F1] twice: the second start changes nothing", async () => {
    await give("hard", "6.0.2", `${startScript("6.0.2")}<script>Reveal.initialize({}).catch(() => {});</script>`);
    await walksTogether();
  });

  it("[K1] [F1] twice on one page: the first deck is followed, and the second left alone", async () => {
    const second = `<div class="reveal" id="second"><div class="slides"><section>A</section><section>B</section></div></div>`;
    const start = `${startScript("6.0.2").replace(/<script>Reveal\.initialize[\s\S]*$/, "")}${second}<script>
      new Reveal(document.querySelector(".reveal"), { embedded: true, plugins: [RevealMarkdown] }).initialize();
      new Reveal(document.querySelector("#second"), { embedded: true }).initialize();
    </script>`;
    await give("hard", "6.0.2", start);
    await deckOf(pair.speaker.page)
      .locator(".reveal")
      .first()
      .evaluate((deck) => (deck as HTMLElement).focus());
    const driver = await Socket.hello(pair.lectern.socketUrl, { key: pair.lectern.speakerKey });
    await driver.ask({ event: "move", id: 1, to: { h: 1, v: 1, f: 0 } });
    driver.close();
    await reaches(pair.person.page, { h: 1, v: 1, f: 0 });
    expect(await deckOf(pair.person.page).locator("#second section.present").textContent()).toBe("A");
  });

  it("[K1] [F1] as a page to scroll: it is followed slide by slide, also on a phone", async () => {
    await give("hard", "6.0.2", startScript("6.0.2", 'view: "scroll", scrollActivationWidth: 9000'));
    await walksTogether();
    expect(await deckOf(pair.person.page).locator(".reveal-scroll").count()).toBe(0);
  });

  it("[K1] [F1] from right to left, in a loop, embedded, shuffled, without keys", async () => {
    const options =
      "rtl: true, loop: true, embedded: true, shuffle: true, keyboard: false, touch: false, postMessage: false";
    await give("hard", "6.0.2", startScript("6.0.2", options));
    const driver = await Socket.hello(pair.lectern.socketUrl, { key: pair.lectern.speakerKey });
    await driver.ask({ event: "move", id: 1, to: { h: 1, v: 1, f: 0 } });
    driver.close();
    await Promise.all(pair.both.map(({ page }) => reaches(page, { h: 1, v: 1, f: 0 })));
    expect(await deckOf(pair.person.page).locator("section.present section.present h2").textContent()).toBe(
      "Below, in steps",
    );
  });

  it("[K1] [F4] [F5] one that walks by itself walks for the speaker alone, and everybody follows", async () => {
    const walking = startScript("6.0.2", "autoSlide: 700, autoSlideStoppable: false");
    await open("hard", "6.0.2", walking);
    await expect
      .poll(
        () =>
          shows(pair.person.page)
            .then(({ h }) => h)
            .catch(() => 0),
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    const autoSlide = (page: Page): Promise<unknown> =>
      deckOf(page)
        .locator("html")
        .evaluate(
          () =>
            (globalThis as unknown as { Reveal: { getConfig(): { autoSlide: unknown } } }).Reveal.getConfig().autoSlide,
        );
    expect(await autoSlide(pair.speaker.page)).toBe(700);
    expect(await autoSlide(pair.person.page)).toBe(false);
  });
});

describe.each(revealVersions)("the demo of reveal.js %s", (version) => {
  it("[K1] [F1] is followed", async () => {
    const { workspace, browser } = kit;
    pair = await Pair.open(browser, await workspace.start(demoOf(version), "--ephemeral"), phone);
    await reaches(pair.speaker.page, { h: 0, v: 0, f: -1 });
    for (let n = 0; n < 3; n++) await press("ArrowRight");
    await Promise.all(pair.both.map(({ page }) => reaches(page, { h: 3, v: 0, f: -1 })));
  });
});
