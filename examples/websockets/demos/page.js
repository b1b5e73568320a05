// A web page inside the slide, for programs that are not the deck's own.
import { make } from "./slide.js";

const colours = ["ground", "raised", "line", "text", "quiet", "light", "on-light"];

/**
 * A page in the colours of the deck. Its programs run, and reach neither the deck nor its rights in the talk.
 * @param {string} title
 * @param {string} html
 */
export function makePage(title, html) {
  const theme = getComputedStyle(document.documentElement);
  const values = colours.map((name) => `--${name}: ${theme.getPropertyValue(`--lectern-${name}`)};`);
  const page = make("iframe");
  page.title = title;
  page.setAttribute("sandbox", "allow-scripts");
  page.srcdoc = `<!doctype html>
<meta charset="utf-8">
<style>:root { ${values.join(" ")} }</style>
${html}`;
  return page;
}
