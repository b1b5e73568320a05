// How soon a phone that has never been here shows the first slide (rule B7): a processor four times slower than this
// one, and a slow link that everything shares. Fails above the budget. Linux, with a Chromium.
// `npm run bench:first-slide -- --visits 5 --list`
import { parseArgs } from "node:util";
import { firstSlideBudget as budget } from "../scripts/budgets.mjs";
import { findChromium } from "../test/support/browser.ts";
import { Workspace } from "../test/support/lectern.ts";
import { Chromium } from "./devtools.mjs";
import { slowLink } from "./slow-link.mjs";
import { visit } from "./visit.mjs";

const { values } = parseArgs({
  options: { visits: { type: "string", default: "5" }, list: { type: "boolean" }, decks: { type: "string" } },
});
const conditions = { cpuSlowdown: 4, roundTripMs: 150, downBitsPerSecond: 1_600_000, upBitsPerSecond: 750_000 };
const decks = {
  "two slides in Markdown": (workspace) =>
    workspace.write("talk.md", "# Hello\n\nOne\n\n---\n\n## Second\n\n- a\n- b\n"),
  "the bundled talk": () => "examples/websockets/talk.md",
};
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
/** Fonts come later than the words they are for; what lies beside the deck is the deck's own. */
const isAwaited = ({ type, url }) =>
  type === "Document" || (["Stylesheet", "Script"].includes(type) && new URL(url).pathname.startsWith("/assets/"));

function summary({ seen, requests }) {
  const before = requests.filter(({ endedAt }) => endedAt <= seen.slide);
  const last = (list) => Math.max(...list.filter(isAwaited).map(({ level }) => level));
  return {
    slide: seen.slide,
    bar: seen.bar,
    requests: before.length,
    bytes: sum(before, ({ bytes }) => bytes),
    roundTrips: last(before.filter(({ inDeck }) => inDeck)),
    barRoundTrips: last(requests.filter(({ inDeck, endedAt }) => !inDeck && endedAt <= seen.bar)),
  };
}

function list({ seen, requests }) {
  for (const { url, inDeck, type, level, endedAt, bytes } of requests.toSorted((a, b) => a.endedAt - b.endedAt)) {
    const cells = [`${Math.round(endedAt)} ms`, `level ${level}`, inDeck ? "deck" : "page", type, bytes ?? "never"];
    console.log(`  ${cells.join("  ")}  ${new URL(url).pathname}`);
  }
  console.log(`  slide seen after ${Math.round(seen.slide)} ms, bar after ${Math.round(seen.bar)} ms`);
}

const workspace = new Workspace();
const chromium = await Chromium.start(findChromium(), workspace.path("browser"), ["--site-per-process"]);
try {
  const rows = [];
  for (const [name, deckIn] of Object.entries(decks)) {
    const lectern = await workspace.start(deckIn(workspace), "--ephemeral");
    const link = await slowLink(lectern.listening.port, conditions);
    const url = `http://127.0.0.1:${link.port}/`;
    // The first visit warms the server up, not the phone.
    await visit(chromium.whole, url, conditions);
    const visits = [];
    for (let n = 0; n < Number(values.visits); n++) visits.push(await visit(chromium.whole, url, conditions));
    if (values.list) list(visits[0]);
    const all = visits.map(summary);
    const of = (key) => median(all.map((one) => one[key]));
    rows.push({ name, all, slide: of("slide"), bar: of("bar"), requests: of("requests"), bytes: of("bytes") });
    Object.assign(rows.at(-1), { roundTrips: of("roundTrips"), barRoundTrips: of("barRoundTrips") });
    link.close();
    await lectern.kill("SIGTERM");
  }
  console.log(`
| ${values.visits} visits each, medians | first slide | least | most | round trips | requests | received by then | bar | round trips |
|---|---:|---:|---:|---:|---:|---:|---:|---:|`);
  for (const { name, all, slide, bar, requests, bytes, roundTrips, barRoundTrips } of rows) {
    const slides = all.map((one) => one.slide);
    const times = [slide, Math.min(...slides), Math.max(...slides)].map((ms) => `${Math.round(ms)} ms`);
    const cells = [name, ...times, roundTrips, requests, kilobytes(bytes), `${Math.round(bar)} ms`, barRoundTrips];
    console.log(`| ${cells.join(" | ")} |`);
    if (slide <= budget.ms && roundTrips <= budget.roundTrips) continue;
    console.error(`${name}: more than ${budget.ms} ms or ${budget.roundTrips} round trips to the first slide.`);
    process.exitCode = 1;
  }
} finally {
  await chromium.stop();
  await workspace[Symbol.asyncDispose]();
}
