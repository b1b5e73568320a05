/** Runs Marp, with what is Lectern's in it: polls, formulas without a foreign host, diagrams. */
import { Marp } from "@marp-team/marp-core";
import { shikiMarpCorePlugin } from "@marp-team/marp-core/plugins/shiki";
import type { MarkdownIt, Token } from "markdown-it";
import type { DeckWarning } from "../deck.ts";
import { escapeHtml } from "../escape.ts";
import { isMath, mathSyntax, renderMath } from "../math.ts";
import { pollInfoOf, pollsEndHtml } from "../poll-fence.ts";
import { pollHtml } from "../poll-html.ts";
import type { PollDrafts } from "../poll-slide.ts";
import { parsePollText, withoutMarks } from "../poll-text.ts";
import { readPoll } from "../polls.ts";
import type { ThemeFile } from "./theme-files.ts";

export type MarpRendering = {
  /** One `<svg>` for each slide, as Marp makes it. */
  readonly slides: readonly string[];
  readonly css: string;
  /** By slide: comments that say nothing to Marp. */
  readonly comments: readonly (readonly string[])[];
  /** What the deck says in `style`. */
  readonly style: string;
  /** The polls that wait for their place. */
  readonly polls: PollDrafts;
  readonly hasMath: boolean;
  readonly themeNames: ReadonlySet<string>;
  readonly warnings: readonly DeckWarning[];
  /** Marp has read the front matter. */
  readonly knowsFrontMatter: boolean;
};

/** Lines of `source` are the file's. */
export async function renderMarp(source: string, themes: readonly ThemeFile[]): Promise<MarpRendering> {
  // Emoji as each screen has them: Marp's pictures of them would come from elsewhere.
  const marp = new Marp({
    html: true,
    script: false,
    math: false,
    emoji: { shortcode: true, unicode: false },
  });
  marp.use(shikiMarpCorePlugin());
  let knowsFrontMatter = false;
  marp.customDirectives.global.marp = () => {
    knowsFrontMatter = true;
    return {};
  };
  // Which program sets formulas is ours to say; transitions are for Marp's own player.
  marp.customDirectives.global.math = () => ({});
  marp.customDirectives.local.transition = () => ({});
  const themeWarnings = addThemes(marp, themes);
  const lectern = new LecternTokens(marp.markdown as unknown as MarkdownIt);
  const { html, css, comments } = marp.render(source, { htmlAsArray: true });
  return {
    slides: await Promise.all(html.map((slide) => lectern.fillIn(slide))),
    css,
    comments,
    style: lectern.style,
    polls: lectern.polls,
    hasMath: lectern.hasMath,
    themeNames: new Set([...marp.themeSet.themes()].map(({ name }) => name)),
    warnings: [...themeWarnings, ...lectern.warnings],
    knowsFrontMatter,
  };
}

/** What keeps a style sheet from being one; Marp would leave it out, and say nothing. */
export function styleProblem(css: string): { readonly line: number; readonly reason: string } | undefined {
  try {
    new Marp({ script: false }).themeSet.add(`/* @theme lectern-style */${css}`);
    return undefined;
  } catch (error) {
    return cssProblem(error);
  }
}

function addThemes(marp: Marp, themes: readonly ThemeFile[]): DeckWarning[] {
  return themes.flatMap(({ name, css }): DeckWarning[] => {
    try {
      marp.themeSet.add(css);
      return [];
    } catch (error) {
      const { line, reason } = cssProblem(error);
      return [{ file: name, line, message: `This theme is left out: ${reason}.` }];
    }
  });
}

function cssProblem(error: unknown): { readonly line: number; readonly reason: string } {
  const { line, reason, message } = error as { line?: number; reason?: string; message?: string };
  const text = (reason ?? message ?? String(error)).replace(/\.$/, "");
  return { line: line ?? 1, reason: text.charAt(0).toLowerCase() + text.slice(1) };
}

type Formula = { readonly tex: string; readonly display: boolean; readonly line: number };

/** Marp renders at once; what has to be waited for leaves a mark, which is filled in later. */
class LecternTokens {
  readonly polls: PollDrafts = new Map();
  readonly warnings: DeckWarning[] = [];
  /** What the deck says in `style`. */
  style = "";
  readonly #formulas: Formula[] = [];

  constructor(markdown: MarkdownIt) {
    mathSyntax(markdown);
    pollsEndHtml(markdown);
    // Marp numbers fragments and splits slides in this step too; what is ours stays as it is.
    markdown.core.ruler.push("lectern", ({ tokens }) => this.#take(tokens));
    markdown.core.ruler.before("marpit_directives_apply", "lectern_style", ({ tokens }) => this.#takeStyle(tokens));
    const { rules } = markdown.renderer;
    for (const type of ["fence", "math"]) {
      const usual = rules[type];
      rules[type] = (tokens, index, options, env, renderer) => {
        const html: unknown = tokens[index]?.meta?.lectern;
        return typeof html === "string" ? html : (usual?.(tokens, index, options, env, renderer) ?? "");
      };
    }
  }

  get hasMath(): boolean {
    return this.#formulas.length > 0;
  }

  async fillIn(html: string): Promise<string> {
    const parts = html.split(/<lectern-math n="(\d+)"><\/lectern-math>/);
    const filled = await Promise.all(
      parts.map((part, index) => (index % 2 === 1 ? this.#formula(Number(part)) : Promise.resolve(part))),
    );
    return filled.join("");
  }

  /** Marp would write all of it, with the comments in it, on every slide once more. */
  #takeStyle(tokens: readonly Token[]): void {
    for (const { meta } of tokens) {
      const directives = meta?.marpitDirectives as { style?: string } | undefined;
      if (directives?.style === undefined) continue;
      this.style = directives.style;
      delete directives.style;
    }
  }

  #take(tokens: readonly Token[], firstLine = 1): void {
    let line = firstLine;
    for (const token of tokens) {
      if (token.map !== null) line = token.map[0] + 1;
      const html = isMath(token) ? this.#mark(token, line) : this.#block(token, line);
      if (html !== undefined) token.meta = { ...token.meta, lectern: html };
      if (token.children !== null) this.#take(token.children, line);
    }
  }

  #mark({ content, meta }: Token, line: number): string {
    const offset = typeof meta?.line === "number" ? meta.line : 0;
    const count = this.#formulas.push({ tex: content, display: meta?.display === true, line: line + offset });
    return `<lectern-math n="${count - 1}"></lectern-math>`;
  }

  #block(token: Token, line: number): string | undefined {
    const info = pollInfoOf(token);
    if (info !== undefined) return this.#poll(info, token.content, line);
    const isDiagram = token.type === "fence" && /^\s*mermaid\s*$/i.test(token.info);
    return isDiagram ? `<pre class="mermaid">${escapeHtml(token.content)}</pre>\n` : undefined;
  }

  #poll(info: string, content: string, line: number): string {
    const { poll, name, problems } = readPoll(parsePollText(info, content));
    for (const { offset, message } of problems) this.warnings.push({ line: line + offset, message });
    if (poll === undefined) return `<pre><code>${escapeHtml(withoutMarks(content))}</code></pre>\n`;
    const key = `#${line}`;
    this.polls.set(key, { poll, name, line });
    return pollHtml(poll, key);
  }

  async #formula(index: number): Promise<string> {
    const formula = this.#formulas[index];
    if (formula === undefined) return "";
    const { html, problem } = await renderMath(formula.tex, formula.display, "html");
    if (problem !== undefined) {
      this.warnings.push({ line: formula.line, message: `This formula cannot be set: ${problem}.` });
    }
    return html;
  }
}
