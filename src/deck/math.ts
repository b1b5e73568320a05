import type { MarkdownIt, StateBlock, StateInline, Token } from "markdown-it";
import { escapeHtml } from "./escape.ts";

/** Teaches `markdown` the math of pandoc and MathJax: `$x$`, `$$x$$`, `\(x\)`, `\[x\]`. */
export function mathSyntax(markdown: MarkdownIt): void {
  markdown.inline.ruler.before("escape", "math", inlineMath);
  markdown.block.ruler.before("fence", "math", blockMath, { alt: ["paragraph", "reference", "blockquote", "list"] });
}

/** Whether `token` is math; `token.meta.display` tells which kind and `token.content` is its TeX. */
export function isMath(token: Token): boolean {
  return token.type === "math";
}

export type RenderedMath = { readonly html: string; readonly problem?: string };

/**
 * Renders TeX. Loads KaTeX the first time.
 *
 * @param output `html` for slides (with the KaTeX style sheet), `mathml` for places without it.
 */
export async function renderMath(tex: string, display: boolean, output: "html" | "mathml"): Promise<RenderedMath> {
  const { default: katex } = await import("katex");
  try {
    const html = katex.renderToString(tex, {
      displayMode: display,
      output: output === "html" ? "htmlAndMathml" : "mathml",
      throwOnError: true,
      strict: "ignore",
      maxExpand: 1000,
      maxSize: 50,
    });
    return { html: display ? `<span class="math">${html}</span>` : html };
  } catch (error) {
    const source = `<code class="math-error">${escapeHtml(tex)}</code>`;
    const html = display ? `<p>${source}</p>` : source;
    return {
      html,
      problem: (error instanceof Error ? error.message : String(error)).replace(/^KaTeX parse error: /, ""),
    };
  }
}

type Delimiters = { readonly open: string; readonly close: string; readonly display: boolean };

const delimiters: readonly Delimiters[] = [
  { open: "$$", close: "$$", display: true },
  { open: "\\[", close: "\\]", display: true },
  { open: "\\(", close: "\\)", display: false },
  { open: "$", close: "$", display: false },
];

function inlineMath(state: StateInline, silent: boolean): boolean {
  const found = delimiters.find(({ open }) => state.src.startsWith(open, state.pos));
  if (found === undefined) return false;
  const start = state.pos + found.open.length;
  const end = closingAt(state.src, start, state.posMax, found.close);
  if (end === -1 || state.src.slice(start, end).trim() === "") return false;
  if (found.open === "$" && !isPandocMath(state.src, start, end)) return false;
  if (!silent) push(state, found.display, state.src.slice(start, end), linesBefore(state));
  state.pos = end + found.close.length;
  return true;
}

/** A price is not math: no space inside the dollars, no digit after them, no code begun between them. */
function isPandocMath(source: string, start: number, end: number): boolean {
  if (source.slice(start, end).includes("`")) return false;
  return !/\s/.test(source.charAt(start)) && !/\s/.test(source.charAt(end - 1)) && !/\d/.test(source.charAt(end + 1));
}

function closingAt(source: string, start: number, limit: number, close: string): number {
  for (
    let at = source.indexOf(close, start);
    at !== -1 && at + close.length <= limit;
    at = source.indexOf(close, at + 1)
  ) {
    if (close.startsWith("\\") || !isEscaped(source, at)) return at;
  }
  return -1;
}

function isEscaped(source: string, at: number): boolean {
  let backslashes = 0;
  while (source.charAt(at - 1 - backslashes) === "\\") backslashes++;
  return backslashes % 2 === 1;
}

function linesBefore(state: StateInline): number {
  return state.src.slice(0, state.pos).split("\n").length - 1;
}

function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const first = lineOf(state, startLine);
  const found = delimiters.find(({ open, display }) => display && first.startsWith(open));
  if (found === undefined) return false;
  const last = closingLine(state, startLine, endLine, found);
  if (last === -1) return false;
  if (silent) return true;
  const whole = Array.from({ length: last - startLine + 1 }, (_, index) => lineOf(state, startLine + index)).join("\n");
  const token = push(state, true, whole.slice(found.open.length, -found.close.length), 0);
  token.block = true;
  token.map = [startLine, last + 1];
  state.line = last + 1;
  return true;
}

/** The line that ends with the closing delimiter; -1 when something else stands after it, which makes it inline. */
function closingLine(state: StateBlock, startLine: number, endLine: number, { open, close }: Delimiters): number {
  for (let line = startLine; line < endLine; line++) {
    if ((state.sCount[line] ?? 0) < state.blkIndent && !state.isEmpty(line)) return -1;
    const text = lineOf(state, line).slice(line === startLine ? open.length : 0);
    const at = text.indexOf(close);
    if (at !== -1) return text.slice(at + close.length) === "" && (line > startLine || at > 0) ? line : -1;
  }
  return -1;
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd();
}

function push(state: StateInline | StateBlock, display: boolean, tex: string, line: number): Token {
  const token = state.push("math", "", 0);
  token.content = tex.trim();
  token.meta = { display, line };
  return token;
}
