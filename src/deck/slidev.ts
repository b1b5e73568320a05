/**
 * Decks written for Slidev, in reveal.js's conventions (rule K5): the front matter of single slides, clicks, columns,
 * notes and steps through code. Every line stays on its line, so that warnings name the right one. What Slidev makes with
 * Vue is beyond this, and listed once.
 */
import { parse } from "yaml";
import type { DeckWarning } from "./deck.ts";
import { isProtected, protectedRanges } from "./protected-ranges.ts";

/** Keys no other program's decks have at their start. */
const marks =
  /^(?:mdc|layout|drawings|highlighter|routerMode|colorSchema|addons|themeConfig|canvasWidth|aspectRatio):/m;
/** What Slidev understands in a deck's front matter, and nothing here does. */
const unknownKeys =
  "addons aspectRatio browserExporter canvasWidth clicks colorSchema comark contextMenu css defaults download drawings duration exportFilename export favicon fonts hideInToc highlighter htmlAttrs image info layout level lineNumbers mdc monaco monacoTypesSource monacoTypesIgnorePackages monacoRunAdditionalDeps plantUmlServer presenter preload record remote remoteAssets routeAlias routerMode selectable seoMeta src themeConfig timer titleTemplate twoslash url wakeLock zoom".split(
    " ",
  );
/** Layouts that put what they hold into the middle, and those that change nothing. */
const centred = new Set(["center", "cover", "end", "fact", "intro", "quote", "section", "statement"]);
const plain = new Set(["default", "full", "none", "two-cols", "two-cols-header", "image", "iframe"]);

export type SlidevReading = { readonly text: string; readonly warnings: readonly DeckWarning[] };

type Keys = Readonly<Record<string, unknown>>;

/** @param source with LF line ends. Other decks stay as they are. */
export function fromSlidev(source: string): SlidevReading {
  const head = /^---[ \t]*\n((?:.*\n)*?)---[ \t]*\n/.exec(source);
  const isSlidev = marks.test(head?.[1] ?? "") || /^---[ \t]*\nlayout:/m.test(source.slice(head?.[0].length ?? 0));
  return isSlidev ? new Translation(source.split("\n")).read() : { text: source, warnings: [] };
}

class Translation {
  readonly #written: readonly string[];
  readonly #lines: string[];
  readonly #warnings: DeckWarning[] = [];
  /** What is not understood, and the line it first stands in. */
  readonly #unknown = new Map<string, number>();

  constructor(lines: readonly string[]) {
    this.#written = lines;
    this.#lines = [...lines];
  }

