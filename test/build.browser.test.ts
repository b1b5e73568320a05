import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findLibreOffice } from "../src/deck/office/find-libreoffice.ts";
import { phone, visit } from "./support/browser.ts";
import { placeDeck } from "./support/decks.ts";
import { runToEnd } from "./support/lectern.ts";
import { equip } from "./support/pair.ts";
import { pdfFile } from "./support/pdf-file.ts";
import { patient } from "./support/scene.ts";
import { Socket } from "./support/socket.ts";
import { backToLive, standsAt, state } from "./support/stand-alone.ts";
import { hostFiles } from "./support/static-host.ts";

const kit = equip();
const { workspace } = kit;

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
const markdown = `---
title: Built
channels: { lamp: { set: everyone } }
---
# Built

Note: The otter speaks

---

![A picture](pics/a%20picture.svg)

<button id="lamp">off</button>
<script type="module" src="lamp.js"></script>

---

\`\`\`poll quiz
Which animal?
- [ ] Cat
- [x] Otter
\`\`\`

--

## Below

<!-- The otter in a comment -->
`;
const marp = `---
marp: true
---
# First

<!-- The otter speaks -->

---

# Second

---

# Third
`;

/** A folder with a deck in it, and with files that no deck names. */
function folderWith(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = workspace.path(name);
  for (const [path, data] of Object.entries({ "private.txt": "mine", "notes.md": "The otter", ...files })) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), data);
  }
  return folder;
}

const kinds: Readonly<Record<string, () => string>> = {
  Markdown: () =>
    join(
      folderWith("markdown", {
        "talk.md": markdown,
        "pics/a picture.svg": svg,
        "lamp.js": 'import { turn } from "./deep/turn.js";\nturn(lectern.channel("lamp"));\n',
        "deep/turn.js": `export const turn = (lamp) => {
  const button = document.getElementById("lamp");
  button.onclick = () => lamp.set("on");
  lamp.on("value", ({ data }) => { button.textContent = data; });
};\n`,
      }),
      "talk.md",
    ),
  "a reveal.js page": () => placeDeck(workspace, "hard", "5.2.1"),
  Marp: () => join(folderWith("marp", { "talk.md": marp }), "talk.md"),
  PDF: () =>
    join(
      folderWith("pdf", {
        "talk.pdf": pdfFile({ pages: [{ lines: ["One"] }, { lines: ["Two"] }, { lines: ["Three"] }] }),
        "talk.notes.md": "# 1\nThe otter speaks\n",
      }),
      "talk.pdf",
    ),
};

