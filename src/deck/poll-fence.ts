/** Fences of polls among Markdown's blocks (rule P1). */
import type { MarkdownIt, StateBlock, Token } from "markdown-it";

const word = /^\s*(?:language-)?poll(?:\s|$)/i;
/** Also as it begins in a quotation or a list. */
const opening = /^(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*(?:`{3,}|~{3,})(.*)$/;
/** Elements whose inside is text or a program, and what is no element. */
const literal = /^<(?:(?:script|pre|style|textarea)(?:\s|>|$)|[!?])/i;

/** What stands after the word `poll` when the token is a poll's fence. */
export function pollInfoOf({ type, info }: Token): string | undefined {
  const match = type === "fence" ? word.exec(info) : null;
  return match === null ? undefined : info.slice(match[0].length);
}

/** Lets a poll's fence end the HTML before it, as a blank line does: as text it would tell what is right. */
export function pollsEndHtml(markdown: MarkdownIt): void {
  markdown.block.ruler.before("html_block", "poll_in_html", (state, startLine, endLine, silent) => {
    const first = lineOf(state, startLine);
    if (silent || !first.startsWith("<") || literal.test(first)) return false;
    for (let line = startLine + 1; line < endLine && !state.isEmpty(line); line++) {
      if (!word.test(opening.exec(lineOf(state, line))?.[1] ?? "")) continue;
      state.md.block.tokenize(state, startLine, line);
      return true;
    }
    return false;
  });
}

function lineOf({ src, bMarks, tShift, eMarks }: StateBlock, line: number): string {
  return src.slice((bMarks[line] ?? 0) + (tShift[line] ?? 0), eMarks[line]);
}