  read(): SlidevReading {
    const slides = this.#slides();
    for (const { start, body, end, keys } of slides) {
      const layout = typeof keys.layout === "string" ? keys.layout : "default";
      const shownEnd = this.#notes(body, end);
      const columns = /^two-cols/.test(layout) ? this.#columns(body, shownEnd) : "";
      const opening = this.#attributes(keys, start) + columns;
      if (opening !== "") this.#open(start === 0 ? body : body - 2, opening);
      this.#content(body, end);
    }
    const names = [...this.#unknown.keys()].join(", ");
    if (names !== "") {
      const line = Math.min(...this.#unknown.values());
      this.#warnings.push({ line, message: `Slidev's ${names}: not understood here, and left out.` });
    }
    return { text: this.#lines.join("\n"), warnings: this.#warnings };
  }

  /** Rows from 0: where a slide's front matter begins, where what it shows begins and ends. */
  #slides(): { readonly start: number; readonly body: number; end: number; readonly keys: Keys }[] {
    const { ranges } = protectedRanges(this.#lines.join("\n"));
    const slides: { start: number; body: number; end: number; keys: Keys }[] = [];
    let offset = 0;
    let after = 0;
    for (const [row, line] of [...this.#lines].entries()) {
      const isSeparator = row >= after && /^---[ \t]*$/.test(line) && !isProtected(ranges, offset + 1);
      offset += line.length + 1;
      if (!isSeparator) continue;
      const previous = slides.at(-1);
      if (previous !== undefined) previous.end = row;
      const keys = this.#keys(row + 1);
      if (row === 0 && keys !== undefined) this.#head(keys.end);
      else if (keys !== undefined) this.#lines.fill("", row + 1, keys.end + 1);
      after = keys === undefined ? row : keys.end + 1;
      slides.push({
        start: row,
        body: keys === undefined ? row + 1 : after,
        end: this.#lines.length,
        keys: keys?.values ?? {},
      });
    }
    return slides;
  }

  /** The keys that begin in this row, and the row of the line that ends them. */
  #keys(from: number): { readonly values: Keys; readonly end: number } | undefined {
    if (!/^[\w-]+:(?:\s|$)/.test(this.#lines[from] ?? "")) return undefined;
    const end = this.#lines.findIndex((line, row) => row > from && /^---[ \t]*$/.test(line));
    if (end === -1) return undefined;
    try {
      const values: unknown = parse(this.#lines.slice(from, end).join("\n"));
      return typeof values === "object" && values !== null ? { values: values as Keys, end } : undefined;
    } catch {
      // What cannot be read is told where front matter is read, or stands on the slide.
      return undefined;
    }
  }

  /** The deck's own front matter: what is Slidev's alone becomes a comment of YAML. */
  #head(end: number): void {
    let isUnknown = false;
    for (let row = 1; row < end; row++) {
      const line = this.#lines[row] ?? "";
      const key = /^([\w-]+):/.exec(line)?.[1];
      if (key !== undefined) {
        isUnknown = key === "class" || key === "background" || unknownKeys.includes(key);
        if (unknownKeys.includes(key) && key !== "layout") this.#note(`\`${key}\``, row);
      }
      if (isUnknown) this.#lines[row] = `# ${line}`;
      else if (key === "transition")
        this.#lines[row] = `transition: ${transitionOf(line.slice(line.indexOf(":") + 1))}`;
    }
    // Front matter without a key would be a slide.
    if (this.#lines.slice(1, end).every((line) => /^\s*(?:#|$)/.test(line))) this.#lines.fill("", 0, end + 1);
  }

  #attributes(keys: Keys, start: number): string {
    const text = (key: string): string => (typeof keys[key] === "string" ? (keys[key] as string) : "");
    const layout = text("layout") || "default";
    const attributes = new Map<string, string>();
    const classes = [centred.has(layout) ? "center" : "", text("class")].filter((name) => name !== "").join(" ");
    if (classes !== "") attributes.set("class", classes);
    const background = text("background") || (layout === "image" ? text("image") : "");
    if (/[/.(]/.test(background)) attributes.set("data-background-image", background.replace(/^\//, ""));
    else if (background !== "") attributes.set("data-background-color", background);
    if (layout === "iframe") attributes.set("data-background-iframe", text("url"));
    if (text("transition") !== "" && start > 0) attributes.set("data-transition", transitionOf(text("transition")));
    if (keys.hide === true || keys.disabled === true || keys.src !== undefined)
      attributes.set("data-visibility", "hidden");
    if (!centred.has(layout) && !plain.has(layout)) this.#note(`layout ${layout}`, start);
    if (start > 0) this.#slideKeys(keys, start);
    const written = [...attributes].map(([name, value]) => `${name}="${value.replace(/"/g, "&quot;")}"`);
    return written.length === 0 ? "" : `<!-- .slide: ${written.join(" ")} -->`;
  }

  #slideKeys(keys: Keys, start: number): void {
    if (keys.src !== undefined) {
      const message = `The slides of ${String(keys.src)} are left out: put them into this file.`;
      const row = this.#written.findIndex((line, index) => index > start && line.startsWith("src:"));
      this.#warnings.push({ line: row + 1, message });
    }
    for (const key of Object.keys(keys)) {
      if (!["src", "layout", "image", "url"].includes(key) && unknownKeys.includes(key))
        this.#note(`\`${key}\``, start);
    }
  }

  /** Ends the columns in the last empty row, or after the last one. */
  #columns(body: number, end: number): string {
    const middle = this.#lines.findIndex((line, row) => row >= body && row < end && /^::right::\s*$/.test(line));
    if (middle === -1) return "";
    this.#lines[middle] = "</div><div>";
    const last = end - 1;
    const isFree = (this.#lines[last] ?? "").trim() === "";
    this.#lines[last] = isFree ? "</div></div>" : `${this.#lines[last]}\n\n</div></div>`;
    return '<div class="columns"><div>';
  }

  #open(row: number, html: string): void {
    const line = this.#lines[row] ?? "";
    this.#lines[row] = line.trim() === "" ? html : `${html}\n\n${line}`;
  }

  /** The comment a slide ends with is what the speaker says. Answers with the row it begins in, else with `end`. */
  #notes(body: number, end: number): number {
    let last = end - 1;
    while (last >= body && (this.#lines[last] ?? "").trim() === "") last--;
    if (last < body || !/-->\s*$/.test(this.#lines[last] ?? "")) return end;
    let first = last;
    while (first >= body && !(this.#lines[first] ?? "").includes("<!--")) first--;
    const line = this.#lines[first] ?? "";
    if (first < body || !/^\s*<!--(?!\s*\.(?:slide|element):)/.test(line)) return end;
    this.#lines[last] = (this.#lines[last] ?? "").replace(/\s*-->\s*$/, "");
    this.#lines[first] = (this.#lines[first] ?? "").replace(/^\s*<!--\s?/, "Note: ");
    return first;
  }

  #content(body: number, end: number): void {
    const { ranges } = protectedRanges(this.#lines.slice(body, end).join("\n"));
    let offset = 0;
    let isList = false;
    for (let row = body; row < end; row++) {
      const line = this.#lines[row] ?? "";
      const isCode = isProtected(ranges, offset + 1) && !/^\s*(?:`{3,}|~{3,})\S/.test(line);
      offset += line.length + 1;
      if (isCode) continue;
      if (/<v-clicks\b/.test(line)) isList = true;
      this.#lines[row] = this.#line(line, row, isList);
      if (/<\/v-clicks>/.test(line)) isList = false;
    }
  }

  #line(line: string, row: number, isList: boolean): string {
    if (/^\s*(?:`{3,}|~{3,})/.test(line)) return codeSteps(line);
    if (/^<<<\s/.test(line)) {
      this.#warnings.push({
        line: row + 1,
        message: `The code of ${line.slice(4).trim()} is left out: write it here.`,
      });
      return "";
    }
    for (const [, name = ""] of line.matchAll(/<([A-Z]\w*)\b/g)) this.#note(`<${name}>`, row);
    for (const [, name = ""] of line.matchAll(/\s(v-(?!click\b|clicks\b|after\b)[\w-]+)/g))
      this.#note(`\`${name}\``, row);
    if (/\{\{.*\}\}/.test(line)) this.#note("{{ … }}", row);
    const isItem = isList && /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(line);
    return clicks(line.replace(/<\/?v-clicks\b[^>]*>/g, "")) + (isItem ? ' <!-- .element: class="fragment" -->' : "");
  }

  #note(what: string, row: number): void {
    if (!this.#unknown.has(what)) this.#unknown.set(what, row + 1);
  }
}

/** `<v-click>` is a block where it begins a line and something of its line otherwise. */
function clicks(line: string): string {
  const element = /^\s*<\/?v-click\b[^>]*>\s*$/.test(line) ? "div" : "span";
  return line
    .replace(/<v-(?:click|after)\b[^>]*>/g, `<${element} class="fragment">`)
    .replace(/<\/v-(?:click|after)>/g, `</${element}>`)
    .replace(
      /<([a-z][\w-]*)([^<>]*?)\sv-(?:click|after)(?:\.\w+)?(?:="[^"]*")?([^<>]*)>/g,
      (_all, name, before, after) => {
        const attributes = `${before}${after}`;
        const merged = attributes.replace(/class="/, 'class="fragment ');
        return `<${name}${merged === attributes ? `${attributes} class="fragment"` : merged}>`;
      },
    );
}

/** Slidev's `{1|2-3|all}` in reveal.js's brackets. */
function codeSteps(line: string): string {
  return line.replace(/\{\s*((?:all|\*|none|[\d,\-\s])(?:[\d,\-\s|*]|all|none)*)\}/, (_all, steps: string) => {
    const each = steps.split("|").map((step) => step.trim().replace(/^(?:all|\*)$/, ""));
    return `[${each.join("|")}]`;
  });
}

function transitionOf(name: string): string {
  const [word = ""] = name.trim().split(/[\s|]/);
  if (/^(?:none|fade|slide|convex|concave|zoom)$/.test(word)) return word;
  return /^slide/.test(word) ? "slide" : "fade";
}
