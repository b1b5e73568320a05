import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html, parseFragment, serialize } from "parse5";

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
