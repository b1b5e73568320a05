import { type Attributes, attributesHtml, parseAttributes } from "./attributes.ts";
import { escapeHtml } from "./escape.ts";

/**
 * A small tolerant HTML tree for the inside of one slide.
 *
 * Whatever a slide's author wrote, what `htmlOf` gives back is balanced: a stray end tag can never close the slide or
 * what is around it.
 */
export type HtmlNode = HtmlText | HtmlComment | HtmlElement;
export type HtmlText = { readonly kind: "text"; readonly html: string };
export type HtmlComment = { readonly kind: "comment"; readonly text: string };
export type HtmlElement = {
  readonly kind: "element";
  name: string;
  readonly parent: HtmlElement | undefined;
  readonly children: HtmlNode[];
  /** As in the source, until `setAttributes` replaces it. */
  attributesText: string;
  /** How the start tag closed itself in SVG and MathML (`<path />`). */
  readonly selfClosed: boolean;
  closed: boolean;
};

/** Tags nested deeper than this are dropped: browsers do about the same, and recursion stays safe. */
const deepest = 400;

const voids = words("area base br col embed hr img input link meta param source track wbr");
const rawTexts = words("script style textarea title xmp iframe noembed noframes noscript");
const endOptional = words("p li dt dd td th tr thead tbody tfoot option optgroup colgroup rp rt");
const dropped = words("html head body frameset frame plaintext");
const blocks = words(
  "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul",
);

const piece =
  /<!--(?:-?>|[\s\S]*?(?:-->|$))|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<[!?][^>]*>|<(\/?)([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/g;

/** Reads HTML as it stands inside a slide. The root element has the name `#root`. */
export function parseHtml(html: string): HtmlElement {
  return new Builder(html).build();
}

class Builder {
  readonly #root: HtmlElement = newElement("#root", undefined);
  readonly #html: string;
  #open = this.#root;
  #depth = 0;
  #at = 0;

  constructor(html: string) {
    this.#html = html;
  }

  build(): HtmlElement {
    piece.lastIndex = 0;
    for (let match = piece.exec(this.#html); match !== null; match = piece.exec(this.#html)) {
      this.#text(match.index);
      this.#at = piece.lastIndex;
      const [whole, slash, name, rest = ""] = match;
      if (name === undefined) this.#declaration(whole);
      else if (slash === "/") this.#end(name.toLowerCase());
      else this.#start(name, rest);
      piece.lastIndex = this.#at;
    }
    this.#text(this.#html.length);
    return this.#root;
  }

  #text(end: number): void {
    // A `<` that begins no complete tag must stay a character, or it would swallow what follows the slide.
    const html = this.#html.slice(this.#at, end).replaceAll("<", "&lt;");
    if (html !== "") this.#open.children.push({ kind: "text", html });
  }

  #declaration(whole: string): void {
    if (whole.startsWith("<!--")) {
      this.#open.children.push({ kind: "comment", text: whole.slice(4).replace(/-?-?>$/, "") });
    } else if (whole.startsWith("<![CDATA[")) {
      const html = escapeHtml(whole.slice(9).replace(/\]\]>$/, ""));
      this.#open.children.push({ kind: "text", html });
    }
  }

  #start(written: string, rest: string): void {
    const name = written.toLowerCase();
    if (dropped.has(name) || this.#depth > deepest) return;
    this.#closeImplied(name);
    const selfClosed = /\/\s*$/.test(rest) && this.#inForeign(name);
    const element = newElement(name, this.#open, rest.replace(/\/\s*$/, "").replaceAll("<", "&lt;"), selfClosed);
    this.#open.children.push(element);
    if (voids.has(name) || selfClosed) return;
    if (rawTexts.has(name)) {
      this.#raw(element);
      return;
    }
    this.#open = element;
    this.#depth += 1;
  }

  #raw(element: HtmlElement): void {
    const closing = new RegExp(`</${element.name}\\s*>|</${element.name}(?=[\\s/])[^>]*>`, "gi");
    closing.lastIndex = this.#at;
    const match = closing.exec(this.#html);
    const end = match === null ? this.#html.length : match.index;
    const html = this.#html.slice(this.#at, end);
    if (html !== "") element.children.push({ kind: "text", html });
    element.closed = true;
    this.#at = match === null ? this.#html.length : closing.lastIndex;
  }

  #end(name: string): void {
    let levels = 1;
    for (let element: HtmlElement | undefined = this.#open; element?.parent; element = element.parent, levels++) {
      if (element.name !== name) continue;
      element.closed = true;
      this.#open = element.parent;
      this.#depth -= levels;
      return;
    }
  }

  #closeImplied(name: string): void {
    const open = this.#open;
    const closes = (open.name === "p" && blocks.has(name)) || (open.name === name && endOptional.has(name));
    if (!closes || open.parent === undefined) return;
    this.#open = open.parent;
    this.#depth -= 1;
  }

  #inForeign(name: string): boolean {
    if (name === "svg" || name === "math") return true;
    for (let element: HtmlElement | undefined = this.#open; element; element = element.parent) {
      if (element.name === "svg" || element.name === "math") return true;
    }
    return false;
  }
}

