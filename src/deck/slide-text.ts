import {
  attributeOf,
  childrenOf,
  elementsFrom,
  type HtmlElement,
  type HtmlNode,
  hasClass,
  isElement,
  isText,
} from "./html.ts";

/** What a slide is called. */
export type SlideNames = {
  /** The heading, else the question of a poll, else the first words, else what the first image shows. */
  readonly title: string;
  /** Text of the first `h1`, else an empty string. */
  readonly mainHeading: string;
  /** Text of the first heading, else an empty string. */
  readonly heading: string;
};

const headingNames = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);

/** Finds the names of a slide in its text. */
export function slideNames(section: HtmlElement): SlideNames {
  const texts = [...elementsFrom(section)]
    .filter((element) => headingNames.has(element.tagName))
    // Some programs end a heading with a link to itself.
    .map((element) => ({ name: element.tagName, text: textOf(element).replace(/\s*¶$/, "") }))
    .filter(({ text }) => text !== "");
  const heading = texts[0]?.text ?? "";
  const mainHeading = texts.find(({ name }) => name === "h1")?.text ?? "";
  const title = heading || questionText(section) || firstWords(textOf(section)) || imageText(section);
  return { heading, mainHeading, title };
}

const silent = new Set("script style template title iframe noscript object annotation".split(" "));
const apart = new Set(
  "address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol optgroup option p pre rp rt section table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);

function questionText(section: HtmlElement): string {
  const question = [...elementsFrom(section)].find((element) => hasClass(element, "lectern-poll-question"));
  return question === undefined ? "" : textOf(question);
}

/** The text a reader sees, white space collapsed. A formula counts when its TeX source reads as text. */
export function textOf(element: HtmlElement): string {
  let text = "";
  const waiting: (HtmlNode | string)[] = [element];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node === "string") text += node;
    else if (isText(node)) text += node.value;
    else if (isElement(node)) for (const part of readable(node)) waiting.push(part);
  }
  return text.replaceAll("\u00ad", "").replace(/\s+/g, " ").trim();
}

/** What is to be read in place of `element`, last part first. */
function readable(element: HtmlElement): (HtmlNode | string)[] {
  if (silent.has(element.tagName)) return [];
  if (hasClass(element, "katex")) return [texOf(element)];
  // Later steps of a code block repeat it.
  if (attributeOf(element, "aria-hidden") === "true") return [];
  const parts = childrenOf(element).toReversed();
  return apart.has(element.tagName) ? [" ", ...parts, " "] : parts;
}

function texOf(formula: HtmlElement): string {
  for (const element of elementsFrom(formula)) {
    if (element.tagName !== "annotation") continue;
    const tex = childrenOf(element)
      .map((node) => (isText(node) ? node.value : ""))
      .join("");
    return tex.includes("\\") ? "" : tex;
  }
  return "";
}

function firstWords(text: string): string {
  return [...text].slice(0, 60).join("").trim();
}

function imageText(section: HtmlElement): string {
  const image = [...elementsFrom(section)].find(({ tagName }) => tagName === "img");
  return image === undefined ? "" : firstWords(attributeOf(image, "alt") ?? "");
}
