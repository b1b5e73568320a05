/** What the front matter of a Marp deck says to Lectern. What it says to Marp, Marp reads itself, in its own loose way. */
import { parseDocument } from "yaml";
import { LecternError } from "../../errors.ts";
import type { DeckWarning } from "../deck.ts";
import { type FrontMatter, readFrontMatter } from "../front-matter.ts";
import { didYouMean } from "../suggest.ts";

/** Keys that mean the same in every Markdown deck. */
const ownKeys = new Set(["title", "lang", "channels", "features"]);

/** Marp's directives, and what its other tools write into a file's metadata. */
const marpKeys = new Set(
  "marp theme style size math headingDivider paginate header footer class color backgroundColor backgroundImage backgroundPosition backgroundRepeat backgroundSize author description keywords url image".split(
    " ",
  ),
);

const keyLine = /^["']?(_?[\w-]+)["']?[ \t]*:(?:[ \t]|$)/;

/** Whether front matter says `marp: true`, as Marp's own tools look for it. */
export function saysMarp(yaml: string): boolean {
  return /^["']?marp["']?[ \t]*:[ \t]*["']?true["']?[ \t]*(?:#.*)?$/m.test(yaml);
}

export type MarpFrontMatter = Pick<FrontMatter, "title" | "lang" | "channels" | "features" | "warnings"> & {
  /** The theme it names, with the line. */
  readonly theme: { readonly name: string; readonly line: number } | undefined;
  /** Where `style` begins; 1 without one. */
  readonly styleLine: number;
};

/** @throws LecternError `deck-front-matter`, when what it says to Lectern is wrong */
export function readMarpFrontMatter(yaml: string, file: string): MarpFrontMatter {
  const lines = yaml.split("\n");
  const keys = lines.map((line) => keyLine.exec(line)?.[1]);
  const warnings = keys.flatMap((key, index) => (key === undefined ? [] : keyWarnings(key, index + 2)));
  const { title, lang, channels, features, ...own } = readFrontMatter(ownLines(lines, keys), file);
  return {
    title,
    lang,
    channels,
    features,
    warnings: [...warnings, ...own.warnings],
    theme: themeOf(lines, keys),
    styleLine: Math.max(1, keys.indexOf("style") + 2),
  };
}

/** What keeps Marp from reading its directives; it would leave them all out, and say nothing. */
export function brokenFrontMatter(yaml: string, file: string): LecternError {
  const [error] = parseDocument(yaml, { prettyErrors: true, logLevel: "silent" }).errors;
  const { line, col: column } = error?.linePos?.[0] ?? { line: oddLine(yaml), col: 1 };
  return new LecternError("deck-front-matter", {
    file,
    line: line + 1,
    column,
    problem: "Marp cannot read this",
    expected: 'lines of the form key: value, with quotes round values such as "**bold**" or "@name"',
  });
}

/** A value that begins with what is a sign of YAML's own; the first line when there is none. */
function oddLine(yaml: string): number {
  return (
    Math.max(
      0,
      yaml.split("\n").findIndex((line) => /^[\w-]+:[ \t]+[*&!%@`]/.test(line)),
    ) + 1
  );
}

function keyWarnings(key: string, line: number): DeckWarning[] {
  const name = key.replace(/^_/, "");
  if (ownKeys.has(key) || marpKeys.has(name)) return [];
  if (name === "transition") return [{ line, message: `"${key}" is left out: slides change at once.` }];
  const hint = didYouMean(key, [...ownKeys, ...marpKeys]);
  return [{ line, message: `"${key}" is not a key Marp or Lectern knows.${hint}` }];
}

/** Everything else becomes empty lines, so that lines keep their numbers. */
function ownLines(lines: readonly string[], keys: readonly (string | undefined)[]): string {
  let isOwn = false;
  return lines
    .map((line, index) => {
      const key = keys[index];
      if (key !== undefined) isOwn = ownKeys.has(key);
      return isOwn ? line : "";
    })
    .join("\n");
}

function themeOf(lines: readonly string[], keys: readonly (string | undefined)[]): MarpFrontMatter["theme"] {
  const index = keys.indexOf("theme");
  const value =
    lines[index]
      ?.replace(keyLine, "")
      .replace(/\s#.*$/, "")
      .trim() ?? "";
  const name = value.replace(/^(["'])(.*)\1$/, "$2");
  return name === "" ? undefined : { name, line: index + 2 };
}
