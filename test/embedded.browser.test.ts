import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { deckOf, phone, visit } from "./support/browser.ts";
import { placeDeck, type RevealVersion, revealVersions } from "./support/decks.ts";
import type { Lectern } from "./support/lectern.ts";
import { equip } from "./support/pair.ts";
import { reaches } from "./support/room.ts";
import { patient } from "./support/scene.ts";
import { Socket } from "./support/socket.ts";
import { backToLive, standsAt, state } from "./support/stand-alone.ts";
import { hostFiles, type StaticHost } from "./support/static-host.ts";

const dist = join(import.meta.dirname, "../dist");
const kit = equip();
const { workspace } = kit;

/** How an author joins the plugin: as a module, as a script of the server's, or by hand before reveal.js 4. */
function startWith(version: RevealVersion, origin: string, config: object): string {
  const lectern = JSON.stringify({ server: origin, ...config });
  if (version === "3.9.2") {
    return `<script src="reveal/js/reveal.js"></script><script src="${origin}/lectern-reveal.js"></script>
<script>Reveal.initialize({ lectern: ${lectern} }); Lectern().init(Reveal);</script>`;
  }
  const reveal = '<script src="reveal/dist/reveal.js"></script>';
  if (version === "5.2.1") {
    return `${reveal}<script src="${origin}/lectern-reveal.js"></script>
<script>Reveal.initialize({ hash: true, plugins: [Lectern], lectern: ${lectern} });</script>`;
  }
  return `${reveal}<script type="module">import Lectern from "./lectern.js";
Reveal.initialize({ plugins: [Lectern], lectern: ${lectern} });</script>`;
}

type Elsewhere = { readonly lectern: Lectern; readonly host: StaticHost; readonly folder: string };

/** The same deck on a server and on a host of another origin. */
async function embed(version: RevealVersion, config: object = {}): Promise<Elsewhere> {
  const given = placeDeck(workspace, "embedded", version);
  const lectern = await workspace.start(given);
  const folder = placeDeck(workspace, "embedded", version, startWith(version, lectern.origin, config));
  cpSync(join(dist, "reveal.js"), join(folder, "lectern.js"));
  return { lectern, host: await hostFiles(folder), folder };
}

/** A speaker's device without a screen. */
async function drive({ socketUrl, speakerKey }: Lectern, ...commands: readonly object[]): Promise<void> {
  const driver = await Socket.hello(socketUrl, { key: speakerKey });
  for (const [index, command] of commands.entries()) await driver.ask({ ...command, id: index + 1 });
  driver.close();
}
const move = (h: number, v: number, f = -1) => ({ event: "move", to: { h, v, f } });

describe.each(revealVersions)("a deck with reveal.js %s on another host", (version) => {
  let here: Elsewhere;
  let page: Page;
  let problems: readonly string[];
  beforeEach(async () => {
    here = await embed(version);
    return async () => {
      expect(problems).toEqual([]);
      await page.context().close();
      await here.host[Symbol.asyncDispose]();
      await here.lectern.kill("SIGTERM");
    };
  });

  it("[K12] follows late and live, goes dark, browses and comes back, honours the lock", async () => {
    await drive(here.lectern, move(1, 0, 0));
    ({ page, problems } = await visit(kit.browser, here.host.url, version === "6.0.2" ? phone : undefined));
    await standsAt(page, { h: 1, v: 0, f: 0 });
    expect(await state(page).textContent()).toBe("Live");
    await drive(here.lectern, move(1, 0, 1), { event: "pause", paused: true });
    await standsAt(page, { h: 1, v: 0, f: 1, paused: true });
    await drive(here.lectern, { event: "pause", paused: false }, move(1, 1));
    await standsAt(page, { h: 1, v: 1, f: -1 });
    await page.keyboard.press("ArrowRight");
    await standsAt(page, { h: 2, v: 0, f: -1 });
    await drive(here.lectern, move(0, 0));
    await backToLive(page).click();
    await standsAt(page, { h: 0, v: 0, f: -1 });
    await drive(here.lectern, { event: "browsing", mode: "locked" });
    await drive(here.lectern, move(1, 0));
    await standsAt(page, { h: 1, v: 0, f: -1 });
    await page.keyboard.press("ArrowRight");
    await drive(here.lectern, { event: "browsing", mode: "free" }, move(2, 0));
    await standsAt(page, { h: 2, v: 0, f: -1 });
    expect(await backToLive(page).isVisible()).toBe(false);
    const watcher = await Socket.hello(here.lectern.socketUrl, { key: here.lectern.speakerKey });
    expect(watcher.welcome.state).toMatchObject({ position: { h: 2, v: 0, f: -1 } });
    watcher.close();
  });
});

