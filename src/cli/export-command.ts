/** `lectern export`: a deck as a PDF or as pictures. */
import { basename, extname } from "node:path";
import { Command, Option } from "commander";
import { LecternError } from "../errors.ts";
import { type Exported, type ExportOptions, exportDeck } from "../export/export-deck.ts";

export type ExportRequest = Omit<ExportOptions, "webRoot" | "onPage">;

type Given = {
  readonly pdf?: boolean;
  readonly png?: boolean;
  readonly out?: string;
  readonly steps?: boolean;
  readonly notes?: boolean;
  readonly size: ExportRequest["size"];
};

const examples = `
One page is one slide with all its steps. Polls show what they ask, never results or right answers; speaker notes are in it
only with --notes. It needs an installed Chromium, Chrome or Edge, found by itself or named in CHROMIUM_PATH.

Examples:
  lectern export talk.md --pdf             writes talk.pdf
  lectern export talk.md --pdf --notes     with a page of notes after each slide that has some
  lectern export slides/index.html --png --steps --out pictures
                                           one picture a step, in the folder pictures

A deck named "export" is given with: lectern ./export
`;

const defaultSize = { width: 1920, height: 1080 };

/** @param chosen is called with what was asked for */
export function exportCommand(chosen: (request: ExportRequest) => void): Command {
  return new Command("export")
    .description("make a PDF or pictures of a deck")
    .argument("<deck>", "whatever lectern can give: Markdown, a reveal.js page or its folder, Marp, PDF, Office")
    .option("--pdf", "one PDF with all pages")
    .option("--png", "one picture a page")
    .option(
      "--out <path>",
      "where to write: a file for a PDF, a folder for pictures (default: beside you, by the deck's name)",
    )
    .option("--steps", "one page for each step of a slide")
    .option("--notes", "after each slide that has notes, a page with them (PDF)")
    .addOption(
      new Option("--size <size>", "pixels of a picture, and the shape of a page")
        .argParser(parseSize)
        .default(defaultSize, "1920x1080"),
    )
    .addHelpText("after", examples)
    .helpOption("-h, --help", "show this help")
    .allowExcessArguments(false)
    .action((deck: string, given: Given) => chosen(requestOf(deck, given)));
}

function requestOf(
  deck: string,
  { pdf = false, png = false, out, steps = false, notes = false, size }: Given,
): ExportRequest {
  const problem = (text: string) => new LecternError("usage", { problem: `${text} See lectern export --help.` });
  if (pdf === png) throw problem("Say either --pdf or --png.");
  if (png && notes) throw problem("--notes are pages of a PDF.");
  const format = pdf ? "pdf" : "png";
  return { deck, format, out: out ?? `${nameOf(deck)}${pdf ? ".pdf" : "-png"}`, steps, notes, size };
}

/** A page called index.html has its folder's name. */
function nameOf(deck: string): string {
  const path = URL.canParse(deck) && /^https?:/.test(deck) ? new URL(deck).pathname : deck;
  const parts = path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");
  const last = parts.at(-1) ?? "slides";
  const name = /^index\.html?$/i.test(last) ? (parts.at(-2) ?? "slides") : basename(last, extname(last));
  return /^\.*$/.test(name) ? "slides" : name;
}

/** Exports, and says how far it is on `progress` and what was written. */
export async function runExport(
  request: ExportRequest,
  webRoot: string,
  progress: { readonly isTTY?: boolean; write(text: string): unknown },
): Promise<string> {
  let isLineOpen = false;
  const onPage = (done: number, of: number): void => {
    if (progress.isTTY !== true) return;
    progress.write(`\r${done} of ${of}`);
    isLineOpen = true;
  };
  try {
    const { title, pages }: Exported = await exportDeck({ ...request, webRoot, onPage });
    return `${title}: ${pages} ${pages === 1 ? "page" : "pages"} in ${request.out}`;
  } finally {
    if (isLineOpen) progress.write("\n");
  }
}

function parseSize(text: string): ExportRequest["size"] {
  const [, width = "", height = ""] = /^(\d{3,4})x(\d{3,4})$/i.exec(text) ?? [];
  const size = { width: Number(width), height: Number(height) };
  if (size.width >= 320 && size.height >= 180) return size;
  const expected = "width and height in pixels, from 320x180 to 9999x9999";
  throw new LecternError("option-invalid", { option: "--size", expected, given: text });
}
