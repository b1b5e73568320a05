import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { launch, phone, type Visit, visit } from "./support/browser.ts";
import { Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";
import { give, patient, type Scene } from "./support/scene.ts";

const workspace = new Workspace();
const deck = "# One\n\n---\n\n```poll id=way open=hand\nWhich way?\n- This\n- That\n```\n";
let browser: Browser;
let scene: Scene;
let remote: Visit;

beforeAll(async () => {
  browser = await launch();
  scene = await give(browser, workspace, deck, "remote-room");
  remote = await visit(browser, scene.lectern.listening.remote, phone);
  await isLive(remote.page);
});
afterAll(async () => {
  expect(remote.problems).toEqual([]);
  await remote.context.close();
  await scene.close();
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

it("[M2] [P2] the remote says what waits, and opens, closes and asks polls in two taps", async () => {
  const { page } = remote;
  const { ada } = scene;
  await ada.getByTestId("open-questions").click();
  await ada.getByLabel("Your question").fill("Does it work on a phone?");
  await ada.getByLabel("Your question").press("Enter");
  await page.getByTestId("room-count").getByText("1", { exact: true }).waitFor(patient);
  await page.getByTestId("open-room").click();
  await page.getByTestId("room-dialog").getByText("Does it work on a phone?").waitFor(patient);
  expect(await barriers(page)).toEqual([]);
  await page.getByTestId("tab-polls").click();
  await page.getByRole("button", { name: "Yes or no" }).click();
  await page.getByTestId("open-adhoc").click();
  await ada.getByTestId("open-polls").click();
  await ada.locator("[data-testid=sheet][data-tab=polls]").getByText("Yes", { exact: true }).click();
  await page.getByTestId("room-dialog").getByText("1 answered").waitFor(patient);
  await page.getByTestId("room-dialog").getByRole("button", { name: "Close", exact: true }).last().click();
  await ada.getByTestId("polls").getByText("Your answer was counted").waitFor(patient);
  await page.keyboard.press("Escape");
  await page.getByTestId("room-dialog").waitFor({ ...patient, state: "detached" });
  expect(await page.getByTestId("room-count").count()).toBe(0);
  const before = await page.getByTestId("slide-number").textContent();
  await page.getByTestId("next").click();
  await expect.poll(() => page.getByTestId("slide-number").textContent(), patient).not.toBe(before);
});