it("[K12] [A5] the panel lets the audience write; a server that comes back is followed again", async () => {
  const { lectern, host, folder } = await embed("6.0.2", { panel: true });
  const { page, context } = await visit(kit.browser, host.url, phone);
  await standsAt(page, { h: 0, v: 0, f: -1 });
  await page.getByRole("button", { name: "Take part" }).click();
  const panel = page.frameLocator("iframe[title='Take part']");
  await panel.getByTestId("open-chat").click();
  await panel.getByRole("textbox", { name: /message/i }).fill("From elsewhere");
  await panel.getByRole("textbox", { name: /message/i }).press("Enter");
  const speaker = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
  // A person with a panel is one person.
  const here = async () => /"here":(\d+)/.exec(await (await fetch(`${lectern.origin}/`)).text())?.[1];
  await expect.poll(here, patient).toBe("1");
  const told = () => JSON.stringify(speaker.received);
  await expect.poll(told, patient).toContain("From elsewhere");
  await page.getByRole("button", { name: "Close" }).click();
  speaker.close();
  const { port } = lectern.listening;
  await lectern.kill("SIGKILL");
  await state(page).and(page.locator("[data-status=reconnecting]")).waitFor(patient);
  // Now with the deck as it stands on the host, plugin and all: in a page of Lectern that is quiet.
  const again = await workspace.start(folder, "--port", String(port));
  await drive(again, move(1, 0, 1));
  await standsAt(page, { h: 1, v: 0, f: 1 });
  await page.goto(again.listening.audience);
  await reaches(page, { h: 1, v: 0, f: 1 });
  expect(await deckOf(page).locator("lectern-pill").count()).toBe(0);
  await context.close();
  await host[Symbol.asyncDispose]();
  await again.kill("SIGTERM");
});

it("[K12] over plain HTTP too, from another origin", async () => {
  const { lectern, host } = await embed("5.2.1");
  const context = await kit.browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => {
    (window as { WebSocket: unknown }).WebSocket = class extends EventTarget {
      readonly readyState = 3;
      onclose: (() => void) | undefined;
      constructor() {
        super();
        setTimeout(() => (this.onclose as unknown as (e: object) => void)?.({ code: 1006, reason: "" }));
      }
      close(): void {}
    };
  });
  await page.goto(host.url);
  await state(page).waitFor(patient);
  await drive(lectern, move(1, 0, 1));
  await standsAt(page, { h: 1, v: 0, f: 1 });
  await context.close();
  await host[Symbol.asyncDispose]();
  await lectern.kill("SIGTERM");
});

it("[K12] where the talk cannot be had it is said once, and the deck works alone", async () => {
  const { lectern, host } = await embed("6.0.2", { talk: "no-such-talk" });
  const context = await kit.browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  const thrown: string[] = [];
  page.on("console", (message) => message.text().startsWith("Lectern:") && said.push(message.text()));
  page.on("pageerror", (error) => thrown.push(error.message));
  await page.goto(host.url);
  await expect.poll(() => said.length, patient).toBe(1);
  expect(said[0]).toMatch(/no talk with the code no-such-talk.*works alone/);
  await page.keyboard.press("ArrowRight");
  await standsAt(page, { h: 1, v: 0, f: -1 });
  expect(await state(page).count()).toBe(0);
  expect(thrown).toEqual([]);
  await context.close();
  await host[Symbol.asyncDispose]();
  await lectern.kill("SIGTERM");
});

it("[A5] only the panel may be framed, and it holds no key", async () => {
  const { lectern, host } = await embed("6.0.2");
  const framing = async (path: string) => {
    const { headers } = await fetch(lectern.origin + path);
    return `${headers.get("X-Frame-Options")} ${/frame-ancestors ([^;]+)/.exec(headers.get("Content-Security-Policy") ?? "")?.[1]}`;
  };
  expect(await framing("/panel")).toBe("null *");
  for (const path of ["/", "/speaker", "/remote", "/screen", "/moderate"]) {
    expect(await framing(path), path).toBe("DENY 'none'");
  }
  const panel = await (await fetch(`${lectern.origin}/panel`)).text();
  expect(panel).not.toContain(lectern.speakerKey);
  expect(panel).not.toContain("otter");
  await host[Symbol.asyncDispose]();
  await lectern.kill("SIGTERM");
});
