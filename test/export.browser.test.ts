import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, describe, expect, it } from "vitest";
import { placeDeck } from "./support/decks.ts";
import { runToEnd, Workspace } from "./support/lectern.ts";
import { pdfFile } from "./support/pdf-file.ts";

const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());

const markdown = `# One

- now
- later <!-- .element: class="fragment" -->

[Elsewhere](https://elsewhere.example/)

Note: The otter waves

---

\`\`\`poll quiz id=animal
Which animal wears a hat?
- Badger
- [x] Fox
\`\`\`
`;

async function exported(deck: string, out: string, ...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runToEnd(["export", deck, "--out", workspace.path(out), ...options]);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

/** The text of each page, and the addresses its links lead to. */
async function pagesOf(file: string): Promise<{ readonly text: string; readonly links: readonly string[] }[]> {
  const data = new Uint8Array(readFileSync(workspace.path(file)));
  const task = getDocument({ data, verbosity: VerbosityLevel.ERRORS });
  const pdf = await task.promise;
  const pages = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, index) => {
      const page = await pdf.getPage(index + 1);
      const { items } = await page.getTextContent();
      const annotations = (await page.getAnnotations()) as { readonly url?: string }[];
      const text = items.map((item) => ("str" in item ? item.str : "")).join(" ");
      return { text: text.replace(/\s+/g, " ").trim(), links: annotations.flatMap(({ url }) => url ?? []) };
    }),
  );
  await task.destroy();
  return pages;
}

/** Width and height, as the file itself says (PNG, §11.2.2). */
function sizeOf(file: string): readonly number[] {
  const bytes = readFileSync(file);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe("a deck as a PDF", () => {
  it("[K11] [A2] [P1] has a page a slide, with all its steps, words and links; no notes, no right answers", async () => {
    const deck = workspace.write("talk.md", markdown);
    const said = await exported(deck, "talk.pdf", "--pdf");
    expect(said).toContain("One: 2 pages in ");
    const pages = await pagesOf("talk.pdf");
    expect(pages.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^One now later Elsewhere$/),
      expect.stringMatching(/^Which animal wears a hat\? Badger \d Fox \d$/),
    ]);
    expect(pages[0]?.links).toEqual(["https://elsewhere.example/"]);
  });

  it("[K11] has a page a step, and pages of notes, where that is asked for", async () => {
    const deck = workspace.write("steps.md", markdown);
    await exported(deck, "steps.pdf", "--pdf", "--steps", "--notes");
    const texts = (await pagesOf("steps.pdf")).map(({ text }) => text);
    expect(texts).toEqual([
      "One now Elsewhere",
      "One now later Elsewhere",
      "1 · One The otter waves",
      expect.stringContaining("Which animal"),
    ]);
  });

  it("[K11] is made of reveal.js pages and of Marp's slides too; a PDF stays as it is", async () => {
    const page = placeDeck(workspace, "generated/pandoc", "5.2.1");
    await exported(page, "page.pdf", "--pdf");
    expect((await pagesOf("page.pdf")).map(({ text }) => text.toLowerCase().slice(0, 6))).toEqual([
      "a gene",
      "column",
      "below,",
      "code c",
      "a pict",
    ]);
    const marp = workspace.write("marp.md", "---\nmarp: true\n---\n# Rivers\n\n* long\n* wide\n\n---\n\n# End\n");
    await exported(marp, "marp.pdf", "--pdf");
    expect((await pagesOf("marp.pdf")).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Rivers .*long .*wide$/),
      "End",
    ]);
    const bytes = pdfFile({ pages: [{ lines: ["Printed"] }] });
    writeFileSync(workspace.path("printed.pdf"), bytes);
    await exported(workspace.path("printed.pdf"), "copy.pdf", "--pdf");
    const copy = new Uint8Array(readFileSync(workspace.path("copy.pdf")));
    expect(copy.subarray(0, bytes.length)).toEqual(bytes);
    expect((await pagesOf("copy.pdf")).map(({ text }) => text)).toEqual(["Printed"]);
  });
});

