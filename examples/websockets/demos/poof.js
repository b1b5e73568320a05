// Next slide, poof: how long the speaker's step took to this screen, and to all the others.
import { binNames, binOf, distribution, journeyOf } from "./journey.js";
import { element, make, number, onLink, onSlide } from "./slide.js";

/** @typedef {{ pressed: number, within: number }} Jump when the speaker pressed, and how exact that is, in ms */
/** @typedef {{ pressed: number, bins: number[], median: number }} Room the room's journeys of one jump */
/** @typedef {{ h: number, v: number }} Place */
/** @typedef {{ to: Place, stamped: number, arrived: number }} Arrival a `slide` event as it came in */

const jumps = lectern.channel("poof");
const times = lectern.channel("poof-times");
const room = lectern.channel("poof-room");

const button = element("poof-next");
const journey = element("journey");
const before = element("poof").closest("section");
const after = journey.closest("section");
const bars = binNames.map(makeBar);
element("journey-bars").append(...bars.map(({ bar }) => bar));

/** @type {Arrival[]} */
let arrivals = [];
/** @type {(Jump & { setAt: number }) | undefined} */
let jump;
/** When this screen went from the one slide to the other; whether it led or followed is not known yet. */
let stepped = 0;
let reported = 0;
let stopCollecting = () => {};

/** @returns {{ next(): void, getIndices(slide: Element | null): Place }} reveal.js, there once the deck is up */
const deck = () => Reflect.get(window, "Reveal");

button.addEventListener("click", () => deck().next());

document.addEventListener("slidechanged", (event) => {
  const { previousSlide, currentSlide } = /** @type {Event & Record<string, unknown>} */ (event);
  stepped = previousSlide === before && currentSlide === after ? lectern.now() : 0;
});

lectern.connection.on("frame", ({ direction, event, at, text }) => {
  // Only the screen that leads says `move`. A screen that follows another one only hears `slide`.
  if (direction === "out" && event === "move" && stepped > 0 && isAfter(JSON.parse(text).to)) begin();
  if (direction === "in" && event === "slide") {
    const { at: stamped, to } = JSON.parse(text);
    arrivals = [...arrivals, { to, stamped, arrived: at }].slice(-10);
    draw();
  }
});

jumps.on("value", ({ data, at }) => {
  jump = { .../** @type {Jump} */ (data), setAt: at };
  draw();
});
room.on("value", draw);
onLink(button, offerButton);
// reveal.js comes back to where one was in a column; the jump always lands at its top.
onSlide(button, { enter: () => after?.parentElement?.removeAttribute("data-previous-indexv") });
onSlide(journey, { enter: draw, leave: () => stopCollecting() });

/** Who looks at this screen is known once it is connected. */
function offerButton() {
  button.hidden = lectern.role !== "speaker" || lectern.participant === "";
}

/** @param {Place} to */
function isAfter(to) {
  const { h, v } = deck().getIndices(after);
  return to.h === h && to.v === v;
}

/** Half a round trip: so far this screen's clock and the server's may be apart. */
function clockError() {
  return (lectern.connection.roundTrip ?? 0) / 2;
}

/** A new round, led by this screen: it says when it began, and gathers what the others measure. */
function begin() {
  const pressed = stepped;
  stepped = 0;
  jumps.set({ pressed, within: clockError() });
  stopCollecting();
  /** @type {Map<string, number>} */
  const totals = new Map();
  let told = 0;
  const stopListening = times.on("message", ({ from, data }) => {
    const { pressed: round, total } = /** @type {Record<string, unknown>} */ (data ?? {});
    if (round === pressed && typeof total === "number" && !totals.has(from.id)) totals.set(from.id, total);
  });
  const timer = setInterval(() => {
    if (totals.size === told || lectern.connection.status !== "live") return;
    told = totals.size;
    room.set({ pressed, ...distribution([...totals.values()]) });
  }, 500);
  stopCollecting = () => {
    stopListening();
    clearInterval(timer);
  };
}

/**
 * Once for each jump, and not all at once: there may be hundreds of screens.
 * @param {number} pressed
 * @param {number} total
 */
function report(pressed, total) {
  const isLate = lectern.now() - pressed > 30_000;
  if (lectern.role === "speaker" || isLate || reported === pressed) return;
  reported = pressed;
  setTimeout(() => times.send({ pressed, total }), 200 + Math.random() * 1800);
}

function draw() {
  if (!after?.classList.contains("present")) return;
  const own = ownJourney();
  element("journey-says").textContent = words(own !== undefined);
  element("journey-legs").hidden = own === undefined;
  element("journey-room").hidden = jump === undefined;
  drawRoom(own === undefined ? -1 : binOf(own.total));
  if (own === undefined || jump === undefined) return;
  element("journey-up").textContent = `${number(own.up)} ms`;
  element("journey-down").textContent = `${number(own.down)} ms`;
  element("journey-total").textContent = `${number(own.total)} ms`;
  const within = Math.max(1, Math.ceil(jump.within + clockError()));
  element("journey-clocks").textContent =
    `Clocks compared over the fastest of several round trips, good to ± ${within} ms.`;
  report(jump.pressed, own.total);
}

/** Nothing for a screen that was not there at the jump. */
function ownJourney() {
  if (jump === undefined) return undefined;
  const { pressed, setAt } = jump;
  // The jump's own `slide` is the last one before the speaker's screen said when it had pressed.
  const arrival = arrivals.findLast(({ to, stamped }) => stamped <= setAt && isAfter(to));
  const isOfThisJump = arrival !== undefined && arrival.stamped > pressed - 1000;
  return isOfThisJump ? journeyOf(pressed, arrival.stamped, arrival.arrived) : undefined;
}

/** @param {boolean} isMeasured */
function words(isMeasured) {
  if (isMeasured) return "The journey to this screen, and below to every screen, in ms.";
  if (jump !== undefined) return "You joined after the jump. This is how long it took the others, in ms.";
  return lectern.participant === "" || lectern.connection.status === "preview"
    ? "In a talk, every screen shows here how long the message took."
    : "Nothing was measured yet. The step from the slide before this one is.";
}

/** @param {number} own this screen's bin, -1 for none */
function drawRoom(own) {
  const known = /** @type {Room | undefined} */ (room.value);
  const { bins, median } = known !== undefined && known.pressed === jump?.pressed ? known : distribution([]);
  const most = Math.max(1, ...bins);
  const screens = bins.reduce((sum, count) => sum + count, 0);
  bars.forEach(({ bar, count }, bin) => {
    const here = bins[bin] ?? 0;
    bar.style.setProperty("--share", String(here / most));
    bar.classList.toggle("own", bin === own);
    count.textContent = [here > 0 ? number(here) : "", bin === own ? "here" : ""].filter(Boolean).join(" · ");
  });
  element("journey-median").textContent =
    screens === 0
      ? "No screen has reported yet."
      : `${number(screens)} ${screens === 1 ? "screen" : "screens"}, median about ${number(median)} ms`;
}

/** @param {string} name */
function makeBar(name) {
  const bar = make("div", "", "bar");
  const count = make("span");
  bar.append(count, make("span", "", "fill"), make("span", name, "name"));
  return { bar, count };
}
