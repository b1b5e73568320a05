import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html, parse, parseFragment, serialize } from "parse5";

export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlAttribute = HtmlElement["attrs"][number];

/** To a browser everything after this tag is text, the slides that follow too. */
const plaintextTag = /<\/?plaintext\b[^>]*>/gi;

/** Reads HTML as a browser does inside a `<section>`, and answers with that section. Any text is HTML; depth is free. */
export function parseSection(source: string): HtmlElement {
  const section = defaultTreeAdapter.createElement("section", html.NS.HTML, []);
  setInnerHtml(section, source);
  return section;
}

/** A whole page. Elements know their line in the source: `lineOf`. */
export type HtmlPage = { readonly document: DefaultTreeAdapterTypes.Document; readonly root: HtmlElement };

/** Reads a page as a browser does. Any text is a page. */
export function parsePage(source: string): HtmlPage {
  const document = parse(source, { sourceCodeLocationInfo: true });
  const root = document.childNodes.find(isElement);
  if (root === undefined) throw new Error("parse5 makes an <html> of any text");
  return { document, root };
}

export function pageSource({ document }: HtmlPage): string {
  return serialize(document);
}

/** Of the source a page was read from, from 1. */
export function lineOf(element: HtmlElement): number {
  return element.sourceCodeLocation?.startLine ?? 1;
}

export function createElement(tagName: string, attrs: readonly HtmlAttribute[], text = ""): HtmlElement {
  const element = defaultTreeAdapter.createElement(tagName, html.NS.HTML, [...attrs]);
  if (text !== "") defaultTreeAdapter.insertText(element, text);
  return element;
}

/** Puts `nodes` where `old` stands, which leaves. */
export function replaceNode(old: HtmlElement, nodes: readonly HtmlElement[]): void {
  const parent = old.parentNode;
  if (parent === null) return;
  for (const node of nodes) defaultTreeAdapter.insertBefore(parent, node, old);
  removeNode(old);
}

export function appendTo(parent: HtmlElement, nodes: readonly HtmlElement[]): void {
  for (const node of nodes) defaultTreeAdapter.appendChild(parent, node);
}

/** A comment before everything in `element`. */
export function beginWithComment(element: HtmlElement, data: string): void {
  const comment = defaultTreeAdapter.createCommentNode(data);
  const first = element.childNodes[0];
  if (first === undefined) defaultTreeAdapter.appendChild(element, comment);
  else defaultTreeAdapter.insertBefore(element, comment, first);
}

/** Puts `source` in the place of all that is in `element`. */
export function setInnerHtml(element: HtmlElement, source: string): void {
  element.childNodes = [];
  const fragment = parseFragment(element, source.replace(plaintextTag, ""), {});
  for (const node of [...fragment.childNodes]) {
    removeNode(node);
    defaultTreeAdapter.appendChild(element, node);
  }
}

/** The HTML inside `element`, without white space round it. */
export function innerHtml(element: HtmlElement): string {
  return serialize(element).trim();
}

/** The children of `element`; those of a template are in a document of their own. */
export function childrenOf(element: HtmlElement): HtmlNode[] {
  return isTemplate(element) ? element.content.childNodes : element.childNodes;
}

function isTemplate(element: HtmlElement): element is DefaultTreeAdapterTypes.Template {
  return "content" in element;
}

/** `root` and all elements in it, in document order. Children are looked up after their parent was handed out. */
export function* elementsFrom(root: HtmlElement): Generator<HtmlElement> {
  const waiting: HtmlNode[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!isElement(node)) continue;
    yield node;
    for (const child of childrenOf(node).toReversed()) waiting.push(child);
  }
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return "tagName" in node;
}

export function isText(node: HtmlNode): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === "#text";
}

/** The text in `element` as a program reads it (`textContent`). */
export function rawTextOf(element: HtmlElement): string {
  let text = "";
  const waiting: HtmlNode[] = [element];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isText(node)) text += node.value;
    else if (isElement(node)) waiting.push(...childrenOf(node).toReversed());
  }
  return text;
}

export function isComment(node: HtmlNode): node is DefaultTreeAdapterTypes.CommentNode {
  return node.nodeName === "#comment";
}

/** Takes `node` out of its parent. */
export function removeNode(node: HtmlNode): void {
  defaultTreeAdapter.detachNode(node);
}

/** The value of an attribute; undefined when `element` does not have it. */
export function attributeOf(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

export function setAttribute(element: HtmlElement, name: string, value: string): void {
  const attribute = element.attrs.find((known) => known.name === name);
  if (attribute === undefined) element.attrs.push({ name, value });
  else attribute.value = value;
}

/** Removes the attributes whose name matches `pattern`. */
export function removeAttributes(element: HtmlElement, pattern: RegExp): void {
  element.attrs = element.attrs.filter(({ name }) => !pattern.test(name));
}

export function hasClass(element: HtmlElement, name: string): boolean {
  return words(attributeOf(element, "class")).includes(name);
}

/** Adds `more` to `element`: classes and styles are joined, anything else is replaced. */
export function mergeAttributes(element: HtmlElement, more: readonly HtmlAttribute[]): void {
  for (const { name, value } of more) setAttribute(element, name, joined(name, attributeOf(element, name), value));
}

function joined(name: string, before: string | undefined, value: string): string {
  if (before === undefined) return value;
  if (name === "class") return [...new Set([...words(before), ...words(value)])].join(" ");
  return name === "style" ? `${before.replace(/;?\s*$/, ";")} ${value}` : value;
}

function words(value = ""): string[] {
  return value.split(/\s+/).filter(Boolean);
}
