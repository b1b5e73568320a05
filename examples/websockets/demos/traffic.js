// Traffic: the frames of this screen's own connection as they pass, and any of them to read.
import { header, hex, textLength } from "./framing.js";
import { bytes, element, make, number, onLink, onSlide } from "./slide.js";
import { meaning, read } from "./traffic-words.js";

/** @typedef {{ direction: "in" | "out", bytes: number, event: string, text: string }} Frame */

const mostShown = 100;

const { connection } = lectern;
const channel = lectern.channel("traffic");
const demo = element("traffic");
const says = element("traffic-says");
const list = element("traffic-list");
const send = /** @type {HTMLButtonElement} */ (element("traffic-send"));
const toTop = element("traffic-top");
const usually = says.textContent;

const totals = { in: { frames: 0, bytes: 0 }, out: { frames: 0, bytes: 0 } };
/** @type {Frame[]} */
let newest = [];
/** @type {WeakMap<Element, Frame>} */
const frameOf = new WeakMap();
let rows = 0;
let isUp = false;

connection.on("frame", (frame) => {
  totals[frame.direction].frames += 1;
  totals[frame.direction].bytes += frame.bytes;
  newest = [frame, ...newest.slice(0, mostShown - 1)];
  if (isUp) add(frame);
});

let stopListening = () => {};
onSlide(demo, {
  enter() {
    isUp = true;
    list.replaceChildren(...newest.map(makeRow));
    follow();
    // What anybody sends with the button comes to everybody who has this slide up.
    stopListening = channel.on("message", () => {});
  },
  leave() {
    isUp = false;
    stopListening();
  },
});
onLink(demo, look);

send.addEventListener("click", () => {
  follow();
  channel.send("👋");
});
toTop.addEventListener("click", follow);
list.addEventListener("scroll", () => {
  toTop.hidden = list.scrollTop === 0;
});
list.addEventListener("click", ({ target }) => {
  if (target instanceof Element) select(target.closest("li"));
});
list.addEventListener("keydown", (event) => {
  const at = list.querySelector("[aria-selected=true]");
  const to = {
    ArrowDown: at?.nextElementSibling ?? at ?? list.firstElementChild,
    ArrowUp: at?.previousElementSibling ?? at,
    Enter: at ?? list.firstElementChild,
  }[event.key];
  if (to === undefined) return;
  // These keys are the list's; the deck stays where it is.
  event.stopPropagation();
  event.preventDefault();
  select(to);
});
element("traffic-json").addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") event.stopPropagation();
});
element("traffic-back").addEventListener("click", () => {
  select(null);
  list.focus();
});

function look() {
  const hasLink = lectern.participant !== "" && connection.status === "live";
  const missing =
    newest.length === 0 ? "In a talk, this shows your connection. Here is none." : "The line is gone for now.";
  const now = hasLink ? usually : missing;
  if (says.textContent !== now) says.textContent = now;
  demo.classList.toggle("cut", !hasLink);
  send.disabled = !hasLink;
  for (const direction of /** @type {const} */ (["in", "out"])) {
    const total = totals[direction];
    element(`traffic-${direction}`).textContent = `${number(total.frames)} frames, ${bytes(total.bytes)}`;
  }
}

/**
 * The newest row comes on top. Who has scrolled down, points at the list or reads a frame keeps what is in sight.
 * @param {Frame} frame
 */
function add(frame) {
  const isRead = list.scrollTop > 0 || list.matches(":hover") || demo.classList.contains("reading");
  const before = list.scrollHeight;
  list.prepend(makeRow(frame));
  if (isRead) list.scrollTop += list.scrollHeight - before;
  while (list.childElementCount > mostShown) list.lastElementChild?.remove();
  look();
}

/** Reads nothing and is at the top again. */
function follow() {
  select(null);
  list.scrollTop = 0;
}

/** @param {Frame} frame */
function makeRow(frame) {
  const isIn = frame.direction === "in";
  const row = make("li");
  row.id = `traffic-row-${rows++}`;
  row.role = "option";
  row.ariaSelected = "false";
  const words = [isIn ? "↓" : "↑", meaning(frame), bytes(frame.bytes)];
  row.ariaLabel = `${isIn ? "in" : "out"}: ${words[1]}, ${words[2]}`;
  row.append(...words.map((each) => make("span", each)));
  frameOf.set(row, frame);
  return row;
}

/** @param {Element | null} row */
function select(row) {
  for (const each of list.children) each.ariaSelected = String(each === row);
  demo.classList.toggle("reading", row !== null);
  if (row instanceof HTMLElement) {
    const { id, offsetTop, offsetHeight } = row;
    list.setAttribute("aria-activedescendant", id);
    list.scrollTop = Math.min(offsetTop, Math.max(list.scrollTop, offsetTop + offsetHeight - list.clientHeight));
  } else list.removeAttribute("aria-activedescendant");
  show(row === null ? undefined : frameOf.get(row));
}

/** @param {Frame | undefined} frame */
function show(frame) {
  const isMasked = frame?.direction === "out";
  const direction = isMasked ? "Out" : "In";
  element("traffic-what").textContent = frame ? `${direction}: ${meaning(frame)}` : "Press a frame to read it.";
  element("traffic-header").textContent = frame ? head(frame.bytes, isMasked) : "";
  const message = frame && read(frame.text);
  element("traffic-json").textContent = message ? JSON.stringify(message, null, 2) : frame ? `${frame.text} …` : "";
}

/**
 * A frame's first bytes. The key of a masked one is the browser's, which tells it to no page.
 * @param {number} size of the whole frame
 * @param {boolean} isMasked
 */
function head(size, isMasked) {
  const length = textLength(size, isMasked);
  const parts = header(length, isMasked ? new Uint8Array(4) : undefined);
  const shown = parts.flatMap(({ field, bytes }) => Array.from(bytes, (byte) => (field === "key" ? "??" : hex(byte))));
  return `${shown.join(" ")} + ${number(length)} of text`;
}
