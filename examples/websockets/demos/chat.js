// Chat: the twelve lines of the slide before, exactly as they stand there, run as a page against this server.
import { isLive } from "./meter.js";
import { makePage } from "./page.js";
import { element, onLink, onSlide } from "./slide.js";

/** How wide the line numbers are, in characters. */
const numbers = 4;

const code = element("twelve-lines");
const html = element("twelve-lines-html");
const says = element("chat-says");
const button = /** @type {HTMLButtonElement} */ (element("chat-run"));
const place = element("chat-page");
const empty = [...place.childNodes];

let address = "ws://localhost:9008/ws";
/** @type {HTMLIFrameElement | undefined} */
let page;
let wasCut = false;

lectern.connection.on("status", writeAddress);
lectern.connection.on("close", () => {
  if (page === undefined) return;
  // Its socket is on the same line, and it would never say so.
  wasCut = true;
  close();
  draw();
});
button.addEventListener("click", run);
onLink(element("chat"), draw);
onSlide(element("chat"), {
  leave() {
    wasCut = false;
    close();
  },
});

/** `localhost` is right on the computer that serves the talk. Everywhere else its real address is. */
function writeAddress() {
  const { url } = lectern.connection;
  if (url === "" || url === address) return;
  for (const token of code.querySelectorAll(".code-line span")) {
    if (token.textContent === `"${address}"`) token.textContent = `"${url}"`;
  }
  address = url;
  // A long address must not be cut off: the theme sizes the letters by the longest line.
  const lines = program().split("\n");
  const columns = Math.max(...lines.map(({ length }) => length));
  code.style.setProperty("--code-columns", String(columns + numbers));
}

/** The text of the slide before. Each of its steps has all the lines; the first one will do. */
function program() {
  return code.querySelector("code")?.textContent ?? "";
}

function run() {
  wasCut = false;
  page = makePage("Chat", `${style}${html.textContent}\n<script>\n${program()}\n</script>`);
  place.replaceChildren(page);
  draw();
}

function close() {
  page = undefined;
  place.replaceChildren(...empty);
}

function draw() {
  const hasServer = isLive();
  button.disabled = !hasServer;
  button.hidden = page !== undefined;
  const words = statement(hasServer);
  if (says.textContent !== words) says.textContent = words;
}

/** @param {boolean} hasServer */
function statement(hasServer) {
  if (lectern.connection.url === "") return "There is no server here, so there is nobody to talk to.";
  if (wasCut) return "The line was cut. Twelve lines do not dial again: run them once more.";
  if (!hasServer) return "The line is gone. It comes back by itself.";
  return "The page of the slide before, against the server of this talk.";
}

/** The little style a page needs to be read from the back row: the newest message is always in sight. */
const style = `<style>
body {
  display: flex;
  flex-direction: column;
  justify-content: flex-end;
  box-sizing: border-box;
  height: 100vh;
  margin: 0;
  padding: 190px 28px 20px;
  overflow: hidden;
  font: 32px/1.3 system-ui, sans-serif;
  color: var(--text);
  background: var(--raised);
}
input, button, h2 { position: fixed; z-index: 1; box-sizing: border-box; }
input, button { top: 24px; height: 88px; border-radius: 16px; font: inherit; }
input {
  left: 28px;
  width: calc(100% - 250px);
  padding: 0 24px;
  border: 2px solid var(--line);
  color: var(--text);
  background: var(--ground);
}
button { right: 28px; width: 178px; border: 0; font-weight: 600; color: var(--on-light); background: var(--light); }
:focus-visible { outline: 4px solid var(--text); outline-offset: 4px; }
h2 { z-index: 0; inset: -20px 0 auto; margin: 0; padding: 150px 28px 12px; font-size: 32px; }
h2 { background: var(--raised); box-shadow: 0 10px 14px var(--raised); }
p { flex: none; margin: 0 0 8px; overflow-wrap: anywhere; }
p:last-of-type { margin-bottom: auto; }
</style>
`;
