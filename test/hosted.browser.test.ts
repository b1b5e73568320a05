/** A reveal.js deck on somebody else's site, with nothing of ours in it, followed by a whole room. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, describe, expect, it } from "vitest";
import { hostedDeckOf, phone, type Visit, visit } from "./support/browser.ts";
import { placeDeck, type RevealVersion, revealVersions, startScript } from "./support/decks.ts";
import type { Lectern } from "./support/lectern.ts";
import { equip } from "./support/pair.ts";
import { isLive, type Place, Room, reaches, seatsFor } from "./support/room.ts";
import { patient } from "./support/scene.ts";
import { Site } from "./support/site.ts";
import { Socket } from "./support/socket.ts";

const kit = equip();
const { workspace } = kit;
/** As many hosts of static pages answer. */
const open = { "Access-Control-Allow-Origin": "*" };
let site: Site;
let folder: string;
let lectern: Lectern;

afterEach(async () => {
  await lectern.kill("SIGTERM");
  await site[Symbol.asyncDispose]();
});

type Given = {
  readonly start?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly options?: readonly string[];
};

async function give(version: RevealVersion, { start, headers = open, query = "", options = [] }: Given = {}) {
  folder = placeDeck(workspace, "hosted", version, start);
  site = await Site.serving(folder, headers);
  lectern = await workspace.start(`${site.origin}/${query}`, "--ephemeral", ...options);
}

async function enter(url: string, place: Place, size = phone): Promise<Visit> {
  const visited = await visit(kit.browser, url, size);
  await isLive(visited.page);
  await reaches(visited.page, place, hostedDeckOf);
  return visited;
}

/** The slides have the focus, which nothing of ours can see into. */
async function inSlides(page: Page, key: string): Promise<void> {
  await hostedDeckOf(page)
    .locator(".reveal")
    .click({ position: { x: 40, y: 40 } });
  await page.keyboard.press(key);
}

describe.each(revealVersions)("a deck with reveal.js %s on another site", (version) => {
  it("[K14] [F1] [F2] is followed through columns, steps and black-out; late joiners land right", async () => {
    await give(version);
    const room = await Room.open(kit.browser, lectern, seatsFor(version), hostedDeckOf);
    const { page } = room.speaker;
    await room.settles({ h: 0, v: 0, f: -1 });
    for (const place of [
      { h: 1, v: 0, f: -1 },
      { h: 1, v: 1, f: -1 },
      { h: 1, v: 1, f: 0 },
      { h: 1, v: 1, f: 1 },
    ]) {
      await page.keyboard.press("Space");
      await room.settles(place);
    }
    const late = await enter(lectern.listening.audience, { h: 1, v: 1, f: 1 });
    expect(late.problems).toEqual([]);
    await late.context.close();
    await page.keyboard.press("b");
    await room.settles({ h: 1, v: 1, f: 1, paused: true });
    await page.keyboard.press("b");
    await room.settles({ h: 1, v: 1, f: 1 });
    await page.keyboard.press("End");
    await room.settles({ h: 3, v: 0, f: -1 });
    await page.keyboard.press("Home");
    await room.settles({ h: 0, v: 0, f: -1 });
    // Twenty quick steps end where the speaker is.
    for (let n = 0; n < 20; n++) await page.keyboard.press(n % 4 === 3 ? "ArrowLeft" : "ArrowRight");
    await room.settles({ h: 2, v: 0, f: -1 });
    await room.close();
  });
});

