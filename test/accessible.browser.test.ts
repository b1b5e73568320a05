import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { barriers } from "./support/barriers.ts";
import { desktop, launch, phone, visit } from "./support/browser.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { isLive } from "./support/room.ts";

const workspace = new Workspace();
let browser: Browser;
let lectern: Lectern;

beforeAll(async () => {
  browser = await launch();
  lectern = await workspace.start(
    workspace.write("talk.md", "# One\n\nNote: Say *hello*.\n\n---\n\n## Two\n"),
    "--ephemeral",
  );
});
afterAll(async () => {
  await browser.close();
  await lectern.kill("SIGTERM");
  await workspace[Symbol.asyncDispose]();
});

const pages = ["audience", "speaker", "remote", "screen", "moderator"] as const;
const sizes = { desktop, phone };

describe.each(pages)("the %s page", (name) => {
  it.each([
    ["desktop", "dark"],
    ["desktop", "light"],
    ["phone", "dark"],
    ["phone", "light"],
  ] as const)("[F1] on a %s in the %s scheme has no barrier that axe finds", async (size, colorScheme) => {
    const { page, context, problems } = await visit(browser, "about:blank", sizes[size]);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(lectern.listening[name]);
    await isLive(page);
    await page.locator("iframe").first().waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe("what is said when something is missing", () => {
  it.each(["/speaker", "/remote", "/moderate", `/speaker#key=${"x".repeat(32)}`, "/nothing"])(
    "[A1] %s has no barrier either",
    async (path) => {
      const { page, context } = await visit(browser, lectern.origin + path, phone);
      await page.getByRole("link").first().waitFor();
      expect(await barriers(page)).toEqual([]);
      await context.close();
    },
  );
});
