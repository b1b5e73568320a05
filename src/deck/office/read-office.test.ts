import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openDeck } from "../files.ts";
import { resolveDeckFile } from "../static-files.ts";
import { convertOffice } from "./convert.ts";
import { findLibreOffice } from "./find-libreoffice.ts";

const program = await findLibreOffice();
const rivers = join(import.meta.dirname, "../../../test/decks/office/rivers.fodp");
const folder = mkdtempSync(join(tmpdir(), "lectern-office-test-"));
const file = join(folder, "rivers.fodp");
copyFileSync(rivers, file);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Other tests convert at the same time, and what they still need is not left over.
const temporary = join(folder, "tmp");
mkdirSync(temporary);
process.env.TMPDIR = temporary;
const left = (): string[] => readdirSync(temporary).filter((name) => name.startsWith("lectern-office-"));

describe("without LibreOffice", () => {
  // Elsewhere it may be in a place that no test can take away.
  it.runIf(process.platform === "linux")(
    "[K2] [K9] one line says how to install it, or what to do instead (on Linux)",
    async () => {
      const path = process.env.PATH;
      process.env.PATH = folder;
      const error: unknown = await openDeck(file).catch((caught: unknown) => caught);
      process.env.PATH = path;
      expect(error).toMatchObject({
        code: "deck-office-missing",
        message: expect.stringMatching(
          /Install it \(for example apt-get install libreoffice-impress\), or export a PDF/,
        ),
      });
    },
  );

  it("[K2] [K9] Keynote is told what it can do itself", async () => {
    const keynote = join(folder, "talk.key");
    writeFileSync(keynote, "x");
    await expect(openDeck(keynote)).rejects.toMatchObject({
      code: "deck-keynote",
      message: expect.stringMatching(/Export it there as a PDF/),
    });
  });

  it("[A2] [K4] the files themselves, which hold notes, are served to nobody", async () => {
    for (const name of ["a.pptx", "a.PPT", "a.ppsx", "a.odp", "a.fodp", "a.key", "a.pptx.bak", "a.pptm", "~a.potx"]) {
      writeFileSync(join(folder, name), "x");
      expect(await resolveDeckFile(folder, name), name).toBeNull();
    }
    for (const name of ["a.png", "key.png", "odp.css"]) {
      writeFileSync(join(folder, name), "x");
      expect(await resolveDeckFile(folder, name), name).not.toBeNull();
    }
  });
});

describe.skipIf(program === undefined)(
  "through LibreOffice (skipped where it is not installed)",
  { timeout: 120_000 },
  () => {
    const profile = pathToFileURL(join(folder, "profile")).href;
    const save = (extension: string): string => {
      const args = [
        `-env:UserInstallation=${profile}`,
        "--headless",
        "--convert-to",
        extension,
        "--outdir",
        folder,
        rivers,
      ];
      execFileSync(program ?? "", args, { stdio: "ignore" });
      return join(folder, `rivers.${extension}`);
    };

    it.each(["pptx", "ppt", "odp", "fodp"])(
      "[K9] a .%s is shown page by page, with titles and notes",
      async (extension) => {
        const path = extension === "fodp" ? file : save(extension);
        const { deck } = await openDeck(path);
        expect(deck).toMatchObject({
          kind: "pdf",
          title: "Rivers in an office",
          fileName: `rivers.${extension}.pdf`,
          warnings: [],
        });
        expect(deck.slides.map(({ h, v, title }) => `${h}/${v} ${title}`)).toEqual([
          "0/0 How rivers begin",
          "1/0 How they end",
          "2/0 No title and no notes",
        ]);
        const [first, second, third] = deck.slides.map(({ notesHtml }) => notesHtml);
        expect(first).toContain("Say hello &amp; wait for the otter.");
        expect(first).toMatch(/spaces,<br>a new line/);
        expect(second).toContain('<a href="https://example.org/sea">the sea</a>');
        expect(third).toBe("");
        expect(JSON.stringify(deck.slides)).not.toContain("hidden");
        if (deck.kind !== "pdf") throw new Error("not a PDF");
        expect(Buffer.from(deck.bytes).toString("latin1")).not.toContain("otter");
        expect(left()).toEqual([]);
      },
    );

    it("[K2] [K9] a file that is none is told, and one that takes too long is stopped", async () => {
      const broken = join(folder, "broken.pptx");
      writeFileSync(broken, "not slides");
      await expect(openDeck(broken)).rejects.toMatchObject({
        code: "deck-office-failed",
        message: expect.stringMatching(/cannot read .*broken\.pptx \(source file could not be loaded\)/),
      });
      const source = { bytes: readFileSync(rivers), extension: ".fodp", file: "rivers.fodp" };
      await expect(convertOffice(program ?? "", source, 1)).rejects.toMatchObject({ code: "deck-office-slow" });
      expect(left()).toEqual([]);
    });
  },
);
