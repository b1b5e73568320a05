import MarkdownIt, { type MarkdownIt as Markdown, type Token } from "markdown-it";
import { type ColouredCode, codeHtml, linesOf, plainCode } from "./code-html.ts";
import { type CodeInfo, parseCodeInfo, rowsOutside } from "./code-info.ts";
import type { DeckWarning } from "./deck.ts";
import { escapeHtml } from "./escape.ts";
import { colour, isPlainLanguage, type LoadedTheme, languageNames, loadCodeTheme, loadLanguage } from "./highlight.ts";
import { isMath, mathSyntax, renderMath } from "./math.ts";
import { pollInfoOf, pollsEndHtml } from "./poll-fence.ts";
import { pollHtml } from "./poll-html.ts";
import type { PollDrafts } from "./poll-slide.ts";
import { parsePollText, withoutMarks } from "./poll-text.ts";
import { readPoll } from "./polls.ts";
import { didYouMean } from "./suggest.ts";

export type CodeTheme = {
  readonly given: { readonly name: string; readonly line: number } | undefined;
  readonly light: boolean;
};

/**
 * Renders the Markdown of one deck. Shiki and KaTeX are loaded when the first code or formula needs them.
 *
 * What was met on the way is kept: `warnings`, `hasMath`, and the polls that wait for their place.
 */
export class DeckRenderer {
  readonly warnings: DeckWarning[] = [];
  hasMath = false;
  readonly polls: PollDrafts = new Map();
  readonly #markdown = createMarkdown();
  readonly #codeTheme: CodeTheme;
  #loadedTheme: Promise<LoadedTheme> | undefined;

  constructor(codeTheme: CodeTheme) {
    this.#codeTheme = codeTheme;
  }

  /** The HTML of a slide's Markdown, which begins at `line` of the file. */
  async slide(markdown: string, line: number): Promise<string> {
    const tokens = this.#markdown.parse(markdown, {});
    await this.#prepare(tokens, line);
    markBlankLines(tokens, markdown);
    return this.#markdown.renderer.render(tokens, this.#markdown.options, {});
  }

  /** The HTML of speaker notes: no code colours, and formulas that need no style sheet. */
  async notes(markdown: string, line: number): Promise<string> {
    const tokens = this.#markdown.parse(markdown, {});
    for (const token of flatten(tokens)) {
      if (pollInfoOf(token) !== undefined) {
        this.#warn(line + (token.map?.[0] ?? 0), "A poll in the notes is only text: write it before them.");
      }
      if (isMath(token)) await this.#math(token, line, "mathml");
    }
    return this.#markdown.renderer.render(tokens, this.#markdown.options, {});
  }

  async #prepare(tokens: readonly Token[], firstLine: number): Promise<void> {
    let line = firstLine;
    for (const token of flatten(tokens)) {
      if (token.map !== null) line = firstLine + token.map[0];
      if (isMath(token)) {
        this.hasMath = true;
        await this.#math(token, line, "html");
      } else if (token.type === "fence" || token.type === "code_block") {
        setHtml(token, await this.#code(token, line));
      }
    }
  }

  async #math(token: Token, line: number, output: "html" | "mathml"): Promise<void> {
    const { html, problem } = await renderMath(token.content, token.meta?.display === true, output);
    setHtml(token, html);
    if (problem === undefined) return;
    const offset = typeof token.meta?.line === "number" ? token.meta.line : 0;
    this.#warn(line + offset, `This formula cannot be set: ${problem}.`);
  }

  async #code(token: Token, line: number): Promise<string> {
    const pollInfo = pollInfoOf(token);
    if (pollInfo !== undefined) return this.#poll(pollInfo, token.content, line);
    const info = parseCodeInfo(token.type === "fence" ? token.info : "");
    if (info.language === "mermaid") return `<pre class="mermaid">${escapeHtml(token.content)}</pre>\n`;
    const outside = rowsOutside(info, linesOf(token.content).length);
    if (outside.length > 0) this.#warn(line, `This code block has no line ${outside.join(", ")} to highlight.`);
    return codeHtml(await this.#coloured(token.content, info, line), info);
  }

  /** A placeholder, which waits for its id under the key it is kept by; or the block as it is written. */
  #poll(info: string, content: string, line: number): string {
    const { poll, name, problems } = readPoll(parsePollText(info, content));
    for (const { offset, message } of problems) this.#warn(line + offset, message);
    if (poll === undefined) return codeHtml(plainCode(withoutMarks(content)), parseCodeInfo(""));
    const key = `#${line}`;
    this.polls.set(key, { poll, name, line });
    return pollHtml(poll, key);
  }

  async #coloured(source: string, info: CodeInfo, line: number): Promise<ColouredCode> {
    if (isPlainLanguage(info.language)) return plainCode(source);
    this.#loadedTheme ??= this.#loadTheme();
    const theme = await this.#loadedTheme;
    if (await loadLanguage(info.language)) return this.#colour(source, info.language, theme, line);
    const hint = didYouMean(info.language, ["poll", ...(await languageNames())]);
    this.#warn(line, `There is no code language "${info.language}"; the block stays without colours.${hint}`);
    return plainCode(source);
  }

  async #colour(source: string, language: string, theme: LoadedTheme, line: number): Promise<ColouredCode> {
    try {
      return await colour(source, language, theme);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.#warn(line, `This code block stays without colours: ${cause}.`);
      return plainCode(source);
    }
  }

  async #loadTheme(): Promise<LoadedTheme> {
    const { given, light } = this.#codeTheme;
    const theme = await loadCodeTheme(given?.name, light);
    if (theme.problem !== undefined && given !== undefined) this.#warn(given.line, theme.problem);
    return theme;
  }

  #warn(line: number, message: string): void {
    this.warnings.push({ line, message });
  }
}

function createMarkdown(): Markdown {
  const markdown = new MarkdownIt({ html: true, linkify: true });
  // Only addresses with a scheme become links by themselves: "node.js" in a sentence is not one.
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  mathSyntax(markdown);
  pollsEndHtml(markdown);
  const { rules } = markdown.renderer;
  for (const type of ["fence", "code_block", "math"]) {
    const usual = rules[type];
    rules[type] = (tokens, index, options, env, renderer) =>
      htmlOf(tokens[index]) ?? usual?.(tokens, index, options, env, renderer) ?? "";
  }
  return markdown;
}

function* flatten(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token;
    if (token.children !== null) yield* flatten(token.children);
  }
}

function setHtml(token: Token, html: string): void {
  token.meta = { ...token.meta, html };
}

function htmlOf(token: Token | undefined): string | undefined {
  const html = token?.meta?.html;
  return typeof html === "string" ? html : undefined;
}

/** An `.element:` comment after a blank line means the whole list above it, so the blank line must survive. */
function markBlankLines(tokens: readonly Token[], markdown: string): void {
  const lines = markdown.split("\n");
  for (const token of tokens) {
    if (token.type !== "html_block" || token.map === null || token.map[0] === 0) continue;
    if (lines[token.map[0] - 1]?.trim() === "") token.content = `\n\n${token.content}`;
  }
}
