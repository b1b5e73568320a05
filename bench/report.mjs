// One table of everything that was measured: a row for each thing, a column for each who; medians, and the spread of
// the rounds in brackets. Targets are ratios of medians of the same run.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { isPinned } from "./processes.mjs";
import { median, ratio } from "./statistics.mjs";

export class Report {
  #columns = [];
  #rows = [];
  #remarks = [];
  #wrong = [];

  /**
   * `values`: name → what each round measured. `targets`: what must hold, each `{text, value, most}`, reached when
   * `value` is at most `most`.
   */
  row(what, values, targets = []) {
    const known = Object.fromEntries(Object.entries(values).filter(([, list]) => list?.length > 0));
    for (const name of Object.keys(known)) if (!this.#columns.includes(name)) this.#columns.push(name);
    this.#rows.push({ what, values: known, targets });
    console.error(
      `  ${what}: ${Object.entries(known)
        .map(([name, list]) => `${name} ${cell(list)}`)
        .join(", ")}`,
    );
  }

  remark(text) {
    if (!this.#remarks.includes(text)) this.#remarks.push(text);
  }

  /** Something that must not happen, however fast it is: the process fails. */
  wrong(text) {
    console.error(`  WRONG: ${text}`);
    this.#wrong.push(text);
  }

  get isRight() {
    return this.#wrong.length === 0;
  }

  toString() {
    const line = (cells) => `| ${cells.join(" | ")} |`;
    const lines = [
      line(["", ...this.#columns, "target"]),
      `|---|${"---:|".repeat(this.#columns.length)}---|`,
      ...this.#rows.map(({ what, values, targets }) =>
        line([what, ...this.#columns.map((name) => cell(values[name])), targets.map(verdict).join("; ")]),
      ),
    ];
    const remarks = [...this.#remarks, ...this.#wrong.map((text) => `**Wrong:** ${text}`)];
    return [...lines, ...remarks.flatMap((text) => ["", text])].join("\n");
  }
}

/** A target that compares Lectern with somebody; nothing where that one is left out. */
export function against(values, name, most) {
  if (values[name] === undefined || values[name].length === 0) return [];
  return [{ text: `≤ ${most} × ${name}`, value: ratio(values.Lectern, values[name]), most }];
}

/** A target that Lectern's median reaches by itself. */
export function atMost(values, most, unit) {
  return [{ text: `≤ ${most} ${unit}`, value: median(values.Lectern), most }];
}

/** A target that two things differ by no more than a share. */
export function alike(text, one, other, share) {
  const value = ratio(one, other);
  return [{ text: `${text} within ${share * 100} %`, value, most: 1 + share, least: 1 - share }];
}

function verdict({ text, value, most, least = Number.NEGATIVE_INFINITY }) {
  const isReached = value <= most && value >= least;
  return `${text}: ${figure(value)} ${isReached ? "✓" : "**✗**"}`;
}

function cell(list) {
  if (list === undefined) return "–";
  const spread = list.length > 1 ? ` (${figure(Math.min(...list))}–${figure(Math.max(...list))})` : "";
  return `${figure(median(list))}${spread}`;
}

function figure(value) {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2);
}

/** What was measured on: no names, only what the figures depend on. */
export function machine() {
  const model = cpus()[0]?.model.trim() ?? "unknown";
  const memory = Math.round(totalmem() / 2 ** 30);
  const where = isPinned ? ", the server on one core and its clients on another" : "";
  return `${cpus().length} cores (${model}), ${memory} GB, ${process.platform}, Node ${process.versions.node}${where}`;
}

const document = new URL("../docs/performance.md", import.meta.url);

/** Puts the results into the document, in the place of the last ones. */
export function writeResults(results) {
  const text = readFileSync(document, "utf8");
  writeFileSync(document, text.replace(/(<!-- results -->\n).*(<!-- end of results -->)/s, `$1\n${results}\n\n$2`));
}
