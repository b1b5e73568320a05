// Text is text: what happens to somebody's words in a page and in a message, done wrong and done right.
import { build, glue, read } from "./gluing.js";
import { makePage } from "./page.js";
import { element, make, onSlide } from "./slide.js";

const demo = element("text");
const chat = /** @type {HTMLInputElement} */ (element("text-chat"));
const presets = demo.querySelectorAll("button");
const ways = [element("text-inner"), element("text-content")];

/** @type {HTMLIFrameElement[]} */
let pages = [];

for (const preset of presets) {
  preset.addEventListener("click", () => {
    chat.value = preset.value;
    demo.dataset.about = preset.dataset.about;
    // Somebody's program may have changed these pages for good.
    openPages();
    draw();
  });
}
chat.addEventListener("input", () => {
  for (const page of pages) tell(page);
  draw();
});
onSlide(demo, {
  enter() {
    openPages();
    draw();
  },
  leave: closePages,
});
draw();

/** A page for each of the two ways: the line of code that stands above it is the one that runs in it. */
function openPages() {
  closePages();
  pages = ways.map((way) => {
    const code = way.querySelector("code")?.textContent ?? "";
    const page = makePage(code, `${head}<p></p><script>${program(code)}</script>`);
    page.addEventListener("load", () => tell(page));
    way.append(page);
    return page;
  });
}

function closePages() {
  for (const page of pages) page.remove();
  pages = [];
}

/** @param {string} code */
function program(code) {
  return `const line = document.querySelector("p"); onmessage = ({ data: chat }) => { ${code} };`;
}

/** @param {HTMLIFrameElement} page */
function tell(page) {
  page.contentWindow?.postMessage(chat.value, "*");
}

function draw() {
  show("text-glued", glue(chat.value));
  show("text-built", build(chat.value));
  for (const preset of presets) preset.ariaPressed = String(preset.value === chat.value);
}

/**
 * @param {string} id
 * @param {string} json
 */
function show(id, json) {
  const { words, isTheirs } = read(json, chat.value);
  element(id).replaceChildren(make("code", json), make("span", words, isTheirs ? "live" : ""));
}

/** Whatever program is typed here talks to nobody. */
const head = `<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<style>
body { margin: 0; font: 28px/1.25 system-ui, sans-serif; color: var(--text); background: var(--raised); }
p { margin: 0; padding: 12px 18px; word-break: break-all; }
mark { position: fixed; inset: 0; padding: inherit; word-break: normal; color: var(--on-light); background: var(--light); }
@media (max-height: 90px) {
  body, mark { display: grid; align-content: safe center; height: 100vh; }
  p { padding-block: 0; }
}
</style>
`;
