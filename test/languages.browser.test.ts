import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { deckOf, desktop, launch, phone } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";

const workspace = new Workspace();
let browser: Browser;
let lectern: Lectern;

const deck = "# One\n\nNote: Hello.\n\n---\n\n## Two\n\n```poll id=tools\nWhich?\n- Polling\n- WebSockets\n```\n";

beforeAll(async () => {
  browser = await launch();
  lectern = await workspace.start(workspace.write("talk.md", deck), "--ephemeral");
});
afterAll(async () => {
  await browser.close();
  await lectern.kill("SIGTERM");
  await workspace[Symbol.asyncDispose]();
});

const pages = ["audience", "speaker", "remote", "screen", "moderator"] as const;
type PageName = (typeof pages)[number];

type Reader = { readonly locale?: string; readonly lang?: string; readonly viewport?: typeof phone };

/** Opens a page as this reader, and closes it after `look`; nothing may have gone wrong in it. */
async function read(name: PageName, reader: Reader, look: (page: Page) => Promise<void>): Promise<void> {
  const { locale = "en-US", lang, viewport = phone } = reader;
  const context = await browser.newContext({ locale, viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  const url = new URL(lectern.listening[name]);
  if (lang !== undefined) url.searchParams.set("lang", lang);
  await page.goto(url.href);
  await isLive(page);
  await page.locator("iframe").first().waitFor();
  await look(page);
  expect(problems).toEqual([]);
  await context.close();
}

const root = (page: Page) =>
  page.evaluate(() => ({ lang: document.documentElement.lang, dir: document.documentElement.dir }));

describe("the language of a page", () => {
  it("[I1] is the browser's", async () => {
    await read("audience", { locale: "de-DE" }, async (page) => {
      await page.getByTestId("connection").getByText("Live").waitFor();
      await page.getByText("Diese Ansicht folgt dem Vortrag").waitFor();
      await page.getByRole("button", { name: "Fragen" }).waitFor();
      expect(await root(page)).toEqual({ lang: "de", dir: "ltr" });
      expect(await page.locator("iframe").first().getAttribute("title")).toBe("Folien: One");
    });
    await read("speaker", { locale: "de-DE" }, async (page) => {
      await page.getByRole("button", { name: "Weiter" }).waitFor();
      expect(await page.title()).toBe("Vortrag · One");
    });
  });

  it("[I1] is English where there is no other, and costs no more than its own words", async () => {
    const asked: string[] = [];
    await read("audience", { locale: "pl-PL" }, async (page) => {
      await page.getByText("You are following the speaker").waitFor();
      expect(await root(page)).toEqual({ lang: "en", dir: "ltr" });
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(`${lectern.listening.audience}?lang=nl`);
      await page.getByText("Je volgt de spreker").waitFor();
    });
    expect(asked.map((url) => /\/assets\/([a-z]{2})-[^/]*\.js$/.exec(url)?.[1]).filter(Boolean)).toEqual(["nl"]);
  });

  it("[I1] is what the address asks for, here and on the speaker's other pages", async () => {
    await read("speaker", { locale: "de-DE", lang: "fr", viewport: desktop }, async (page) => {
      await page.getByRole("button", { name: "Suivant" }).waitFor();
      expect(await root(page)).toEqual({ lang: "fr", dir: "ltr" });
      await page.getByTestId("join").click();
      const link = (name: string) => page.getByRole("textbox", { name }).inputValue();
      expect(await link("Lien du public")).toBe(lectern.listening.audience);
      await page.getByText("Votre téléphone comme télécommande").click();
      const remote = new URL(await link("Votre lien privé de télécommande"));
      expect([remote.pathname, remote.search, remote.hash]).toEqual([
        "/remote",
        "?lang=fr",
        `#key=${lectern.speakerKey}`,
      ]);
    });
  });

  it("[I1] does not keep the deck waiting, and is English when it cannot be had", async () => {
    const context = await browser.newContext({ locale: "ja-JP" });
    const page = await context.newPage();
    let refuse = (): void => undefined;
    const deckIsUp = new Promise<void>((resolve) => {
      refuse = resolve;
    });
    await page.route(/\/assets\/ja-.*\.js$/, async (route) => {
      await deckIsUp;
      await route.abort();
    });
    await page.goto(lectern.listening.audience);
    await deckOf(page).locator(".reveal.ready").waitFor();
    expect(await page.getByTestId("bar").count()).toBe(0);
    refuse();
    await page.getByText("You are following the speaker").waitFor();
    expect(await root(page)).toEqual({ lang: "en", dir: "ltr" });
    await context.close();
  });
});

describe.each(pages)("the %s page in Arabic", (name) => {
  it.each([["phone", phone] as const, ["desktop", desktop] as const])(
    "[I1] on a %s runs from right to left and has no barrier that axe finds",
    async (_size, viewport) => {
      await read(name, { lang: "ar", viewport }, async (page) => {
        expect(await root(page)).toEqual({ lang: "ar", dir: "rtl" });
        expect(await barriers(page)).toEqual([]);
      });
    },
  );
});

it("[I1] in Arabic the next step stays where the thumb finds it", async () => {
  await read("remote", { lang: "ar" }, async (page) => {
    const [back, next] = await Promise.all(["prev", "next"].map((id) => page.getByTestId(id).boundingBox()));
    expect(back?.x).toBeLessThan(next?.x ?? 0);
  });
});

/** Texts that do not fit: cut off by the element around them, or outside of the page. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isHidden = (element: Element) => element.closest(".visually-hidden, [aria-hidden=true], svg") !== null;
    const scrolls = (element: Element) => element.closest(".room-tabs, .room-scroll, .notes-scroll, .scroll") !== null;
    const isCut = (element: HTMLElement) => {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || getComputedStyle(element).visibility === "hidden") return false;
      if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline") return true;
      return !scrolls(element) && (box.left < -1 || box.right > innerWidth + 1);
    };
    return [...document.querySelectorAll<HTMLElement>("#app *")]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE))
      .filter((element) => !isHidden(element) && isCut(element))
      .map((element) => `${element.className}: ${element.textContent}`);
  });
}

/** What opens in a page, by name, and how. */
const within: Partial<Record<PageName, (page: Page) => Record<string, () => Promise<void>>>> = {
  audience: (page) => ({
    signals: async () => {
      await page.getByTestId("open-signals").click();
      await page.getByTestId("hand").click();
    },
    questions: () => page.getByTestId("open-questions").click(),
    chat: () => page.getByTestId("open-chat").click(),
  }),
  speaker: (page) =>
    Object.fromEntries(
      ["tab-questions", "tab-chat", "tab-polls", "tab-settings", "lock", "join"].map((id) => [
        id,
        () => page.getByTestId(id).click(),
      ]),
    ),
};

describe.each(["en", "de", "fr", "es", "nl", "ja", "ar"])("on a phone in the language %s", (lang) => {
  it.each(pages)("[I1] no text of the %s page, and of what opens in it, is cut off", async (name) => {
    await read(name, { lang }, async (page) => {
      expect(await cutOff(page)).toEqual([]);
      for (const [part, open] of Object.entries(within[name]?.(page) ?? {})) {
        await open();
        expect([part, await cutOff(page)]).toEqual([part, []]);
      }
    });
  });
});
