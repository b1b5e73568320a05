import { parseFragment } from "parse5";
import {
  childrenOf,
  elementsFrom,
  type HtmlAttribute,
  type HtmlElement,
  type HtmlNode,
  isComment,
  isElement,
  isText,
  mergeAttributes,
  removeNode,
} from "./html.ts";

const directive = /^\s*\.(element|slide)\s*:?\s*([\s\S]*?)\s*$/;

/** Applies `<!-- .slide: … -->` and `<!-- .element: … -->` to the attributes they speak of. Every comment goes. */
export function applyDirectives(section: HtmlElement): void {
  for (const element of elementsFrom(section)) {
    for (const [index, child] of childrenOf(element).entries()) {
      if (isComment(child)) applyDirective(child.data, element, index, section);
    }
    for (const comment of childrenOf(element).filter(isComment)) removeNode(comment);
  }
}

function applyDirective(comment: string, parent: HtmlElement, index: number, section: HtmlElement): void {
  const [, kind, text = ""] = directive.exec(comment) ?? [];
  if (kind === undefined) return;
  mergeAttributes(kind === "slide" ? section : targetOf(parent, index), attributesIn(text));
}

/** The attributes in `class="x" data-y=1 hidden`. */
function attributesIn(text: string): readonly HtmlAttribute[] {
  const [element] = parseFragment(`<i ${text}>`).childNodes;
  return element !== undefined && isElement(element) ? element.attrs : [];
}

const textual = new Set("a abbr b code del em i ins kbd mark s small span strong sub sup u".split(" "));

/** The element an `.element:` comment speaks of: the one right before it, else the one it stands in. */
function targetOf(parent: HtmlElement, index: number): HtmlElement {
  const before = elementBefore(childrenOf(parent), index);
  if (before === undefined || (parent.tagName === "li" && textual.has(before.element.tagName))) return parent;
  const isList = before.element.tagName === "ul" || before.element.tagName === "ol";
  return isList && !before.afterBlankLine ? (lastElement(before.element) ?? before.element) : before.element;
}

function elementBefore(nodes: readonly HtmlNode[], index: number) {
  let afterBlankLine = false;
  for (let at = index - 1; at >= 0; at--) {
    const node = nodes[at];
    if (node === undefined || isComment(node)) continue;
    if (isElement(node) && node.tagName !== "br") return { element: node, afterBlankLine };
    if (!isText(node)) continue;
    if (node.value.trim() !== "") return undefined;
    afterBlankLine ||= /\n[ \t]*\n/.test(node.value);
  }
  return undefined;
}

function lastElement(parent: HtmlElement): HtmlElement | undefined {
  return childrenOf(parent).findLast(isElement);
}
