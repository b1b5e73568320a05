import { type Document, isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { LecternError } from "../errors.ts";
import { channelRuleTypes } from "./channel-rules.ts";
import type { ChannelRule, ChannelRules, DeckWarning, FeatureRule, FeatureRules } from "./deck.ts";
import { featureOptions, shortRule } from "./feature-rules.ts";
import { refusedOptions, revealOptionTypes } from "./reveal-options.ts";
import { defaultSeparators, type Separators } from "./split-slides.ts";
import { didYouMean } from "./suggest.ts";
import { chooseTheme } from "./themes.ts";

/** What the front matter of a deck says, checked. */
export type FrontMatter = {
  readonly title: string | undefined;
  readonly lang: string;
  readonly theme: string;
  readonly highlightTheme: { readonly name: string; readonly line: number } | undefined;
  readonly separators: Separators;
  readonly revealOptions: Readonly<Record<string, unknown>>;
  readonly channels: ChannelRules;
  readonly features: FeatureRules;
  readonly warnings: readonly DeckWarning[];
};

/** A deck's source in two: YAML (without fences) and body, each with its first line in the file. */
export type DeckParts = { readonly yaml: string; readonly body: string; readonly bodyLine: number };

const fenced = /^---[ \t]*\n((?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)/;
const keyLine = /^[ \t]*["']?[\w-]+["']?[ \t]*:(?:[ \t]|$)/;

/**
 * Parts front matter from the slides. A `---` before anything that is not YAML keys is a slide separator.
 *
 * @throws LecternError `deck-front-matter` when the front matter has no end.
 */
export function splitFrontMatter(source: string, file: string): DeckParts {
  const whole: DeckParts = { yaml: "", body: source, bodyLine: 1 };
  if (!/^---[ \t]*\n/.test(source)) return whole;
  const first = source.split("\n").find((line, index) => index > 0 && /^\s*[^\s#]/.test(line)) ?? "";
  const match = fenced.exec(source);
  if (match === null && keyLine.test(first)) {
    throw new LecternError("deck-front-matter", {
      file,
      line: 1,
      column: 1,
      problem: "there is no end to what begins here",
      expected: "a line with --- after the last key",
    });
  }
  if (match === null || !looksLikeYaml(match[1] ?? "")) return whole;
  return { yaml: match[1] ?? "", body: source.slice(match[0].length), bodyLine: match[0].split("\n").length };
}

function looksLikeYaml(block: string): boolean {
  if (block.trim() === "") return block === "";
  const first = block.split("\n").find((line) => /^\s*[^\s#]/.test(line));
  return first !== undefined && (keyLine.test(first) || !/^\s*\n/.test(block));
}

/**
 * Reads and checks front matter.
 *
 * @throws LecternError `deck-front-matter` with line and column in the file.
 */
export function readFrontMatter(yaml: string, file: string): FrontMatter {
  return new Reader(yaml, file).read();
}

type Draft = { -readonly [Key in keyof FrontMatter]: FrontMatter[Key] } & { warnings: DeckWarning[] };
type Entry = {
  readonly key: string;
  readonly offset: number;
  readonly valueOffset: number;
  readonly value: unknown;
  readonly node: unknown;
};

const ownKeys = [
  "title",
  "lang",
  "theme",
  "highlightTheme",
  "separator",
  "verticalSeparator",
  "notesSeparator",
  "revealOptions",
  "channels",
  "features",
] as const;

class Reader {
  readonly #lines = new LineCounter();
  readonly #yaml: string;
  readonly #file: string;
  readonly #options: Record<string, unknown> = {};
  readonly #draft: Draft = {
    title: undefined,
    lang: "en",
    theme: "lectern",
    highlightTheme: undefined,
    separators: defaultSeparators,
    revealOptions: this.#options,
    channels: {},
    features: {},
    warnings: [],
  };

  constructor(yaml: string, file: string) {
    this.#yaml = yaml;
    this.#file = file;
  }

  read(): FrontMatter {
    const document = parseDocument(this.#yaml, { lineCounter: this.#lines, prettyErrors: false, logLevel: "silent" });
    const error = document.errors[0];
    if (error !== undefined) this.#fail(error.pos[0], tidy(error.message), "lines of the form key: value");
    const { contents } = document;
    if (isMap(contents)) for (const entry of this.#entries(contents, this.#values(document))) this.#take(entry);
    else if (contents !== null && !(isScalar(contents) && contents.value === null)) {
      this.#fail(contents.range?.[0] ?? 0, "this is not a key with a value", "lines of the form key: value");
    }
    return this.#draft;
  }

  #values(document: Document): unknown {
    try {
      return document.toJS();
    } catch (error) {
      const problem = error instanceof Error ? tidy(error.message) : "a value cannot be resolved";
      return this.#fail(0, problem, "plain values");
    }
  }

  #entries(map: YAMLMap, values: unknown): Entry[] {
    return map.items.map((pair) => {
      const offset = rangeStart(pair.key) ?? 0;
      if (!isScalar(pair.key)) return this.#fail(offset, "this key is not a word", "lines of the form key: value");
      const key = String(pair.key.value);
      const valueOffset = rangeStart(pair.value) ?? offset;
      return { key, offset, valueOffset, value: own(asRecord(values), key) ?? null, node: pair.value };
    });
  }

  #take(entry: Entry): void {
    const { key, value } = entry;
    if (value === null && isOwn(key)) return;
    if (key === "title") this.#draft.title = this.#text(entry).trim() || undefined;
    else if (key === "lang") this.#draft.lang = this.#lang(entry);
    else if (key === "theme") this.#theme(entry);
    else if (key === "highlightTheme") {
      this.#draft.highlightTheme = { name: this.#text(entry), line: this.#lineOf(entry) };
    } else if (key === "separator") this.#separator("horizontal", entry);
    else if (key === "verticalSeparator") this.#separator("vertical", entry);
    else if (key === "notesSeparator") this.#separator("notes", entry);
    else if (key === "revealOptions") this.#revealOptions(entry);
    else if (key === "channels") this.#draft.channels = this.#channels(entry);
    else if (key === "features") this.#draft.features = this.#features(entry);
    else this.#option(entry, [...ownKeys, ...Object.keys(revealOptionTypes)]);
  }

  #text(entry: Entry): string {
    if (typeof entry.value === "string") return entry.value;
    if (typeof entry.value === "number") return String(entry.value);
    return this.#wrong(entry, "text");
  }

  #lang(entry: Entry): string {
    const lang = this.#text(entry);
    if (/^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(lang)) return lang;
    return this.#wrong(entry, "a language tag such as en or pt-BR");
  }

  #theme(entry: Entry): void {
    const { theme, problem } = chooseTheme(this.#text(entry));
    this.#draft.theme = theme;
    if (problem !== undefined) this.#warn(entry, `${problem} The theme "lectern" is used.`);
  }

  #separator(kind: keyof Separators, entry: Entry): void {
    const source = this.#text(entry);
    try {
      const pattern = new RegExp(source, kind === "notes" ? "im" : "m");
      if (!pattern.test("")) {
        this.#draft.separators = { ...this.#draft.separators, [kind]: pattern };
        return;
      }
    } catch {
      // Falls through to the one message for both mistakes.
    }
    this.#wrong(entry, "a regular expression that matches the separating line");
  }

  #revealOptions(entry: Entry): void {
    const { node, value } = entry;
    if (!isMap(node)) this.#wrong(entry, "a map of reveal.js options");
    else for (const option of this.#entries(node, value)) this.#option(option, Object.keys(revealOptionTypes));
  }

  #channels(entry: Entry): ChannelRules {
    const { node, value } = entry;
    if (!isMap(node)) return this.#wrong(entry, "a map from channel names to rules");
    return Object.fromEntries(this.#entries(node, value).map((channel) => [channel.key, this.#channelRule(channel)]));
  }

  #channelRule(entry: Entry): ChannelRule {
    const { node, value } = entry;
    if (!isMap(node)) return this.#wrong(entry, "a map with send, set, rate or http");
    const rules = this.#entries(node, value).map((rule) => {
      const type = own(channelRuleTypes, rule.key);
      if (type === undefined) this.#wrongKey(rule, "rule of a channel", Object.keys(channelRuleTypes));
      else if (!type.accepts(rule.value)) this.#wrong(rule, type.expected);
      return [rule.key, rule.value];
    });
    return Object.fromEntries(rules);
  }

  #features(entry: Entry): FeatureRules {
    const { node, value } = entry;
    if (!isMap(node)) return this.#wrong(entry, `a map with ${Object.keys(featureOptions).join(", ")}`);
    return Object.fromEntries(this.#entries(node, value).map((feature) => [feature.key, this.#feature(feature)]));
  }

  #feature(entry: Entry): FeatureRule {
    const { key, node, value } = entry;
    const known = own(featureOptions, key);
    if (known === undefined) return this.#wrongKey(entry, "feature", Object.keys(featureOptions));
    const short = shortRule(key, value);
    if (short !== undefined) return short;
    if (!isMap(node)) return this.#wrong(entry, `on, off or a map with ${Object.keys(known).join(", ")}`);
    const options = this.#entries(node, value).map((option) => {
      const { read, expected } =
        own(known, option.key) ?? this.#wrongKey(option, `option of ${key}`, Object.keys(known));
      return [option.key, read(option.value) ?? this.#wrong(option, expected)];
    });
    return Object.fromEntries(options);
  }

  #wrongKey(entry: Entry, what: string, known: readonly string[]): never {
    return this.#fail(entry.offset, `"${entry.key}" is no ${what}`, known.join(", "));
  }

  #option(entry: Entry, known: readonly string[]): void {
    const { key, value } = entry;
    const refused = own(refusedOptions, key);
    const type = own(revealOptionTypes, key);
    if (refused !== undefined) this.#warn(entry, `"${key}" is left out: ${refused}.`);
    else if (type === undefined) this.#warn(entry, `"${key}" is not a key Lectern knows.${didYouMean(key, known)}`);
    else if (type.accepts(value)) this.#options[key] = value;
    else this.#wrong(entry, type.expected);
  }

  #warn(entry: Entry, message: string): void {
    this.#draft.warnings.push({ line: this.#lineOf(entry), message });
  }

  #wrong(entry: Entry, expected: string): never {
    return this.#fail(entry.valueOffset, `"${entry.key}" is ${describe(entry.value)}`, expected);
  }

  #fail(offset: number, problem: string, expected: string): never {
    const { line, col } = this.#lines.linePos(offset);
    throw new LecternError("deck-front-matter", {
      file: this.#file,
      line: Math.max(1, line) + 1,
      column: Math.max(1, col),
      problem,
      expected,
    });
  }

  #lineOf(entry: Entry): number {
    return this.#lines.linePos(entry.offset).line + 1;
  }
}

function isOwn(key: string): boolean {
  return ownKeys.some((known) => known === key);
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return undefined;
  return typeof node.range[0] === "number" ? node.range[0] : undefined;
}

function describe(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? `"${value.slice(0, 40)}"` : String(value);
}

function tidy(message: string): string {
  const text = message.replace(/\s+/g, " ").replace(/[.:]$/, "");
  return text.charAt(0).toLowerCase() + text.slice(1);
}
