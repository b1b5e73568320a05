// Disconnect: cuts this screen's own connection, and shows how it comes back and what it had missed.
import { count, startCounting, stopCounting } from "./count.js";
import { element, make, number, onSlide } from "./slide.js";

/** @typedef {{ seq: number, what: string, happened: number, arrived: number }} Missed */
/**
 * One time away, step by step.
 * @typedef {object} Away
 * @property {number} cutAt server time, ms
 * @property {"gone" | "asking" | "catching up" | "back"} step
 * @property {number | undefined} since the last this screen had seen
 * @property {number} upTo the newest the server had when it answered
 * @property {boolean} resumed whether it sent what was missed, or everything anew
 * @property {Missed[]} missed
 */

const cutFor = 5000;

const { connection } = lectern;
const demo = element("disconnect");
const button = /** @type {HTMLButtonElement} */ (element("disconnect-cut"));
const steps = [...element("disconnect-steps").children];
const asks = element("disconnect-asks");
const sends = element("disconnect-sends");
const words = { asks: asks.textContent, sends: sends.textContent };

/** @type {Away | undefined} */
let away;
let backAt = 0;

count.on("value", ({ data }) => {
  element("disconnect-count").textContent = number(Number(data));
});

function hasLink() {
  return lectern.participant !== "" && connection.status === "live";
}

// The cut.
button.addEventListener("click", () => {
  backAt = lectern.now() + cutFor;
  connection.cut(cutFor);
});

connection.on("close", ({ at }) => {
  // Each try to come back that fails ends with a `close` too.
  const isNew = away === undefined || away.step === "back";
  if (isNew) away = { cutAt: at, step: "gone", since: undefined, upTo: 0, resumed: false, missed: [] };
  draw();
});

connection.on("frame", ({ direction, event, seq, at, text }) => {
  if (away === undefined || away.step === "back") return;
  if (direction === "out" && event === "hello") {
    away.step = "asking";
    away.since = read(text).since?.seq;
  } else if (direction === "in" && event === "welcome") {
    const welcome = read(text);
    away.resumed = welcome.resumed === true;
    away.upTo = welcome.seq ?? 0;
    away.step = away.resumed && away.upTo > (away.since ?? 0) ? "catching up" : "back";
  } else if (direction === "in" && away.step === "catching up") {
    if (seq !== undefined && seq <= away.upTo) {
      away.missed.push({ seq, what: describe(event, text), happened: read(text).at ?? at, arrived: at });
    }
    // What is newer, or an answer to a new question, comes after all that was missed.
    if (event === "pong" || (seq !== undefined && seq >= away.upTo)) away.step = "back";
  }
  draw();
});

/** @typedef {{ h: number, v: number }} Place */
/** @typedef {{ at?: number, seq?: number, resumed?: boolean, since?: { seq: number }, channel?: string, data?: unknown, to?: Place }} Message */

/**
 * @param {string} text a message; a long one is cut off, and then it is not JSON any more
 * @returns {Message}
 */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * @param {string} event
 * @param {string} text
 */
function describe(event, text) {
  const { channel, data, to } = read(text);
  if (event === "value") return channel === count.name ? `value: count ${data}` : `value: ${channel ?? ""}`;
  return event === "slide" && to !== undefined ? `slide: to ${to.h}/${to.v}` : event;
}

// What is shown.
let ticking = 0;
onSlide(demo, {
  enter() {
    startCounting();
    drawButton();
    ticking = setInterval(drawButton, 250);
  },
  leave() {
    stopCounting();
    clearInterval(ticking);
  },
});
draw();

/** Nothing tells when the link or the role is another one, so this looks now and then, while the slide is up. */
function drawButton() {
  const seconds = Math.ceil((backAt - lectern.now()) / 1000);
  const isGone = connection.status === "reconnecting";
  button.disabled = !hasLink() || lectern.role === "speaker";
  button.textContent = isGone ? (seconds > 0 ? `Back in ${seconds} s` : "Reconnecting…") : "Cut my connection";
  say(statement());
}

function statement() {
  if (connection.status === "preview" || (lectern.participant === "" && away === undefined)) {
    return "In a talk, this cuts your own connection. Here there is none.";
  }
  if (lectern.role === "speaker") return "This screen counts for the room. Cut any other one.";
  if (away === undefined) return "Cut your own connection, and see what you missed come back.";
  if (away.step !== "back") return "Cut. Here the number stands still; for the others it goes on.";
  if (!away.resumed) return "Back. The server sent everything anew.";
  const { length } = away.missed;
  if (length === 0) return "Back. You missed nothing.";
  return `Back. You missed ${number(length)}, and ${length === 1 ? "here it is" : "here they are, in order"}.`;
}

/** @param {string} words said again only when they are others: somebody may be listening to this line */
function say(words) {
  const line = element("disconnect-status");
  if (line.textContent !== words) line.textContent = words;
}

function draw() {
  drawButton();
  const at = away === undefined ? -1 : { gone: 1, asking: 2, "catching up": 3, back: -1 }[away.step];
  steps.forEach((step, n) => {
    if (n === at) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  });
  demo.classList.toggle("away", at >= 0);
  const { since, missed = [] } = away ?? {};
  asks.textContent = since === undefined ? words.asks : `The last I saw was number ${since}`;
  sends.textContent = away?.step === "back" ? shorten(missed.map(({ seq }) => seq)) : words.sends;
  for (const id of ["disconnect-missed", "disconnect-times"]) element(id).hidden = missed.length === 0;
  element("disconnect-rows").replaceChildren(...missed.map(makeRow));
}

/** @param {number[]} numbers */
function shorten(numbers) {
  if (numbers.length === 0) return away?.resumed ? "nothing: there is nothing newer" : "everything anew";
  return numbers.length < 5 ? numbers.join(", ") : `${numbers[0]}, ${numbers[1]} … ${numbers.at(-1)}`;
}

/** @param {Missed} missed */
function makeRow({ seq, what, happened, arrived }) {
  /** @param {number} at */
  const sinceCut = (at) => `${Math.max(0, (at - (away?.cutAt ?? at)) / 1000).toFixed(1)} s`;
  const row = make("tr");
  row.append(...[String(seq), what, sinceCut(happened), sinceCut(arrived)].map((cell) => make("td", cell)));
  return row;
}
