/** The speaker notes of a PDF: Markdown in a file beside it, where a heading such as `## 3` begins the notes of a page. */
import type { DeckWarning } from "../deck.ts";

/** Markdown of one page's notes; `line` is its first line in the file, from 1. */
export type NotesPart = { readonly page: number; readonly markdown: string; readonly line: number };

const pageHeading = /^##[ \t]+(?:(?:page|slide)[ \t]+)?(\d+)(?![\p{L}\p{N}])/iu;
const fence = /^ {0,3}(`{3,}|~{3,})/;

/** `slides.pdf` has its notes in `slides.notes.md`. */
export function notesFileOf(pdfFile: string): string {
  return `${pdfFile.replace(/\.[^./\\]*$/, "")}.notes.md`;
}

/**
 * Cuts the file at its page headings. What belongs to no page is left out with a warning.
 *
 * @param pageCount how many pages the PDF has
 */
export function splitNotes(
  source: string,
  pageCount: number,
): { readonly parts: readonly NotesPart[]; readonly warnings: readonly DeckWarning[] } {
  const lines = source
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const warnings: DeckWarning[] = [];
  const starts = pageHeadings(lines);
  const before = lines.slice(0, starts[0]?.index ?? lines.length).findIndex((line) => line.trim() !== "");
  if (before >= 0) {
    warnings.push({ line: before + 1, message: "This stands before the first page. Begin with a line such as ## 1." });
  }
  const parts = starts.flatMap(({ page, index }, place): NotesPart[] => {
    if (page < 1 || page > pageCount) {
      warnings.push({ line: index + 1, message: `There is no page ${page}; the PDF has ${pageCount}.` });
      return [];
    }
    const markdown = lines.slice(index + 1, starts[place + 1]?.index).join("\n");
    return [{ page, markdown, line: index + 2 }];
  });
  return { parts, warnings };
}

/** `index` counts lines from 0. A heading inside a code block is only text. */
function pageHeadings(lines: readonly string[]): { readonly page: number; readonly index: number }[] {
  let open = "";
  return lines.flatMap((line, index) => {
    const mark = fence.exec(line)?.[1] ?? "";
    if (open !== "") {
      if (mark.startsWith(open) && line.trim() === mark) open = "";
      return [];
    }
    open = mark;
    const page = pageHeading.exec(line)?.[1];
    return page === undefined ? [] : [{ page: Number(page), index }];
  });
}
