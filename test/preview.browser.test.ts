import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Lectern } from "../src/frame/deck-api.ts";
import { launch } from "./support/browser.ts";
import { Workspace } from "./support/lectern.ts";
import { patient } from "./support/scene.ts";

declare const lectern: Lectern;

const script = resolve("dist/deck.js");
const page = (source: string) => `<!doctype html>
<title>Counter</title>
<script src="${source}"></script>
<output id="count">0</output> <output id="peers">0</output> <button id="more">One more</button>
<ul id="said"></ul>
<script type="module">
  const counter = lectern.channel("counter");
  document.getElementById("more").onclick = () => counter.set((counter.value ?? 0) + 1);
  counter.on("value", ({ data }) => (document.getElementById("count").textContent = data));
  counter.on("peers", (count) => (document.getElementById("peers").textContent = count));
  counter.on("message", ({ data, from }) => {
    const line = document.createElement("li");
    line.textContent = \`\${from.own ? "own" : "other"} \${data}\`;
    document.getElementById("said").append(line);
  });
</script>
`;

const workspace = new Workspace();
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launch();
  context = await browser.newContext();
});
afterAll(async () => {
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

async function open(url: string): Promise<Page> {
  const tab = await context.newPage();
  tab.on("pageerror", (error) => problems.push(error.message));
  await tab.goto(url);
  return tab;
}

const problems: string[] = [];

const shows = (tab: Page, id: string, words: string) =>
  expect.poll(() => tab.locator(`#${id}`).textContent(), patient).toBe(words);

/** The same API among the tabs, at whatever address the deck was opened. */
async function worksAt(url: string): Promise<void> {
  const [one, two] = [await open(url), await open(url)];
  for (const tab of [one, two]) await shows(tab, "peers", "2");
  await one.click("#more");
  for (const tab of [one, two]) await shows(tab, "count", "1");
  await two.click("#more");
  const late = await open(url);
  for (const tab of [one, two, late]) await shows(tab, "count", "2");
  await one.evaluate(() => lectern.channel("counter").send("hi"));
  await shows(one, "said", "own hi");
  for (const tab of [two, late]) await shows(tab, "said", "other hi");
  // A deck that opens a channel long after the value was set has it too.
  await one.evaluate(() => lectern.channel("later").set(7));
  await shows(two, "peers", "3");
  const opened = two.evaluate(
    () => new Promise((done) => void lectern.channel("later").on("value", ({ data }) => done(data))),
  );
  expect(await opened).toBe(7);
  await late.close();
  for (const tab of [one, two]) await shows(tab, "peers", "2");
  expect(await one.evaluate(() => [lectern.role, lectern.connection.status, lectern.connection.url])).toEqual([
    "speaker",
    "preview",
    "",
  ]);
  expect(await one.evaluate(() => lectern.connection.handshake().catch((error: Error) => error.message))).toBe(
    "A preview has no connection.",
  );
  await Promise.all([one, two].map((tab) => tab.close()));
  expect(problems).toEqual([]);
}

describe("a deck without a server", () => {
  it("[D10] opened as a file, talks among the tabs that show it", async () => {
    await worksAt(pathToFileURL(workspace.write("deck.html", page(pathToFileURL(script).href))).href);
  });

  it("[D10] on any web host, talks among the tabs that show it", async () => {
    const files: Record<string, string> = { "/": page("/deck.js"), "/deck.js": readFileSync(script, "utf8") };
    const server = createServer(({ url = "/" }, answer) => {
      answer.setHeader("Content-Type", url === "/" ? "text/html" : "text/javascript");
      answer.end(files[url] ?? "");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    await worksAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    server.close();
  });
});
