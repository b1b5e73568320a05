// HTTP polling, for real: the same messages by asking again and again, and over the WebSocket, with the same meters.
import { isLive, Meter, patience, pause } from "./meter.js";
import { ratioWords, roomWords, withReading } from "./polling-words.js";
import { bytes, element, ms, number, onSlide } from "./slide.js";

/** @typedef {{ at: number, data: unknown }} Message */

const channel = lectern.channel("polling");
const longest = 120_000;
const readEvery = 2000;

const start = /** @type {HTMLButtonElement} */ (element("polling-start"));
const say = /** @type {HTMLButtonElement} */ (element("polling-say"));
const every = /** @type {HTMLFormElement} */ (element("polling-every"));
const state = element("polling-state");

const meter = new Meter("polling");
const polled = { requests: 0, up: 0, down: 0 };
const pushed = { frames: 0, up: 0, down: 0 };
/** @type {AbortController | undefined} there while this screen polls */
let polling;
let startedAt = 0;
let reading = 0;
let said = 0;
let sayAgainAt = 0;
/** @type {number[]} server times of the messages heard over the WebSocket */
let heard = [];
/** @type {import("./polling-words.js").Reading[]} of the room */
let readings = [];

onSlide(element("polling"), {
  enter() {
    void read();
    reading = setInterval(read, readEvery);
  },
  leave() {
    clearInterval(reading);
    stop("Stopped.");
  },
});
draw();

start.addEventListener("click", () => (polling === undefined ? poll() : stop("Stopped.")));
say.addEventListener("click", () => {
  // The room lets one person say two things a second.
  if (performance.now() < sayAgainAt) return;
  sayAgainAt = performance.now() + 500;
  channel.send(`Hello ${++said}`);
});

channel.on("message", (message) => {
  heard = [...heard, message.at].slice(-1000);
  if (polling !== undefined) tellNewest("polling-pushed", message);
});

lectern.connection.on("frame", ({ direction, at, event, bytes: size, text }) => {
  const isOurs = (event === "messages" || event === "send") && text.includes('"channel":"polling"');
  if (!isOurs || polling === undefined || at < startedAt) return;
  pushed.frames += 1;
  pushed[direction === "in" ? "down" : "up"] += size;
  draw();
});

/** Asks until it is stopped, the slide is left, or two minutes have passed. */
async function poll() {
  polling = new AbortController();
  const { signal } = polling;
  startedAt = lectern.now();
  Object.assign(polled, { requests: 0, up: 0, down: 0 });
  Object.assign(pushed, { frames: 0, up: 0, down: 0 });
  for (const id of ["polling-polled", "polling-pushed"]) element(id).textContent = "Nothing came yet.";
  // What passed before is not part of it.
  await meter.spent().catch(() => {});
  draw();
  // The first question only learns where the channel is.
  let last = Number.MAX_SAFE_INTEGER;
  while (!signal.aborted) {
    if (lectern.now() - startedAt > longest) return stop("Two minutes are over.");
    const asked = performance.now();
    last = await question(last, signal);
    const seconds = Number(new FormData(every).get("seconds"));
    await pause(seconds * 1000 - (performance.now() - asked));
  }
}

/**
 * One question.
 * @param {number} since
 * @param {AbortSignal} signal
 * @returns {Promise<number>} the newest message's number
 */
async function question(since, signal) {
  if (!isLive()) {
    state.textContent = "No connection. Waiting.";
    return since;
  }
  try {
    const answer = await fetch(meter.address("polling", since), { signal });
    const wait = patience(answer);
    if (wait > 0) {
      state.textContent = `Busy. Again in ${number(wait)} s.`;
      await pause(wait * 1000);
      return since;
    }
    /** @type {{ last: number, list: Message[] }} */
    const { last, list } = await answer.json();
    const newest = list.at(-1);
    if (newest !== undefined) tellNewest("polling-polled", newest);
    if (!signal.aborted) state.textContent = list.length === 0 ? "“New?” “No.”" : "“New?” “Yes.”";
    return last;
  } catch {
    if (!signal.aborted) state.textContent = "No answer. Asking again.";
    return since;
  }
}

/** @param {string} words */
function stop(words) {
  if (polling === undefined) return;
  polling.abort();
  polling = undefined;
  state.textContent = words;
  draw();
}

/** The server's meter: this screen's own part, and the room's. */
async function read() {
  draw();
  if (!isLive()) return;
  try {
    const spent = await meter.spent();
    polled.requests += spent.requests;
    polled.up += spent.up;
    polled.down += spent.down;
    readings = withReading(readings, { at: performance.now(), total: meter.room.up + meter.room.down });
  } catch {
    state.textContent = "The meter is silent.";
  }
  draw();
}

/**
 * @param {string} id
 * @param {Message} newest how old it was when this screen learnt of it
 */
function tellNewest(id, { at, data }) {
  element(id).textContent = `“${String(data).slice(0, 20)}”, ${ms(lectern.now() - at)} old`;
}

function draw() {
  const isOn = polling !== undefined;
  start.textContent = isOn ? "Stop" : "Start";
  start.disabled = !isOn && !isLive();
  say.disabled = !isLive();
  if (!isOn && lectern.participant === "") state.textContent = "In a talk, this asks.";
  else if (!isOn && startedAt === 0) state.textContent = "";
  element("polling-requests").textContent = number(polled.requests);
  element("polling-up").textContent = bytes(polled.up);
  element("polling-down").textContent = bytes(polled.down);
  element("polling-frames").textContent = number(pushed.frames);
  element("polling-pushed-up").textContent = bytes(pushed.up);
  element("polling-pushed-down").textContent = bytes(pushed.down);
  element("polling-ratio").textContent = ratioWords(polled.up + polled.down, pushed.up + pushed.down);
  const { people, since } = meter.room;
  element("polling-room").textContent = roomWords(people, readings, heard.filter((at) => at >= since).length);
}
