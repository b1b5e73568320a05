// The form: a guest book as the web was in 1995. Whoever sends gets the whole page again, and nobody else does.
import { isLive, Meter } from "./meter.js";
import { bytes, element, make, ms, number, onLink, onSlide } from "./slide.js";

const demo = element("form");
const form = /** @type {HTMLFormElement} */ (element("form-entry"));
const name = /** @type {HTMLInputElement} */ (element("form-name"));
const message = /** @type {HTMLInputElement} */ (element("form-message"));
const buttons = [...form.querySelectorAll("button")];

/** @type {HTMLIFrameElement | undefined} */
let page;
/** What was asked for last, when, and how many requests that takes. A time of 0: the page's own form did it. */
let asked = { meter: new Meter("form"), at: 0, requests: 1, words: "" };

onLink(demo, open);
onSlide(demo, {
  leave() {
    page?.remove();
    page = undefined;
    enable(false);
  },
});
enable(false);
write();

form.addEventListener("input", write);
form.addEventListener("submit", () => {
  form.action = ask(2, "One word is new. The whole page came back for it.");
  // The browser reads the fields when this event has passed.
  setTimeout(() => {
    message.value = "";
  });
});

element("form-reload").addEventListener("click", () => {
  const address = ask(1, "The whole page again, with what the others wrote.");
  if (page !== undefined) page.src = address;
});

/** The guest book comes when the slide is up and there is a talk, and goes with the slide. */
function open() {
  if (page !== undefined || !isLive()) return;
  page = make("iframe");
  page.name = form.target;
  page.title = "Guest book";
  page.src = ask(1, "A page with a form. Write one word into it.");
  page.addEventListener("load", tellCost);
  element("form-page").append(page);
  enable(true);
}

/**
 * Each time with a meter of its own, so that nothing else is counted.
 * @param {number} requests
 * @param {string} words to say when the page stands
 */
function ask(requests, words) {
  asked = { meter: new Meter("form"), at: performance.now(), requests, words };
  return asked.meter.address("guestbook");
}

/** The page stands again. What it cost, the server has counted; how long it took, only who asked can know. */
async function tellCost() {
  const { meter, at, requests: expected, words } = asked;
  const took = at === 0 ? "–" : ms(performance.now() - at);
  const byItself = "The page's own form asked. How long that took, this slide cannot see.";
  asked = { meter, at: 0, requests: 2, words: byItself };
  const isLast = () => page !== undefined && asked.meter === meter;
  try {
    const { requests, up, down } = await meter.spent(expected);
    if (isLast()) show(words, [number(requests), bytes(up), bytes(down), took]);
  } catch {
    if (isLast()) show("No answer. Reload when the line is back.", ["–", "–", "–", "–"]);
  }
}

/** @param {boolean} isOpen */
function enable(isOpen) {
  for (const button of buttons) button.disabled = !isOpen;
  if (!isOpen) show("In a talk, a guest book opens here.", ["–", "–", "–", "–"]);
}

/**
 * @param {string} words
 * @param {string[]} numbers
 */
function show(words, numbers) {
  element("form-says").textContent = words;
  element("form-requests").textContent = numbers[0] === "1" ? "request" : "requests";
  const cells = element("form-cost").querySelectorAll("b");
  for (const [n, count] of numbers.entries()) cells[n]?.replaceChildren(count);
}

/** What the form will send, letter by letter. */
function write() {
  element("form-body").textContent = `${new URLSearchParams({ name: name.value, message: message.value })}`;
}