// The oldest and the newest stand for those between them.
describe.each(["3.9.2", "6.0.2"] as const)("who drives a deck with reveal.js %s on another site", (version) => {
  it("[K14] [F3] [F4] keys in the slides drive on the speaker's page and browse on others'; locked, they do nothing", async () => {
    await give(version);
    const start = { h: 0, v: 0, f: -1 };
    const speaker = await enter(lectern.listening.speaker, start);
    const [ada, grace] = [
      await enter(lectern.listening.audience, start),
      await enter(lectern.listening.audience, start),
    ];
    await inSlides(speaker.page, "ArrowRight");
    await reaches(ada.page, { h: 1, v: 0, f: -1 }, hostedDeckOf);
    await inSlides(ada.page, "ArrowDown");
    await reaches(ada.page, { h: 1, v: 1, f: -1 }, hostedDeckOf);
    const back = ada.page.getByRole("button", { name: /back to live/i });
    await back.waitFor();
    await inSlides(speaker.page, "b");
    await reaches(grace.page, { h: 1, v: 0, f: -1, paused: true }, hostedDeckOf);
    await reaches(speaker.page, { h: 1, v: 0, f: -1 }, hostedDeckOf);
    await inSlides(speaker.page, "b");
    await reaches(grace.page, { h: 1, v: 0, f: -1 }, hostedDeckOf);
    await back.click();
    await reaches(ada.page, { h: 1, v: 0, f: -1 }, hostedDeckOf);
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    await driver.ask({ event: "move", id: 1, to: { h: 2, v: 0, f: -1 } });
    await driver.ask({ event: "browsing", id: 2, mode: "locked" });
    driver.close();
    await reaches(ada.page, { h: 2, v: 0, f: -1 }, hostedDeckOf);
    await inSlides(ada.page, "ArrowRight");
    await hostedDeckOf(ada.page).locator("#inside").click();
    await inSlides(speaker.page, "ArrowRight");
    for (const { page } of [speaker, ada, grace]) await reaches(page, { h: 3, v: 0, f: -1 }, hostedDeckOf);
    await back.waitFor({ state: "detached" });
    for (const visited of [speaker, ada, grace]) {
      expect(visited.problems).toEqual([]);
      await visited.context.close();
    }
  });
});