/** The HTML of `node`, comments left out. */
export function htmlOf(node: HtmlNode): string {
  if (node.kind === "text") return node.html;
  if (node.kind === "comment") return "";
  const inner = node.children.map(htmlOf).join("");
  if (node.name === "#root") return inner;
  const start = `<${node.name}${node.attributesText}${node.selfClosed ? "/" : ""}>`;
  if (voids.has(node.name) || node.selfClosed) return start;
  return !node.closed && endOptional.has(node.name) ? start + inner : `${start}${inner}</${node.name}>`;
}

/** All elements under `node` in document order, itself not included. */
export function* elementsIn(node: HtmlElement): Generator<HtmlElement> {
  for (const child of [...node.children]) {
    if (child.kind !== "element") continue;
    yield child;
    yield* elementsIn(child);
  }
}

/** The attributes of `element`, values as HTML. Changing the map changes nothing until `setAttributes`. */
export function attributesOf(element: HtmlElement): Attributes {
  return parseAttributes(element.attributesText);
}

/** Replaces the attributes of `element`. */
export function setAttributes(element: HtmlElement, attributes: Attributes): void {
  element.attributesText = attributesHtml(attributes);
}

/** Takes `node` out of its parent. */
export function remove(parent: HtmlElement, node: HtmlNode): void {
  const index = parent.children.indexOf(node);
  if (index !== -1) parent.children.splice(index, 1);
}

const silent = words("script style template title iframe noscript object annotation");

/** The text a reader sees, white space collapsed. A formula counts when its TeX source reads as text. */
export function textOf(node: HtmlNode): string {
  return decodeEntities(rawText(node)).replace(/\s+/g, " ").trim();
}

function rawText(node: HtmlNode): string {
  if (node.kind === "text") return node.html;
  if (node.kind === "comment" || silent.has(node.name)) return "";
  if (node.name === "span" && /class="katex"/.test(node.attributesText)) return texOf(node);
  // Later steps of a code block repeat it.
  if (/aria-hidden="true"/.test(node.attributesText)) return "";
  const inner = node.children.map(rawText).join("");
  return blocks.has(node.name) || endOptional.has(node.name) || node.name === "br" ? ` ${inner} ` : inner;
}

function texOf(formula: HtmlElement): string {
  for (const element of elementsIn(formula)) {
    if (element.name !== "annotation") continue;
    const tex = element.children.map(htmlOf).join("");
    return tex.includes("\\") ? "" : tex;
  }
  return "";
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  rarr: "→",
  larr: "←",
  times: "×",
  middot: "·",
  copy: "©",
};

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function newElement(
  name: string,
  parent: HtmlElement | undefined,
  attributesText = "",
  selfClosed = false,
): HtmlElement {
  return { kind: "element", name, parent, children: [], attributesText, selfClosed, closed: false };
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
