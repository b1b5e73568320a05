// Frames: a text as the bytes that travel, field by field.
import { bits, draftFrame, frame, hex, size, utf8 } from "./framing.js";
import { element, make, number, onSlide } from "./slide.js";

/** @typedef {import("./framing.js").Part} Part */
/** @typedef {"server" | "browser" | "draft"} Line */

/** No line is longer than this, in bytes of the text. */
const mostShown = 40;

const demo = element("frames");
const input = /** @type {HTMLInputElement} */ (element("frames-text"));
const longer = element("frames-longer");
const explanation = element("frames-explanation");
const legend = [...explanation.childNodes];

let text = utf8(input.value);
let key = crypto.getRandomValues(new Uint8Array(4));
/** @type {Record<Line, Part[]>} */
let frames;
/** The fields pointed at and pressed: "browser key". */
let pointed = "";
let pressed = "";

input.addEventListener("input", draw);
longer.addEventListener("click", () => {
  input.value = text.length > 65_535 ? "Hello" : (input.value || "Hello").repeat(25);
  draw();
});
element("frames-key").addEventListener("click", () => {
  key = crypto.getRandomValues(new Uint8Array(4));
  draw();
});
// How many bytes fit is known only while the slide is on the screen.
onSlide(demo, { enter: draw });
addEventListener("resize", draw);
draw();

function draw() {
  text = utf8(input.value);
  frames = { server: frame(text), browser: frame(text, key), draft: draftFrame(text) };
  for (const line of /** @type {Line[]} */ (["server", "browser", "draft"])) drawLine(line);
  longer.textContent = text.length > 65_535 ? "Hello again" : "25 times";
  explain();
}

/** @param {Line} line */
function drawLine(line) {
  const parts = frames[line].filter(({ bytes }) => bytes.length > 0);
  element(`frames-${line}-size`).textContent = `${number(size(parts))} bytes`;
  const row = element(`frames-${line}`);
  row.classList.toggle("long", text.length > 65_535);
  row.replaceChildren(...parts.map((part) => makePart(line, part)));
  const cells = row.querySelector("[data-field=text] .bytes");
  const shown = parts.find(({ field }) => field === "text")?.bytes;
  if (cells === null || shown === undefined) return;
  for (let most = mostShown; row.scrollWidth > row.clientWidth && most >= 0; most--) {
    cells.replaceChildren(...makeCells(shown, most));
  }
}

/**
 * @param {Line} line
 * @param {Part} part
 */
function makePart(line, { field, bytes }) {
  const button = make("button");
  const id = `${line} ${field}`;
  button.type = "button";
  button.dataset.field = field;
  button.setAttribute("aria-pressed", String(id === pressed));
  const cells = make("span", "", "bytes");
  cells.append(...makeCells(bytes, mostShown));
  button.append(cells, make("span", label(line, field), "label"));
  for (const event of ["pointerenter", "focus"]) button.addEventListener(event, () => point(id));
  for (const event of ["pointerleave", "blur"]) button.addEventListener(event, () => point(""));
  button.addEventListener("click", () => {
    pressed = pressed === id ? "" : id;
    for (const each of demo.querySelectorAll("[data-field]")) {
      each.setAttribute("aria-pressed", String(each === button && pressed === id));
    }
    explain();
  });
  return button;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} most
 */
function makeCells(bytes, most) {
  const cells = Array.from(bytes.subarray(0, most), (byte) => make("code", hex(byte)));
  const rest = bytes.length - cells.length;
  return rest > 0 ? [...cells, make("span", `… ${number(rest)} more`)] : cells;
}

/** @param {string} id */
function point(id) {
  pointed = id;
  explain();
}

function explain() {
  const [line, field] = /** @type {[Line, string]} */ ((pointed || pressed).split(" "));
  const part = frames[line]?.find((each) => each.field === field);
  if (part === undefined || part.bytes.length === 0) explanation.replaceChildren(...legend);
  else explanation.textContent = explained(line, part);
}

/**
 * @param {Line} line
 * @param {import("./framing.js").Field} field
 */
function label(line, field) {
  const isMasked = line === "browser";
  return {
    start: "start",
    kind: "FIN, opcode",
    length: `MASK ${isMasked ? 1 : 0}, length`,
    key: "masking key",
    text: isMasked ? "masked text" : "text",
    end: "end",
  }[field];
}

/**
 * @param {Line} line
 * @param {Part} part
 */
function explained(line, { field, bytes }) {
  const first = bytes[0] ?? 0;
  const inBits = `${hex(first)} is ${bits(first).slice(0, 4)} ${bits(first).slice(4)}.`;
  switch (field) {
    case "start":
      return "00: a text begins. Nobody says how long it is.";
    case "kind":
      return `${inBits} FIN 1: the last piece. RSV 000: not in use. Opcode 0001: text.`;
    case "length": {
      const short = `${inBits} MASK ${first >> 7}. Length ${bits(first).slice(1)}: ${first & 127}`;
      if (bytes.length === 1) return `${short} bytes of text.`;
      return `${short}, so the next ${bytes.length - 1} bytes say it: ${number(text.length)}.`;
    }
    case "key":
      return "Four random bytes, new for every frame. They travel along: this is not encryption.";
    case "text":
      if (line === "server") return "The text in UTF-8. A plain letter is one byte, 👋 is four.";
      if (line === "draft") return "The text in UTF-8. A picture could not travel: it may have an ff inside.";
      return `Each byte XOR a byte of the key. The first: ${hex(text[0] ?? 0)} XOR ${hex(key[0] ?? 0)} is ${hex(first)}.`;
    case "end":
      return "ff: the text ends. UTF-8 never has this byte, but you must look at every byte to find it.";
  }
}
