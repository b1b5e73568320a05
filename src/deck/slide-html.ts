import { type Attributes, attributesHtml, hasClass, mergeAttributes, parseAttributes } from "./attributes.ts";
import {
  attributesOf,
  elementsIn,
  type HtmlElement,
  type HtmlNode,
  htmlOf,
  parseHtml,
  remove,
  setAttributes,
  textOf,
} from "./html-tree.ts";

/** One slide ready for reveal.js, its notes apart. */
export type FinishedSlide = {
  /** A whole `<section>`. */
  readonly html: string;
  /** Notes that stood in the slide itself (`<aside class="notes">`, `data-notes`), as HTML. */
  readonly notesHtml: string;
  readonly title: string;
  /** Text of the first `h1`, else an empty string. */
  readonly mainHeading: string;
  readonly heading: string;
  readonly isEmpty: boolean;
  /** `data-visibility="hidden"`: reveal.js would take it out of the deck. */
  readonly isHidden: boolean;
  readonly hasMermaid: boolean;
  readonly hadSection: boolean;
};

/** Turns rendered Markdown into a section: comments applied and dropped, notes cut out, links made safe to follow. */
export function finishSlide(rendered: string): FinishedSlide {
  const root = parseHtml(rendered);
  const hadSection = renameSections(root);
  const section: Attributes = new Map();
  applyComments(root, root, section);
  const notesHtml = [...cutNotes(root), ...cutNotesAttributes(root, section)].join("\n");
  openLinksOutside(root);
  if (isImageAlone(root)) mergeAttributes(section, new Map([["class", "lectern-full-image"]]));
  const inner = htmlOf(root).trim();
  return {
    ...headings(root),
    html: `<section${attributesHtml(section)}>\n${inner}\n</section>`,
    notesHtml,
    isEmpty: inner === "" && section.size === 0,
    isHidden: section.get("data-visibility") === "hidden",
    hasMermaid: [...elementsIn(root)].some((element) => hasClass(attributesOf(element), "mermaid")),
    hadSection,
  };
}

/** Rendered notes without comments, balanced. */
export function finishNotes(rendered: string): string {
  return htmlOf(parseHtml(rendered)).trim();
}

/** reveal.js would take a section inside a slide for a vertical slide, and count differently than the speaker's page. */
function renameSections(root: HtmlElement): boolean {
  let found = false;
  for (const element of elementsIn(root)) {
    if (element.name !== "section") continue;
    element.name = "div";
    found = true;
  }
  return found;
}

const directive = /^\s*\.(element|slide)\s*:?\s*([\s\S]*?)\s*$/;

function applyComments(element: HtmlElement, root: HtmlElement, section: Attributes): void {
  for (const [index, child] of element.children.entries()) {
    if (child.kind === "element") applyComments(child, root, section);
    if (child.kind !== "comment") continue;
    const [, kind, text = ""] = directive.exec(child.text) ?? [];
    if (kind === undefined) continue;
    const target = kind === "slide" ? root : targetOf(element, index);
    if (target === root) mergeAttributes(section, parseAttributes(text));
    else mergeInto(target, parseAttributes(text));
  }
}

const textual = new Set("a abbr b code del em i ins kbd mark s small span strong sub sup u".split(" "));

/** The element an `.element:` comment speaks of: the one right before it, else the one it stands in. */
function targetOf(parent: HtmlElement, index: number): HtmlElement {
  const before = elementBefore(parent, index);
  if (before === undefined || (parent.name === "li" && textual.has(before.element.name))) return parent;
  const isList = before.element.name === "ul" || before.element.name === "ol";
  return isList && !before.afterBlankLine ? (lastElement(before.element) ?? before.element) : before.element;
}

function elementBefore(parent: HtmlElement, index: number) {
  let afterBlankLine = false;
  for (let at = index - 1; at >= 0; at--) {
    const node = parent.children[at];
    if (node?.kind === "element" && node.name !== "br") return { element: node, afterBlankLine };
    if (node?.kind !== "text") continue;
    if (node.html.trim() !== "") return undefined;
    afterBlankLine ||= /\n[ \t]*\n/.test(node.html);
  }
  return undefined;
}

function lastElement(parent: HtmlElement): HtmlElement | undefined {
  return parent.children.findLast((child): child is HtmlElement => child.kind === "element");
}

function mergeInto(element: HtmlElement, more: Attributes): void {
  const attributes = attributesOf(element);
  mergeAttributes(attributes, more);
  setAttributes(element, attributes);
}

function* cutNotes(root: HtmlElement): Generator<string> {
  for (const element of elementsIn(root)) {
    if (element.name !== "aside" || !hasClass(attributesOf(element), "notes")) continue;
    const html = element.children.map(htmlOf).join("").trim();
    remove(element.parent ?? root, element);
    element.children.length = 0;
    if (html !== "") yield html;
  }
}

function* cutNotesAttributes(root: HtmlElement, section: Attributes): Generator<string> {
  for (const element of elementsIn(root)) {
    const attributes = attributesOf(element);
    if (!attributes.has("data-notes")) continue;
    yield* takeNotes(attributes);
    setAttributes(element, attributes);
  }
  yield* takeNotes(section);
  for (const name of [...section.keys()]) if (/^data-(markdown|separator)/.test(name)) section.delete(name);
}

function* takeNotes(attributes: Attributes): Generator<string> {
  const text = attributes.get("data-notes")?.trim() ?? "";
  attributes.delete("data-notes");
  if (text !== "") yield `<p>${text.replaceAll("<", "&lt;")}</p>`;
}

/** The deck's frame must stay at the deck; a link leaves it in a tab of its own. */
function openLinksOutside(root: HtmlElement): void {
  for (const element of elementsIn(root)) {
    if (element.name !== "a") continue;
    const attributes = attributesOf(element);
    const href = attributes.get("href");
    if (href === undefined || href.startsWith("#")) continue;
    attributes.set("target", "_blank");
    attributes.set("rel", "noopener");
    setAttributes(element, attributes);
  }
}

const wrappers = new Set(["p", "a", "figure", "picture", "div"]);

function isImageAlone(root: HtmlElement): boolean {
  let element = root;
  for (;;) {
    const nodes = element.children.filter(isContent);
    const only = nodes[0];
    if (nodes.length !== 1 || only?.kind !== "element") return false;
    if (only.name === "img") return hasOwnSize(only) === false;
    if (!wrappers.has(only.name) || only.attributesText.includes("class=")) return false;
    element = only;
  }
}

function isContent(node: HtmlNode): boolean {
  if (node.kind === "text") return node.html.trim() !== "";
  return node.kind === "element" && node.name !== "source";
}

function hasOwnSize(image: HtmlElement): boolean {
  const attributes = attributesOf(image);
  return ["width", "height", "style", "class"].some((name) => attributes.has(name));
}

const headingNames = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);

function headings(root: HtmlElement): { title: string; mainHeading: string; heading: string } {
  const found = [...elementsIn(root)].filter((element) => headingNames.has(element.name));
  const texts = found
    .map((element) => ({ name: element.name, text: textOf(element) }))
    .filter(({ text }) => text !== "");
  const heading = texts[0]?.text ?? "";
  const mainHeading = texts.find(({ name }) => name === "h1")?.text ?? "";
  return { heading, mainHeading, title: heading || firstWords(textOf(root)) || imageText(root) };
}

function firstWords(text: string): string {
  return [...text].slice(0, 60).join("").trim();
}

function imageText(root: HtmlElement): string {
  const image = [...elementsIn(root)].find((element) => element.name === "img");
  return image === undefined ? "" : firstWords(attributesOf(image).get("alt") ?? "");
}
