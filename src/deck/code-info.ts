/** A line or a range of lines, as rows of the block from 1 (whatever number the first row shows). */
export type Rows = { readonly from: number; readonly to: number };

/** What stands after the opening fence: ` ```js [5: 1-2|4] `. */
export type CodeInfo = {
  /** Lower case; empty when none is given. */
  readonly language: string;
  /** Whether line numbers show. */
  readonly numbered: boolean;
  readonly firstNumber: number;
  /** One entry a step; an empty entry highlights nothing. Empty when the block has no steps. */
  readonly steps: readonly (readonly Rows[])[];
};

const brackets = /\[\s*(?:(\d*)\s*:)?([\s\d,|-]*)\]/;

/** Reads the info string of a code fence in reveal.js's notation. */
export function parseCodeInfo(info: string): CodeInfo {
  const match = brackets.exec(info);
  const rest = match === null ? info : info.replace(match[0], " ");
  const language = (rest.trim().split(/[\s{]/)[0] ?? "").toLowerCase().replace(/^language-/, "");
  if (match === null) return { language, numbered: false, firstNumber: 1, steps: [] };
  const [, first = "", lines = ""] = match;
  return { language, numbered: true, firstNumber: first === "" ? 1 : Number(first), steps: parseSteps(lines) };
}

function parseSteps(text: string): Rows[][] {
  const compact = text.replace(/\s/g, "");
  if (compact === "") return [];
  return compact.split("|").map((step) => step.split(",").flatMap(parseRows));
}

function parseRows(text: string): Rows[] {
  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (from === undefined) return [];
  return [{ from: Number(from), to: Number(to ?? from) }];
}

/** The rows a step names that a block of `count` rows does not have. */
export function rowsOutside(info: CodeInfo, count: number): number[] {
  const named = info.steps.flat().flatMap(({ from, to }) => [from, to]);
  return [...new Set(named)].filter((row) => row < 1 || row > count);
}

/** Whether `step` highlights `row`. */
export function highlights(step: readonly Rows[], row: number): boolean {
  return step.some(({ from, to }) => from <= row && row <= to);
}
