/** What a speaker, who helps, and the audience see while the log's disk fails. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { barriers } from "../support/barriers.ts";
import { launch, phone, shows, type Visit, visit } from "../support/browser.ts";
import { type Lectern, Workspace } from "../support/lectern.ts";
import { isLive } from "../support/room.ts";
import { patient } from "../support/scene.ts";
import { failingDisk, isThere } from "./failing-disk.ts";
import { talk } from "./talk-on-disk.ts";

const workspace = new Workspace();
const disk = failingDisk(workspace.path("failing"));
let browser: Browser;
let lectern: Lectern;
const visits: Visit[] = [];

async function open(url: string, size?: typeof phone) {
  const visited = await visit(browser, url, size);
  visits.push(visited);
  await isLive(visited.page);
  return visited.page;
}

beforeAll(async () => {
  if (!isThere(disk)) return;
  browser = await launch();
  const deck = workspace.write("talk.md", talk.replace("id=way", "id=way open=arrive"));
  lectern = await workspace.startWith(disk, deck, "--data", disk.folder);
});
afterAll(async () => {
  if (!isThere(disk)) return;
  expect(visits.flatMap(({ problems }) => problems)).toEqual([]);
  await browser.close();
  await workspace[Symbol.asyncDispose]();
});

it("[L12] [F4] [C3] [P4] the speaker sees why nothing is saved and where the room is; what people send is not lost; all goes on by itself", async (context) => {
  if (!isThere(disk)) return context.skip(disk.missing);
  const { speaker: speakerUrl, remote: remoteUrl, moderator: moderatorUrl, audience } = lectern.listening;
  const speaker = await open(speakerUrl);
  const remote = await open(`${remoteUrl.replace("#", "?lang=de#")}`, phone);
  const moderator = await open(moderatorUrl);
  const ada = await open(audience, phone);
  const desks = [speaker, remote, moderator];
  const slideNumber = () => remote.getByTestId("slide-number").textContent();
  await remote.getByTestId("next").click();
  await expect.poll(() => shows(ada), patient).toMatchObject({ h: 1 });
  await remote.getByTestId("prev").click();
  await expect.poll(() => shows(ada), patient).toMatchObject({ h: 0 });
  const poll = ada.getByTestId("poll-way");
  await poll.getByLabel("This").check();
  await poll.getByText("Your answer counts").waitFor(patient);

  disk.fail("full");
  // Not `check`: it is taken back at once.
  await poll.getByLabel("That").click();
  await poll.getByText("cannot be saved (the disk is full)").waitFor(patient);
  await expect.poll(() => poll.getByLabel("This").isChecked(), patient).toBe(true);
  await speaker.getByTestId("trouble").getByText("the disk is full. Free some space").waitFor(patient);
  await moderator.getByTestId("trouble").getByText("Lectern goes on by itself").waitFor(patient);
  await remote.getByTestId("trouble").getByText("Die Festplatte ist voll").waitFor(patient);
  expect(await ada.getByTestId("trouble").count()).toBe(0);
  for (const page of desks) expect(await barriers(page)).toEqual([]);

  await speaker.keyboard.press("ArrowRight");
  await speaker.locator(".problem").getByText("cannot be saved").waitFor(patient);
  await expect.poll(() => shows(speaker), patient).toMatchObject({ h: 0 });
  await remote.getByTestId("next").click();
  await remote.locator(".word").getByText("nichts speichern").waitFor(patient);
  await expect.poll(slideNumber, patient).toContain("1 / 3");
  await ada.getByTestId("open-chat").click();
  await ada.getByLabel("Message", { exact: true }).fill("Is this thing on?");
  await ada.getByLabel("Message", { exact: true }).press("Enter");
  await ada.getByRole("alert").getByText("cannot be saved (the disk is full)").waitFor(patient);
  expect(await ada.getByLabel("Message", { exact: true }).inputValue()).toBe("Is this thing on?");
  // Whoever comes now is where the room is.
  const grace = await open(audience);
  await expect.poll(() => shows(grace), patient).toMatchObject({ h: 0 });

  disk.heal();
  for (const page of desks)
    await page
      .getByTestId("trouble")
      .locator("p")
      .waitFor({ ...patient, state: "detached" });
  expect(await speaker.locator(".problem").textContent()).toBe("");
  await ada.getByLabel("Message", { exact: true }).press("Enter");
  await moderator.getByTestId("tab-chat").click();
  await moderator.getByText("Is this thing on?").first().waitFor(patient);
  await ada.getByTestId("open-polls").click();
  await poll.getByLabel("That").check();
  await poll.getByText("Your answer counts").waitFor(patient);
  await speaker.keyboard.press("ArrowRight");
  for (const page of [ada, grace]) await expect.poll(() => shows(page), patient).toMatchObject({ h: 1 });
}, 120_000);
