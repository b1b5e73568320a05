import { isProtected, protectedRanges, type Range } from "./protected-ranges.ts";

/** One slide as written. Lines are those of the file, from 1. */
export type SlideSource = {
  readonly h: number;
  readonly v: number;
  readonly line: number;
  readonly markdown: string;
  readonly notesLine: number;
  readonly notes: string;
};

export type Separators = {
  readonly horizontal: RegExp;
  readonly vertical: RegExp;
  readonly notes: RegExp;
};

/** reveal.js's conventions. Trailing blanks are allowed: nobody sees them. */
export const defaultSeparators: Separators = {
  horizontal: /^---[ \t]*$/m,
  vertical: /^--[ \t]*$/m,
  notes: /^\s*notes?:/im,
};

export type SplitDeck = { readonly slides: readonly SlideSource[]; readonly unclosedFences: readonly number[] };

/** Cuts the body of a deck into slides and notes. `body` has LF line ends and begins at line `firstLine` of the file. */
export function splitSlides(body: string, firstLine: number, separators: Separators = defaultSeparators): SplitDeck {
  const { ranges, unclosedFences } = protectedRanges(body);
  const parts = trimEmpty(cut(body, ranges, separators), body);
  let h = -1;
  let v = 0;
  const slides = parts.map((part, index) => {
    if (index === 0 || !part.vertical) [h, v] = [h + 1, 0];
    else v += 1;
    return { h, v, ...withNotes(body, part, ranges, separators.notes, firstLine) };
  });
  return { slides, unclosedFences: unclosedFences.map((line) => line + firstLine - 1) };
}

type Part = { readonly start: number; readonly end: number; readonly vertical: boolean };

function cut(body: string, ranges: readonly Range[], separators: Separators): Part[] {
  const both = new RegExp(`(?<h__>${separators.horizontal.source})|(?:${separators.vertical.source})`, "gm");
  const parts: Part[] = [];
  let start = 0;
  let vertical = false;
  for (const match of body.matchAll(both)) {
    const visible = match.index + match[0].search(/\S|$/);
    if (match[0] === "" || isProtected(ranges, visible)) continue;
    parts.push({ start, end: match.index, vertical });
    start = match.index + match[0].length;
    vertical = match.groups?.h__ === undefined;
  }
  parts.push({ start, end: body.length, vertical });
  return parts;
}

/** A separator at the very beginning or end of a deck makes no slide of its own. */
function trimEmpty(parts: Part[], body: string): Part[] {
  const isEmpty = (part: Part | undefined) => part !== undefined && body.slice(part.start, part.end).trim() === "";
  let first = 0;
  let last = parts.length;
  while (first < last && isEmpty(parts[first])) first++;
  while (last > first && isEmpty(parts[last - 1])) last--;
  return parts.slice(first, last);
}

function withNotes(body: string, part: Part, ranges: readonly Range[], notes: RegExp, firstLine: number) {
  const source = body.slice(part.start, part.end);
  const line = lineAt(body, part.start, firstLine);
  for (const match of source.matchAll(new RegExp(notes.source, "gim"))) {
    const end = match.index + match[0].length;
    if (match[0] === "" || isProtected(ranges, part.start + end - 1)) continue;
    return {
      line,
      markdown: source.slice(0, match.index),
      notesLine: lineAt(body, part.start + end, firstLine),
      notes: source.slice(end),
    };
  }
  return { line, markdown: source, notesLine: line, notes: "" };
}

function lineAt(body: string, offset: number, firstLine: number): number {
  let line = firstLine;
  for (let at = body.indexOf("\n"); at !== -1 && at < offset; at = body.indexOf("\n", at + 1)) line++;
  return line;
}
