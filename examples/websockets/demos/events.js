// The four events: a second socket to this server, which the visitor opens, uses, breaks and closes.
import { element, make, number, onSlide } from "./slide.js";

const states = ["CONNECTING", "OPEN", "CLOSING", "CLOSED"];
/** @type {Record<number, string>} */
const meanings = {
  1000: "done",
  1001: "going away",
  1005: "no code given",
  1006: "no goodbye",
  1008: "not allowed",
  1009: "too big",
  1011: "something unexpected",
};
/** The server takes 65,536 bytes in one message. */
const tooBig = "x".repeat(70_000);
const keptLines = 60;

const root = element("events");
const timeline = element("events-timeline");

/** @type {WebSocket | undefined} */
let socket;
let openedAt = 0;
let closedHere = false;

const url = () => lectern.connection.url;

press("open", () => open(url()));
press("wrong", () => open(new URL("nowhere", url()).href));
press("send", () => send('{"event":"ping"}'));
press("big", () => send(tooBig, `${number(tooBig.length)} times the letter x`));
press("close", () => close("Goodbye"));
draw();
onSlide(root, { enter: draw, leave: () => close("The slide was left") });
// Until there is a talk, the server's address is not known.
lectern.connection.on("status", draw);

/**
 * @param {string} name
 * @param {() => void} action
 */
function press(name, action) {
  element(`events-${name}`).addEventListener("click", () => {
    action();
    draw();
  });
}

/** @param {string} address */
function open(address) {
  openedAt = performance.now();
  closedHere = false;
  add("call", "new WebSocket", address);
  socket = new WebSocket(address);
  socket.onopen = () => add("open", "onopen", "The handshake is done. Now you may send.");
  socket.onmessage = ({ data }) => add("message", "onmessage", String(data).slice(0, 300));
  socket.onerror = () => add("error", "onerror", "It broke. A browser does not say why.");
  socket.onclose = (event) => add("close", "onclose", describe(event));
}

/**
 * @param {string} text
 * @param {string} [shown]
 */
function send(text, shown = text) {
  add("call", "send", shown);
  socket?.send(text);
}

/** @param {string} reason */
function close(reason) {
  if (socket === undefined || socket.readyState >= WebSocket.CLOSING) return;
  closedHere = true;
  add("call", "close", `1000 “${reason}”`);
  socket.close(1000, reason);
}

/** @param {CloseEvent} event */
function describe({ code, reason, wasClean }) {
  const said = [code, reason && `“${reason}”`].filter(Boolean).join(" ");
  const who = closedHere ? "by this page" : wasClean ? "by the server" : "by nobody";
  return [said, meanings[code], wasClean ? "clean" : "not clean", who].filter(Boolean).join(" · ");
}

/**
 * One line more, marked by what it is.
 * @param {"call" | "open" | "message" | "error" | "close"} kind
 * @param {string} name
 * @param {string} carried
 */
function add(kind, name, carried) {
  const line = make("li", "", kind);
  line.append(
    make("span", since(), "time"),
    make("span", "", "mark"),
    make("code", name, "name"),
    make("span", carried, "carried"),
  );
  timeline.append(line);
  while (timeline.children.length > keptLines) timeline.firstElementChild?.remove();
  timeline.scrollTop = timeline.scrollHeight;
  draw();
}

/** The time since this socket was made. */
function since() {
  const passed = performance.now() - openedAt;
  return passed < 1000 ? `${number(passed)} ms` : `${(passed / 1000).toFixed(1)} s`;
}

function draw() {
  const hasServer = url() !== "";
  const state = socket?.readyState ?? WebSocket.CLOSED;
  const isOpen = state === WebSocket.OPEN;
  enable(state === WebSocket.CLOSED && hasServer, ["open", "wrong"]);
  enable(isOpen, ["send", "big", "close"]);
  element("events-says").textContent = hasServer
    ? "A second socket, to the server of this talk."
    : "There is no server here, so there is nothing to open.";
  element("events-state").textContent =
    socket !== undefined ? `readyState ${state}, ${states[state]}` : hasServer ? "no socket yet" : "no server";
  element("events-state").classList.toggle("open", isOpen);
}

/**
 * @param {boolean} isEnabled
 * @param {readonly string[]} names
 */
function enable(isEnabled, names) {
  for (const name of names) element(`events-${name}`).toggleAttribute("disabled", !isEnabled);
}
