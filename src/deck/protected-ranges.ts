/** Parts of a deck's source in which a separator or `Note:` is only text. `end` is exclusive; lines count from 1. */
export type Range = { readonly start: number; readonly end: number };
export type ProtectedRanges = {
  readonly ranges: readonly Range[];
  /** Lines of code fences that are never closed. They protect nothing, so that one slip does not swallow the deck. */
  readonly unclosedFences: readonly number[];
};

const fenceLine = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}|~{3,})(.*)$/;
const rawOpening = /^[ \t]*<(pre|script|style|textarea)\b/i;
const commentOpening = /^[ \t]*<!--/;

/** Finds fenced code, and comments and raw-text HTML blocks that begin a line. `source` has LF line ends. */
export function protectedRanges(source: string): ProtectedRanges {
  const lines = lineStarts(source);
  const ranges: Range[] = [];
  const unclosedFences: number[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lineText(source, lines, index);
    const end = endOfFence(source, lines, index, line) ?? endOfRaw(source, lines[index] ?? 0, line);
    if (end === undefined) continue;
    if (end === "unclosed") {
      unclosedFences.push(index + 1);
      continue;
    }
    ranges.push({ start: lines[index] ?? 0, end });
    while ((lines[index + 1] ?? Number.POSITIVE_INFINITY) < end) index++;
  }
  return { ranges, unclosedFences };
}

/** Whether `offset` lies inside one of `ranges`; its first character is outside, so that a comment can be a separator. */
export function isProtected(ranges: readonly Range[], offset: number): boolean {
  return ranges.some((range) => range.start < offset && offset < range.end);
}

function endOfFence(
  source: string,
  lines: readonly number[],
  index: number,
  line: string,
): number | "unclosed" | undefined {
  const [, marker = "", info = ""] = fenceLine.exec(line) ?? [];
  if (marker === "" || (marker.startsWith("`") && info.includes("`"))) return undefined;
  const closing = new RegExp(`^[ \\t>]*${marker[0]}{${marker.length},}[ \\t]*$`);
  for (let next = index + 1; next < lines.length; next++) {
    if (closing.test(lineText(source, lines, next))) return lines[next + 1] ?? source.length;
  }
  return "unclosed";
}

function endOfRaw(source: string, start: number, line: string): number | undefined {
  const name = rawOpening.exec(line)?.[1];
  const closing = name !== undefined ? new RegExp(`</${name}\\s*>`, "gi") : /-->/g;
  if (name === undefined && !commentOpening.test(line)) return undefined;
  closing.lastIndex = start;
  return closing.exec(source) === null ? undefined : closing.lastIndex;
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineText(source: string, lines: readonly number[], index: number): string {
  const next = lines[index + 1];
  return source.slice(lines[index], next === undefined ? undefined : next - 1);
}
