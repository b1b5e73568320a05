// AJAX: ask in the background, change only what is new. Nothing comes unless this page asks.
import { isLive, Meter } from "./meter.js";
import { bytes, element, make, ms, number, onLink, onSlide } from "./slide.js";

/** @typedef {{ n: number, at: number, data: unknown }} Message numbered by the server, which also says when it came */

const meter = new Meter("ajax");
const demo = element("ajax");
const field = /** @type {HTMLInputElement} */ (element("ajax-text"));
const buttons = [...demo.querySelectorAll("button")];
const list = element("ajax-list");
const waited = element("ajax-waited");
const busy = new Error("Many are asking. Try again in a moment.");

/** The newest message this page has asked for, and what it knows so far. */
let last = 0;
/** @type {Map<number, string>} */
const known = new Map();
let upSince = 0;
let isBusy = false;
let hasAsked = false;

onSlide(demo, {
  enter() {
    upSince = lectern.now();
  },
});
onLink(demo, enable);
enable();

element("ajax-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text !== "") void exchange(() => send(text));
});
element("ajax-ask").addEventListener("click", () => exchange(ask));

/** @param {string} text */
async function send(text) {
  /** @type {{ n: number }} */
  const { n } = await measured(meter.address("ajax"), { method: "POST", body: JSON.stringify(text) });
  field.value = "";
  known.set(n, text);
  waited.textContent = "Sent. What the others sent, this page does not know.";
}

async function ask() {
  /** @type {{ last: number, list: Message[] }} */
  const news = await measured(meter.address("ajax", last));
  const unknown = news.list.filter(({ n }) => !known.has(n));
  for (const { n, data } of unknown) known.set(n, typeof data === "string" ? data : JSON.stringify(data));
  last = news.last;
  waited.textContent = wordsOn(unknown);
}

/** @param {Message[]} news what this page did not know before it asked */
function wordsOn(news) {
  if (news.length === 0) return "Nothing new.";
  const recent = news.filter(({ at }) => at > upSince);
  const longest = Math.max(0, ...recent.map(({ at }) => lectern.now() - at));
  if (recent.length === 0) return news.length === 1 ? "One from before." : `${number(news.length)} from before.`;
  return `${number(recent.length)} of these waited ${number(longest / 1000)} s for you to ask.`;
}

/**
 * One exchange, with what it cost. Resolves with the answer's JSON.
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
async function measured(address, options) {
  const started = performance.now();
  const answer = await fetch(address, options);
  const data = await answer.json();
  const took = performance.now() - started;
  if (!answer.ok) throw answer.status === 429 ? busy : new Error(`The server answered ${answer.status}.`);
  const { up, down } = await meter.spent(1);
  element("ajax-cost").textContent = `Answered in ${ms(took)}:\n${bytes(up)} up, ${bytes(down)} down`;
  return data;
}

/**
 * One at a time.
 * @param {() => Promise<void>} talk
 */
async function exchange(talk) {
  if (isBusy) return;
  isBusy = true;
  hasAsked = true;
  try {
    await talk();
    show();
  } catch (error) {
    waited.textContent = error === busy ? busy.message : "No answer. Try again when the line is back.";
  }
  isBusy = false;
}

function show() {
  const newest = [...known].sort(([a], [b]) => a - b).slice(-30);
  list.replaceChildren(...newest.map(([, text]) => make("li", text)));
  list.scrollTop = list.scrollHeight;
}

function enable() {
  if (!hasAsked) waited.textContent = isLive() ? "This page has not asked yet." : "In a talk, this page can ask.";
  for (const button of buttons) button.disabled = !isLive();
}
