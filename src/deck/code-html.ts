import { type CodeInfo, highlights, type Rows } from "./code-info.ts";
import { escapeHtml } from "./escape.ts";

/** A run of characters in one colour. */
export type CodeRun = {
  readonly text: string;
  readonly color?: string;
  readonly italic?: boolean;
  readonly bold?: boolean;
};

export type ColouredCode = {
  readonly lines: readonly (readonly CodeRun[])[];
  /** Ground and ink of the code theme; undefined leaves both to the deck's theme. */
  readonly ground?: string;
  readonly ink?: string;
};

/**
 * The block as reveal.js 6 shows it without a plugin: one `<code>` a step, each later one a fragment laid over the
 * one before.
 */
export function codeHtml(code: ColouredCode, info: CodeInfo): string {
  const [first = [], ...later] = info.steps;
  const codes = [stepHtml(code, info, first, ""), ...later.map((step) => stepHtml(code, info, step, "fragment"))];
  return `<pre class="code-wrapper" style="${sizeStyle(code, info)}${groundStyle(code)}">${codes.join("")}</pre>\n`;
}

function stepHtml(code: ColouredCode, info: CodeInfo, step: readonly Rows[], fragment: string): string {
  const names = ["code-step"];
  if (info.numbered) names.push("code-numbered");
  if (step.length > 0) names.push("has-highlights");
  if (fragment !== "") names.push(fragment);
  if (info.language !== "") names.push(`language-${info.language}`);
  const widest = String(info.firstNumber + Math.max(0, code.lines.length - 1)).length;
  const style = info.numbered ? ` style="--code-digits:${widest}"` : "";
  const lines = code.lines.map((runs, index) => lineHtml(runs, index, info, step));
  const hidden = fragment === "" ? "" : ' aria-hidden="true"';
  return `<code class="${escapeHtml(names.join(" "))}"${style}${hidden}>${lines.join("\n")}</code>`;
}

function lineHtml(runs: readonly CodeRun[], index: number, info: CodeInfo, step: readonly Rows[]): string {
  const on = highlights(step, index + 1) ? " highlight-line" : "";
  const number = info.numbered ? ` data-line="${info.firstNumber + index}"` : "";
  return `<span class="code-line${on}"${number}>${runs.map(runHtml).join("")}</span>`;
}

function runHtml({ text, color, italic, bold }: CodeRun): string {
  const styles: string[] = [];
  if (color !== undefined) styles.push(`color:${color}`);
  if (italic) styles.push("font-style:italic");
  if (bold) styles.push("font-weight:600");
  const html = escapeHtml(text);
  return styles.length === 0 ? html : `<span style="${escapeHtml(styles.join(";"))}">${html}</span>`;
}

function groundStyle({ ground, ink }: ColouredCode): string {
  if (ground === undefined || ink === undefined) return "";
  return `;--code-ground:${escapeHtml(ground)};--code-ink:${escapeHtml(ink)}`;
}

/** Rows and columns, from which a theme can choose a size that fits. */
function sizeStyle({ lines }: ColouredCode, info: CodeInfo): string {
  const widths = lines.map(
    (runs) =>
      [
        ...runs
          .map(({ text }) => text)
          .join("")
          .replaceAll("\t", "  "),
      ].length,
  );
  const longest = widths.reduce((a, b) => Math.max(a, b), 1);
  const numbers = info.numbered ? String(info.firstNumber + lines.length - 1).length + 2 : 0;
  return `--code-rows:${Math.max(1, lines.length)};--code-columns:${longest + numbers}`;
}

/** Source text as uncoloured lines. */
export function plainCode(source: string): ColouredCode {
  return { lines: linesOf(source).map((text) => [{ text }]) };
}

/** The lines of a fence's content, without the line end that every fence has. */
export function linesOf(source: string): string[] {
  return source.replace(/\n$/, "").split("\n");
}
