import { didYouMean } from "./suggest.ts";

const revealDark = ["black", "black-contrast", "blood", "dracula", "league", "moon", "night"] as const;
const revealLight = ["beige", "serif", "simple", "sky", "solarized", "white", "white-contrast"] as const;

/** The deck themes that have a name: Lectern's two, then reveal.js's. */
export const themeNames: readonly string[] = ["lectern", "lectern-light", ...revealDark, ...revealLight];

const lightThemes: ReadonlySet<string> = new Set(["lectern-light", ...revealLight]);

/** Whether code on this deck theme stands on a light ground. */
export function isLightTheme(theme: string): boolean {
  return lightThemes.has(theme);
}

export type ThemeChoice = { readonly theme: string; readonly problem?: string };

/** A theme's name, or a style sheet inside the deck's folder; anything else is answered with the default and a problem. */
export function chooseTheme(given: string): ThemeChoice {
  const name = given.replace(/^\.\//, "");
  if (themeNames.includes(name)) return { theme: name };
  if (!name.endsWith(".css")) {
    return { theme: "lectern", problem: `There is no theme "${given}".${didYouMean(given, themeNames)}` };
  }
  const leadsOut = /^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(name) || name.split(/[/\\]/).includes("..");
  if (!leadsOut) return { theme: name };
  return { theme: "lectern", problem: `The theme "${given}" is not inside the deck's folder.` };
}
