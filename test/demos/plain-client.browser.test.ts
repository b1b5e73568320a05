import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, visit } from "../support/browser.ts";
import { chatPage } from "../support/bundled-talk.ts";
import { type Lectern, Workspace } from "../support/lectern.ts";
import { patient } from "../support/scene.ts";
import { Socket } from "../support/socket.ts";

const workspace = new Workspace();
let browser: Browser;
let lectern: Lectern;
let elsewhere: Server;

beforeAll(async () => {
  browser = await launch();
  lectern = await workspace.start(workspace.write("talk.md", "# Talk\n"), "--ephemeral");
  elsewhere = createServer((_request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8").end(chatPage(lectern.socketUrl));
  });
  await once(elsewhere.listen(0, "127.0.0.1"), "listening");
});
afterAll(async () => {
  await browser.close();
  elsewhere.close();
  await workspace[Symbol.asyncDispose]();
});

const messages = (page: Page): Promise<string[]> => page.locator("p").allTextContents();

it("[W7] the twelve lines, as a page of another origin, are a working chat client", async () => {
  const member = await Socket.hello(lectern.socketUrl, { name: "Grace" });
  const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  const { page, problems } = await visit(browser, address);
  expect(new URL(page.url()).origin).not.toBe(lectern.origin);
  expect(await member.next("chat")).toMatchObject({ chat: "hi" });
  await expect.poll(() => messages(page), patient).toEqual(["hi"]);

  await member.ask({ event: "sendmessage", id: 1, chat: "<b>hello</b>" });
  await expect.poll(() => messages(page), patient).toEqual(["hi", "<b>hello</b>"]);
  expect(await page.locator("b").count()).toBe(0);

  await page.locator("input").fill('She said "yes"');
  await page.getByRole("button", { name: "Send" }).click();
  await expect.poll(() => messages(page), patient).toEqual(["hi", "<b>hello</b>", 'She said "yes"']);
  await member.next("chat");
  expect(await member.next("chat")).toMatchObject({ chat: 'She said "yes"' });
  expect(problems).toEqual([]);
  member.close();
});