describe("what is there already", () => {
  it("[K11] stays, unless it is an earlier export: neither the deck nor a PDF of somebody's is replaced", async () => {
    const deck = workspace.write("kept.md", "# Kept");
    const thesis = workspace.write("thesis.pdf", "%PDF-1.7 a thesis");
    const slides = pdfFile({ pages: [{ lines: ["Printed"] }] });
    const printed = workspace.path("slides.pdf");
    writeFileSync(printed, slides);
    for (const [from, to, words] of [
      [deck, thesis, /^lectern: .*thesis\.pdf is there already, and is no earlier export\. .*--out\.\n$/],
      [deck, deck, /^lectern: .*kept\.md is the deck itself\. .*--out\.\n$/],
      [printed, printed, /^lectern: .*slides\.pdf is the deck itself\. .*--out\.\n$/],
    ] as const) {
      const { code, stderr } = await runToEnd(["export", from, "--pdf", "--notes", "--out", to]);
      expect(code).toBe(73);
      expect(stderr).toMatch(words);
    }
    expect(readFileSync(deck, "utf8")).toBe("# Kept");
    expect(readFileSync(thesis, "utf8")).toBe("%PDF-1.7 a thesis");
    expect(new Uint8Array(readFileSync(printed))).toEqual(slides);
    for (const from of [deck, printed]) await exported(from, "again.pdf", "--pdf");
    await exported(deck, "again.pdf", "--pdf");
    expect((await pagesOf("again.pdf")).map(({ text }) => text)).toEqual(["Kept"]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "[K11] [B5] nothing is left behind by %s, which is said in one line",
    async (signal) => {
      mkdirSync(workspace.path(signal));
      const deck = workspace.write(
        "long.md",
        Array.from({ length: 200 }, (_, index) => `# ${index}`).join("\n\n---\n\n"),
      );
      const out = workspace.path(`${signal}/pictures`);
      const { code, stderr } = await runToEnd(["export", deck, "--png", "--out", out], {}, async (kill) => {
        const halfway = () => globSync(workspace.path(`${signal}/.pictures-new-*/002.png`)).length > 0;
        await expect.poll(halfway, { timeout: 60_000 }).toBe(true);
        kill(signal);
      });
      expect([code, stderr]).toEqual([130, "lectern: Stopped before all slides were drawn. Nothing was written.\n"]);
      expect(readdirSync(workspace.path(signal))).toEqual([]);
    },
  );
});

describe("a deck as pictures", () => {
  it("[K11] has one a step, as large as asked; an earlier export is replaced, and nothing else is", async () => {
    const deck = workspace.write("pictures.md", markdown);
    await exported(deck, "pictures", "--png", "--steps", "--size", "640x360");
    await exported(deck, "pictures", "--png", "--size", "640x360");
    const folder = workspace.path("pictures");
    expect(readdirSync(folder)).toEqual([".lectern-export", "001.png", "002.png"]);
    expect(sizeOf(join(folder, "002.png"))).toEqual([640, 360]);
    mkdirSync(workspace.path("mine"));
    workspace.write("mine/001.png", "somebody's picture");
    const { code, stderr } = await runToEnd(["export", deck, "--png", "--out", workspace.path("mine")]);
    expect(code).toBe(73);
    expect(stderr).toMatch(/^lectern: .*mine is not empty, .*--out, or empty this one\.\n$/);
  });
});

describe("what cannot be exported", () => {
  it.each([
    [["export"], 64, /missing required argument 'deck'/],
    [["export", "talk.md"], 64, /Say either --pdf or --png\. See lectern export --help/],
    [["export", "talk.md", "--png", "--notes"], 64, /--notes are pages of a PDF/],
    [["export", "talk.md", "--png", "--size", "big"], 64, /--size.*width and height in pixels/],
    [["export", "none.md", "--pdf"], 66, /none\.md/],
  ])("[K11] [K2] lectern %j is answered in one line", async (args, exit, words) => {
    const { code, stderr } = await runToEnd(args);
    expect(code).toBe(exit);
    expect(stderr).toMatch(words);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
