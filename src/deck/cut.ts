/** What must not leave the server, taken out of a tree of slides. */
import { escapeHtml } from "./escape.ts";
import {
  attributeOf,
  elementsFrom,
  type HtmlElement,
  hasClass,
  innerHtml,
  removeAttributes,
  removeNode,
} from "./html.ts";

/** Takes the speaker notes out of everything in `root`; the answer is their HTML, not sanitised. */
export function cutNotes(root: HtmlElement): string {
  return [...cutAsides(root), ...cutAttributes(root)].join("\n");
}

function* cutAsides(root: HtmlElement): Generator<string> {
  for (const element of elementsFrom(root)) {
    if (element.tagName !== "aside" || !hasClass(element, "notes")) continue;
    const html = innerHtml(element);
    removeNode(element);
    element.childNodes = [];
    if (html !== "") yield html;
  }
}

function* cutAttributes(root: HtmlElement): Generator<string> {
  for (const element of elementsFrom(root)) {
    const text = attributeOf(element, "data-notes")?.trim() ?? "";
    removeAttributes(element, /^data-notes$/);
    if (text !== "") yield `<p>${escapeHtml(text)}</p>`;
  }
}

/** What `data-lectern-channels` attributes say: the server keeps the policies, the slides need not say them. */
export function* cutChannels(root: HtmlElement): Generator<{ readonly text: string; readonly element: HtmlElement }> {
  for (const element of elementsFrom(root)) {
    const text = attributeOf(element, "data-lectern-channels");
    removeAttributes(element, /^data-lectern-channels$/);
    if (text !== undefined) yield { text, element };
  }
}

const unseen = new Set(["noscript", "noembed", "noframes"]);

/** What no browser shows where scripts run. It is text to all of them, so notes in it could not be found. */
export function dropUnseen(root: HtmlElement): void {
  for (const element of [...elementsFrom(root)].slice(1)) {
    if (unseen.has(element.tagName)) removeNode(element);
    else if (element.tagName === "iframe") element.childNodes = [];
  }
}
