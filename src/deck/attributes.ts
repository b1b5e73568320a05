/** Attributes by lower-case name; an attribute without a value is an empty string. Values are HTML (entities stay). */
export type Attributes = Map<string, string>;

const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** Reads `class="x" data-y=1 hidden` as found in a tag or in a `.slide:` / `.element:` comment. */
export function parseAttributes(text: string): Attributes {
  const found: Attributes = new Map();
  for (const [, name = "", double, single, bare] of text.matchAll(attribute)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, double ?? single ?? bare ?? "");
  }
  return found;
}

/** Adds `more` to `attributes`: classes and styles are joined, anything else is replaced. */
export function mergeAttributes(attributes: Attributes, more: Attributes): void {
  for (const [name, value] of more) {
    const before = attributes.get(name);
    if (before !== undefined && name === "class") attributes.set(name, joinWords(before, value));
    else if (before !== undefined && name === "style")
      attributes.set(name, `${before.replace(/;?\s*$/, ";")} ${value}`);
    else attributes.set(name, value);
  }
}

/** Whether the `class` among `attributes` has the word `name`. */
export function hasClass(attributes: Attributes, name: string): boolean {
  return (attributes.get("class") ?? "").split(/\s+/).includes(name);
}

/** ` a="b" c` ready to stand after a tag's name. */
export function attributesHtml(attributes: Attributes): string {
  let html = "";
  for (const [name, value] of attributes) html += value === "" ? ` ${name}` : ` ${name}="${escapeAttribute(value)}"`;
  return html;
}

function escapeAttribute(value: string): string {
  return value.replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function joinWords(before: string, after: string): string {
  return [...new Set(`${before} ${after}`.split(/\s+/).filter(Boolean))].join(" ");
}
