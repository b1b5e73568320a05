/** Has LibreOffice turn slides into a PDF, and into XML that says what stands in their notes. */
import { createReadStream } from "node:fs";
import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LecternError } from "../../errors.ts";
import { type FlatSlide, readFlatSlides } from "./flat-slides.ts";
import { PrivateFolder } from "./private-folder.ts";

export type Conversion = {
  readonly pdf: Uint8Array<ArrayBuffer>;
  /** One for each page of the PDF, unless the two do not agree. */
  readonly slides: readonly FlatSlide[];
};

/** Milliseconds for each of the two runs. */
export const conversionPatience = 120_000;

/** Page names such as "Slide 1" would stand for titles; the PDF's own words say more. */
const pdfFilter = 'pdf:impress_pdf_Export:{"ExportBookmarks":{"type":"boolean","value":"false"}}';

export type OfficeFile = {
  readonly bytes: Uint8Array;
  /** With the dot; LibreOffice goes by it. */
  readonly extension: string;
  /** As the user named it. */
  readonly file: string;
};

/**
 * @param program LibreOffice
 * @throws LecternError `deck-office-failed`, `deck-office-slow`
 */
export function convertOffice(program: string, source: OfficeFile, patience = conversionPatience): Promise<Conversion> {
  return PrivateFolder.use(async (folder) => {
    // A copy: what is read is what was read, and no lock file appears beside the deck.
    await writeFile(join(folder.path, `deck${source.extension}`), source.bytes);
    const profile = pathToFileURL(join(folder.path, "profile")).href;
    const convert = async (filter: string, result: string): Promise<string> => {
      const args = [`-env:UserInstallation=${profile}`, ...quiet, "--convert-to", filter];
      const { output, timedOut } = await folder
        .run(program, [...args, "--outdir", join(folder.path, "out"), `deck${source.extension}`], patience)
        .catch((error: Error) => ({ output: `Error: ${error.message}`, timedOut: false }));
      if (timedOut) throw new LecternError("deck-office-slow", { file: source.file, seconds: patience / 1000 });
      const path = join(folder.path, "out", result);
      // It ends with 0 also when it could not read the file.
      await access(path).catch(() => {
        throw new LecternError("deck-office-failed", { file: source.file, cause: causeIn(output) });
      });
      return path;
    };
    const pdf = await readFile(await convert(pdfFilter, "deck.pdf"));
    const flat = await convert("fodp:OpenDocument Presentation Flat XML", "deck.fodp");
    const slides = await readFlatSlides(createReadStream(flat, "utf8")).catch((error: Error) => {
      throw new LecternError("deck-office-failed", { file: source.file, cause: error.message });
    });
    return { pdf, slides };
  });
}

const quiet = ["--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"];

function causeIn(output: string): string {
  const said = /^Error: (.+)$/m.exec(output)?.[1]?.trim().replace(/\.$/, "");
  return said ?? "it wrote nothing";
}
