import type { HighlighterCore, ThemedToken } from "shiki/core";
import type { CodeRun, ColouredCode } from "./code-html.ts";
import { linesOf } from "./code-html.ts";
import { didYouMean } from "./suggest.ts";

/** highlight.js theme names (as reveal-md decks have them) and the Shiki theme that comes nearest. */
const nearestThemes: Readonly<Record<string, string>> = {
  a11y: "github-dark-high-contrast",
  "a11y-dark": "github-dark-high-contrast",
  "a11y-light": "github-light-high-contrast",
  agate: "monokai",
  androidstudio: "dark-plus",
  "arduino-light": "light-plus",
  atelier: "one-dark-pro",
  "atom-one-dark": "one-dark-pro",
  "atom-one-dark-reasonable": "one-dark-pro",
  "atom-one-light": "one-light",
  base16: "nord",
  dark: "dark-plus",
  default: "light-plus",
  "github-dark-dimmed": "github-dark-dimmed",
  github: "github-light",
  googlecode: "light-plus",
  gruvbox: "gruvbox-dark-medium",
  "gruvbox-dark": "gruvbox-dark-medium",
  "gruvbox-light": "gruvbox-light-medium",
  idea: "light-plus",
  "intellij-light": "light-plus",
  "monokai-sublime": "monokai",
  obsidian: "material-theme-darker",
  "rose-pine": "rose-pine",
  "stackoverflow-dark": "github-dark",
  "stackoverflow-light": "github-light",
  sunburst: "vesper",
  "tokyo-night-dark": "tokyo-night",
  "tokyo-night-light": "one-light",
  tomorrow: "one-light",
  "tomorrow-night": "one-dark-pro",
  "tomorrow-night-blue": "night-owl",
  "tomorrow-night-bright": "vitesse-black",
  vs: "light-plus",
  vs2015: "dark-plus",
  xcode: "light-plus",
  zenburn: "everforest-dark",
};

const plainLanguages: ReadonlySet<string> = new Set(["", "text", "txt", "plain", "plaintext", "nohighlight", "none"]);

let shared: Promise<HighlighterCore> | undefined;

function highlighter(): Promise<HighlighterCore> {
  shared ??= create();
  return shared;
}

/** Oniguruma, not the JavaScript engine: on a first reading it is twice as fast, and start-up is what people wait for. */
async function create(): Promise<HighlighterCore> {
  const [{ createHighlighterCore }, { createOnigurumaEngine }] = await Promise.all([
    import("shiki/core"),
    import("shiki/engine/oniguruma"),
  ]);
  return createHighlighterCore({ themes: [], langs: [], engine: createOnigurumaEngine(import("shiki/wasm")) });
}

export type LoadedTheme = { readonly name: string; readonly isOwn: boolean; readonly problem?: string };

/** Loads the code theme of a deck: Lectern's own for `undefined`, else a Shiki or highlight.js name. Loads Shiki. */
export async function loadCodeTheme(given: string | undefined, light: boolean): Promise<LoadedTheme> {
  const shiki = await highlighter();
  if (given === undefined) return loadOwnTheme(shiki, light);
  const { bundledThemes } = await import("shiki/themes");
  const wanted = given.toLowerCase().replace(/\.css$/, "");
  const name = Object.hasOwn(nearestThemes, wanted) ? nearestThemes[wanted] : wanted;
  const found = Object.entries(bundledThemes).find(([known]) => known === name);
  if (found === undefined) {
    const hint = didYouMean(wanted, [...Object.keys(bundledThemes), ...Object.keys(nearestThemes)]);
    return { ...(await loadOwnTheme(shiki, light)), problem: `There is no code theme "${given}".${hint}` };
  }
  await shiki.loadTheme(found[1]);
  return { name: found[0], isOwn: false };
}

async function loadOwnTheme(shiki: HighlighterCore, light: boolean): Promise<LoadedTheme> {
  const { lecternDark, lecternLight } = await import("./code-theme-lectern.ts");
  await shiki.loadTheme(light ? lecternLight : lecternDark);
  return { name: light ? "lectern-light" : "lectern-dark", isOwn: true };
}

/** Whether code in `language` is meant to stay without colours. */
export function isPlainLanguage(language: string): boolean {
  return plainLanguages.has(language);
}

/** Loads a language by name or alias; false when Shiki does not know it. */
export async function loadLanguage(language: string): Promise<boolean> {
  const { bundledLanguages } = await import("shiki/langs");
  const found = Object.entries(bundledLanguages).find(([known]) => known === language);
  if (found === undefined) return false;
  await (await highlighter()).loadLanguage(found[1]);
  return true;
}

/** Every language name and alias, to suggest one. */
export async function languageNames(): Promise<readonly string[]> {
  const { bundledLanguages } = await import("shiki/langs");
  return Object.keys(bundledLanguages);
}

/** Colours `source`. Language and theme must have been loaded. */
export async function colour(source: string, language: string, theme: LoadedTheme): Promise<ColouredCode> {
  const shiki = await highlighter();
  // Shiki gives up on a line after half a second by default. On a busy machine the first line of a language takes
  // longer, and the same deck would come out with other colours, so as another version.
  const options = { lang: language, theme: theme.name, tokenizeTimeLimit: 0 };
  const tokens = shiki.codeToTokensBase(linesOf(source).join("\n"), options);
  const { fg, bg } = shiki.getTheme(theme.name);
  const lines = tokens.map((line) => line.map((token) => runOf(token, fg)));
  return theme.isOwn ? { lines } : { lines, ground: bg, ink: fg };
}

function runOf(token: ThemedToken, ink: string): CodeRun {
  const style = token.fontStyle ?? 0;
  const isInk = token.color === undefined || token.color.toLowerCase() === ink.toLowerCase();
  return {
    text: token.content,
    ...(isInk || token.content.trim() === "" ? {} : { color: token.color ?? ink }),
    italic: style > 0 && (style & 1) !== 0,
    bold: style > 0 && (style & 2) !== 0,
  };
}
