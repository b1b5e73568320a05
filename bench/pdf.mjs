// A PDF of many pages, each with a picture of its own, is gone through twice on two screens. Prints what the browser
// and the server hold on the way, and fails where it grows with the pages (rule K7). Linux, with a Chromium.
// `npm run bench:pdf -- --pages 300`
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { findChromium } from "../src/export/find-chromium.ts";
import { Workspace } from "../test/support/lectern.ts";
import { pdfFile } from "../test/support/pdf-file.ts";
import { Socket } from "../test/support/socket.ts";
import { Chromium, openTool } from "./devtools.mjs";

const { values } = parseArgs({ options: { pages: { type: "string", default: "300" } } });
const count = Number(values.pages);
const picture = { width: 800, height: 450 };
/** Growth from the middle of the first round to the end of the second that is taken for noise. */
const mostGrowth = 1.2;

function noise(seed) {
  const bytes = Buffer.alloc(picture.width * picture.height);
  for (let index = 0, state = seed + 1; index < bytes.length; index++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    bytes[index] = state >> 16;
  }
  return { ...picture, bytes };
}

/** Memory of these processes in MB; what they share is divided among them. */
function megabytes(pids) {
  const sum = pids.reduce((total, pid) => {
    const [, kilobytes = "0"] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? [];
    return total + Number(kilobytes);
  }, 0);
  return Math.round(sum / 1024);
}

/** What asks in the frames decks run in. */
async function decksIn(chromium, wanted) {
  for (;;) {
    const frames = (await chromium.targets()).filter(({ type, url }) => type === "iframe" && url.includes("/deck/"));
    if (frames.length === wanted) return Promise.all(frames.map((frame) => openTool(frame.webSocketDebuggerUrl)));
    await wait(100);
  }
}

async function renderersOf(chromium) {
  const { processInfo } = await chromium.whole.ask("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

async function paints(deck, page) {
  const expression = `document.querySelector(".sheet:not([hidden])[data-painted]")?.dataset.page`;
  for (;;) {
    const { result } = await deck.ask("Runtime.evaluate", { expression });
    if (result?.value === String(page)) return;
    await wait(20);
  }
}

const workspace = new Workspace();
const chromium = await Chromium.start(findChromium(), workspace.path("browser"), ["--window-size=1440,900"]);
try {
  const pages = Array.from({ length: count }, (_, index) => ({ lines: [`Page ${index + 1}`], picture: noise(index) }));
  const bytes = pdfFile({ title: "Many pages", pages });
  const file = workspace.path("many.pdf");
  writeFileSync(file, bytes);
  const began = performance.now();
  const lectern = await workspace.start(file, "--ephemeral");
  const startedIn = performance.now() - began;
  for (const url of [lectern.listening.screen, lectern.listening.audience])
    await chromium.whole.ask("Target.createTarget", { url, newWindow: true });
  const decks = await decksIn(chromium, 2);
  const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });

  const rows = [];
  const stops = [Math.ceil(count / 10), Math.ceil(count / 2), count];
  for (let n = 0; n < 2 * count; n++) {
    const h = n % count;
    await driver.ask({ event: "move", id: n + 1, to: { h, v: 0, f: -1 } });
    await Promise.all(decks.map((deck) => paints(deck, h + 1)));
    if (!stops.includes(h + 1)) continue;
    const [browser, server] = [megabytes(await renderersOf(chromium)), megabytes([lectern.listening.pid])];
    rows.push({ round: Math.floor(n / count) + 1, page: h + 1, browser, server });
  }
  console.log(`
${count} pages, ${Math.round(bytes.length / 1e6)} MB; the server was up after ${(startedIn / 1000).toFixed(1)} s.

| round | page | two screens | the server |
|---:|---:|---:|---:|
${rows.map((row) => `| ${row.round} | ${row.page} | ${row.browser} MB | ${row.server} MB |`).join("\n")}
`);
  const [, middle] = rows;
  const last = rows.at(-1);
  for (const part of ["browser", "server"]) {
    if (last[part] <= middle[part] * mostGrowth) continue;
    console.error(`The ${part} has grown from ${middle[part]} MB to ${last[part]} MB.`);
    process.exitCode = 1;
  }
} finally {
  await chromium.stop();
  await workspace[Symbol.asyncDispose]();
}