async function build(deck: string, ...options: readonly string[]): Promise<string> {
  const out = workspace.path(`site-${Math.random().toString(36).slice(2, 8)}`);
  const { code, stdout, stderr } = await runToEnd(["build", deck, "--out", out, ...options]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout).toMatch(/\d+ files, [\d.]+ [kM]B/);
  return out;
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe.each(Object.entries(kinds))("%s", (_kind, deckOf) => {
  it("[K13] stands alone in a sub-folder, holds no notes, and follows where it is told to", async () => {
    const deck = deckOf();
    const lectern = await workspace.start(deck, "--ephemeral");
    const alone = await build(deck);
    const following = await build(deck, "--server", lectern.origin);
    for (const file of filesIn(alone)) {
      expect(file).not.toMatch(/private|\.md$/);
      expect(readFileSync(file, "latin1"), file).not.toMatch(/the otter/i);
    }
    expect(readFileSync(join(alone, "index.html"), "utf8")).not.toMatch(/\[x\]|data-right/);
    const host = await hostFiles(alone);
    const { page, problems, context } = await visit(kit.browser, host.url);
    await standsAt(page, { h: 0, v: 0, f: -1 });
    await page.keyboard.press("ArrowRight");
    await standsAt(page, { h: 1, v: 0, f: -1 });
    await page.waitForURL(/#\/1$/);
    await page.reload();
    await standsAt(page, { h: 1, v: 0, f: -1 });
    await page.evaluate(() => {
      location.hash = "#/2";
    });
    await standsAt(page, { h: 2, v: 0, f: -1 });
    await page.keyboard.press("b");
    await standsAt(page, { h: 2, v: 0, f: -1, paused: true });
    expect(host.missing).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
    await host[Symbol.asyncDispose]();

    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    await driver.ask({ event: "move", id: 1, to: { h: 2, v: 0, f: -1 } });
    const followed = await hostFiles(following);
    const late = await visit(kit.browser, followed.url, phone);
    await standsAt(late.page, { h: 2, v: 0, f: -1 });
    expect(await state(late.page).textContent()).toBe("Live");
    await driver.ask({ event: "move", id: 2, to: { h: 1, v: 0, f: -1 } });
    await standsAt(late.page, { h: 1, v: 0, f: -1 });
    await late.page.keyboard.press("Home");
    await standsAt(late.page, { h: 0, v: 0, f: -1 });
    await backToLive(late.page).click();
    await standsAt(late.page, { h: 1, v: 0, f: -1 });
    expect(late.problems).toEqual([]);
    await late.context.close();
    driver.close();
    await followed[Symbol.asyncDispose]();
    await lectern.kill("SIGTERM");
  });
});

it("[K13] [D10] pictures, programs and polls are there; live slides work among the tabs", async () => {
  const out = await build(kinds.Markdown?.() ?? "");
  const host = await hostFiles(out);
  const { page, context, problems } = await visit(kit.browser, `${host.url}#/1`);
  const other = await context.newPage();
  await other.goto(`${host.url}#/1`);
  await standsAt(page, { h: 1, v: 0, f: -1 });
  await standsAt(other, { h: 1, v: 0, f: -1 });
  const width = () => page.locator("img").evaluate((image) => (image as HTMLImageElement).naturalWidth);
  await expect.poll(width, patient).toBe(9);
  await page.locator("#lamp").click();
  await expect.poll(() => other.locator("#lamp").textContent(), patient).toBe("on");
  await page.keyboard.press("ArrowRight");
  await page.getByText("Which animal?").first().waitFor();
  await page.getByText("Otter").first().waitFor();
  expect(problems).toEqual([]);
  expect(host.missing).toEqual([]);
  await context.close();
  await host[Symbol.asyncDispose]();
});

it.skipIf((await findLibreOffice()) === undefined)("[K13] an office deck becomes a site of its pages", async () => {
  const folder = folderWith("office", {});
  cpSync(join(import.meta.dirname, "decks/office/rivers.fodp"), join(folder, "rivers.fodp"));
  const out = await build(join(folder, "rivers.fodp"));
  expect(filesIn(out).some((file) => file.endsWith(".fodp"))).toBe(false);
  const host = await hostFiles(out);
  const { page, context, problems } = await visit(kit.browser, host.url);
  await page.locator("canvas").first().waitFor(patient);
  await page.keyboard.press("ArrowRight");
  await standsAt(page, { h: 1, v: 0, f: -1 });
  expect(problems).toEqual([]);
  await context.close();
  await host[Symbol.asyncDispose]();
});

describe("the folder", () => {
  const lineOf = async (...args: readonly string[]) => {
    const { code, stderr } = await runToEnd(["build", ...args]);
    return { code, line: stderr.trim() };
  };

  it("[K13] what is there and no earlier build is left alone; an earlier build is replaced whole", async () => {
    const deck = kinds.Markdown?.() ?? "";
    const taken = folderWith("taken", {});
    expect(await lineOf(deck, "--out", taken)).toEqual({
      code: 73,
      line: expect.stringMatching(/^lectern: .*taken is not empty, and what is in it was not made by this command/),
    });
    expect(readdirSync(taken).sort()).toEqual(["notes.md", "private.txt"]);
    const out = await build(deck);
    writeFileSync(join(out, "left-over.txt"), "x");
    expect((await runToEnd(["build", deck, "--out", out])).code).toBe(0);
    expect(existsSync(join(out, "left-over.txt"))).toBe(false);
    expect(await lineOf(join(deck, "../gone.md"), "--out", out)).toMatchObject({ code: 66 });
    expect(existsSync(join(out, "index.html"))).toBe(true);
    expect(readdirSync(workspace.folder).filter((name) => name.startsWith(".site"))).toEqual([]);
  });

  it("[K13] may stand in the deck's folder; --include adds what only programs name, and nothing secret", async () => {
    const deck = kinds.Markdown?.() ?? "";
    const inside = join(deck, "../out");
    for (let n = 0; n < 2; n++) {
      const { code } = await runToEnd(["build", deck, "--out", inside, "--include", "private.txt", "--include", "."]);
      expect(code).toBe(0);
    }
    expect(readdirSync(inside).sort()).toEqual(
      [
        ".nojekyll",
        "deep",
        "index.html",
        "lamp.js",
        "lectern-assets",
        "lectern-build.json",
        "pics",
        "private.txt",
      ].sort(),
    );
    expect(await lineOf(deck, "--out", inside, "--include", "..")).toMatchObject({
      code: 66,
      line: expect.stringContaining("nothing to copy at .."),
    });
  });

  it("[K13] what is missing or wrong on the command line is one line", async () => {
    expect((await lineOf("--out", "x")).line).toMatch(/missing required argument 'deck'\. See/);
    expect((await lineOf("talk.md")).line).toMatch(/--out/);
    expect((await lineOf("talk.md", "--out", "x", "--server", "here")).line).toMatch(/--server must be an address/);
    expect((await lineOf("talk.md", "--out", "x", "--panel")).line).toMatch(/need --server/);
    expect((await runToEnd(["./build"])).stderr).toMatch(/There is no file \.\/build/);
  });
});