describe("a deck on another site", () => {
  it("[K14] [A2] gives the speaker its notes and titles, and asks its site without saying where it is shown", async () => {
    await give("5.2.1");
    const start = { h: 0, v: 0, f: -1 };
    const speaker = await enter(lectern.listening.speaker, start);
    await speaker.page.getByText("The heron waits for quiet").waitFor();
    const person = await enter(lectern.listening.audience, start);
    await person.page.getByText("1/5").waitFor();
    for (const path of ["", "deck/", "screen"]) {
      const answer = await fetch(`${lectern.origin}/${path}`);
      expect(await answer.text()).not.toMatch(/heron/);
    }
    for (const headers of site.asked) expect(headers.referer ?? "").not.toContain(lectern.origin);
    expect(speaker.problems).toEqual([]);
    await Promise.all([speaker, person].map(({ context }) => context.close()));
  });

  it("[K14] with a query of its own is loaded as it is, and followed all the same, also on a phone", async () => {
    await give("6.0.2", { query: "?signed=1" });
    const speaker = await enter(lectern.listening.speaker, { h: 0, v: 0, f: -1 });
    const person = await enter(lectern.listening.audience, { h: 0, v: 0, f: -1 });
    await speaker.page.keyboard.press("ArrowRight");
    await reaches(person.page, { h: 1, v: 0, f: -1 }, hostedDeckOf);
    const addresses = person.page.frames().map((frame) => frame.url().split("#")[0]);
    expect(addresses).toContain(`${site.origin}/?signed=1`);
    await Promise.all([speaker, person].map(({ context }) => context.close()));
  });

  it("[K14] [A3] that does not answer, or has been left by a link, is said to, and comes back when asked", async () => {
    const deaf = startScript("5.2.1", "postMessage: false");
    await give("5.2.1", { start: deaf, query: "?own=1" });
    const person = await visit(kit.browser, lectern.listening.audience);
    const notice = person.page.getByRole("alert");
    await expect.poll(() => notice.textContent().catch(() => ""), patient).toContain(site.host);
    const index = join(folder, "index.html");
    writeFileSync(index, readFileSync(index, "utf8").replace(deaf, startScript("5.2.1")));
    await notice.getByRole("button").click();
    await reaches(person.page, { h: 0, v: 0, f: -1 }, hostedDeckOf);
    expect(await notice.count()).toBe(0);
    await inSlides(person.page, "End");
    await inSlides(person.page, "ArrowLeft");
    await hostedDeckOf(person.page).locator("#away").click();
    await expect.poll(() => notice.textContent().catch(() => ""), patient).toContain(site.host);
    await notice.getByRole("button").click();
    await reaches(person.page, { h: 2, v: 0, f: -1 }, hostedDeckOf);
    await person.context.close();
  });

  it("[K14] [A3] has no origin, and with --trust-deck its own, never the talk's", async () => {
    const originOf = (page: Page): Promise<unknown> =>
      hostedDeckOf(page)
        .locator("html")
        .evaluate(() => {
          const reach = () => {
            try {
              return (globalThis as unknown as { parent: { document: object } }).parent.document && "reached";
            } catch {
              return "refused";
            }
          };
          return [(globalThis as unknown as { origin: string }).origin, reach()];
        });
    await give("5.2.1");
    const stranger = await enter(lectern.listening.audience, { h: 0, v: 0, f: -1 });
    expect(await originOf(stranger.page)).toEqual(["null", "refused"]);
    await stranger.context.close();
    await lectern.kill("SIGTERM");
    await site[Symbol.asyncDispose]();
    const ancestors = { "Content-Security-Policy": "frame-ancestors http://127.0.0.1:*" };
    await give("5.2.1", { headers: ancestors, options: ["--trust-deck"] });
    const guest = await enter(lectern.listening.audience, { h: 0, v: 0, f: -1 });
    expect(await originOf(guest.page)).toEqual([site.origin, "refused"]);
    // Its own fonts come too, which are for its own site alone.
    expect(guest.problems).toEqual([]);
    await guest.context.close();
  });

  it("[K14] [A3] [F4] that is hostile moves nobody but by moving itself, and leads nobody away, also when it is trusted", async () => {
    const hostile = `${startScript("5.2.1")}<script>
      const say = () => {
        const to = { h: 3, v: 0, f: -1 };
        for (const target of [parent, parent.parent]) {
          target.postMessage({ lectern: 1, type: "moved", to }, "*");
          target.postMessage({ lectern: 1, type: "show", to, paused: true, peek: false }, "*");
          target.postMessage('{"namespace":"reveal","eventName":"slidechanged","state":{"indexh":3,"indexv":0}}', "*");
        }
        try { top.location = "about:blank"; } catch { document.documentElement.dataset.kept = "yes"; }
      };
      say();
      setInterval(say, 20);
    </script>`;
    await give("5.2.1", { start: hostile, options: ["--trust-deck"] });
    const start = { h: 0, v: 0, f: -1 };
    const speaker = await enter(lectern.listening.speaker, start);
    const person = await enter(lectern.listening.audience, start);
    await hostedDeckOf(speaker.page).locator("html[data-kept=yes]").waitFor({ state: "attached" });
    await speaker.page.keyboard.press("ArrowRight");
    for (const { page } of [speaker, person]) await reaches(page, { h: 1, v: 0, f: -1 }, hostedDeckOf);
    const witness = await Socket.hello(lectern.socketUrl);
    expect(witness.welcome).toMatchObject({ state: { position: { h: 1, v: 0, f: -1 } } });
    witness.close();
    await Promise.all([speaker, person].map(({ context }) => context.close()));
  });

  it("[K14] with an http address in a talk at https is said to need https", async () => {
    await give("5.2.1");
    const context = await kit.browser.newContext();
    const page = await context.newPage();
    // A proxy with a certificate, as far as a page can tell, and a deck that is not on this machine.
    await page.route("https://talks.example/**", async (route) => {
      const { pathname, search } = new URL(route.request().url());
      const answer = await fetch(lectern.origin + pathname + search);
      const type = answer.headers.get("Content-Type") ?? "";
      const bytes = Buffer.from(await answer.arrayBuffer());
      const body = type.includes("html") ? bytes.toString().replaceAll(site.host, "slides.example") : bytes;
      const headers = { "Access-Control-Allow-Origin": "*" };
      await route.fulfill({ status: answer.status, contentType: type, headers, body });
    });
    await page.goto("https://talks.example/");
    const notice = page.getByRole("alert");
    await expect.poll(() => notice.textContent().catch(() => ""), patient).toMatch(/slides\.example.*https address/);
    await context.close();
  });
});
