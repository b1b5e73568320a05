// What each page loads before anybody touches anything, against its budget (rule B7). Part of the build, which fails
// where something has grown; `npm run sizes` prints the table.
import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { readAssets } from "../src/server/assets.ts";
import { deckBudgets, onlyWhenUsed, pageBudgets } from "./budgets.mjs";

/** Bytes as they travel: small files are not worth compressing. */
function travels(root, address) {
  const file = join(root, address);
  return statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size;
}

function measure(root, name, { script, preload, styles }, budget) {
  const weigh = (files) => files.map((file) => ({ file: basename(file), bytes: travels(root, file) }));
  const parts = { scripts: weigh([script, ...preload]), styles: weigh(styles) };
  return Object.entries(parts).map(([kind, files]) => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { name, kind, files, bytes, limit: budget[kind] };
  });
}

/** One row for the scripts and one for the styles of each page and each kind of deck. */
export function sizes(root) {
  const assets = readAssets(root);
  const pages = Object.entries(pageBudgets).map(([name, budget]) => measure(root, name, assets.page(name), budget));
  const decks = Object.entries(deckBudgets).map(([name, budget]) => measure(root, name, assets[name], budget));
  return [...pages, ...decks].flat();
}

const shown = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

/** What is wrong, in words; empty when all is within its budget. */
export function problemsWith(rows) {
  const grown = rows
    .filter(({ bytes, limit }) => bytes > limit)
    .map(({ name, kind, files, bytes, limit }) => {
      const list = files.toSorted((a, b) => b.bytes - a.bytes).map((one) => `    ${shown(one.bytes)}  ${one.file}`);
      return [`The ${kind} of "${name}" weigh ${shown(bytes)}, ${shown(bytes - limit)} over their budget:`, ...list];
    });
  const early = rows.flatMap(({ name, files }) =>
    onlyWhenUsed.flatMap(({ what, file, isIn }) =>
      files
        .filter((one) => file.test(one.file) && !isIn(name))
        .map((one) => [`"${name}" loads ${what} (${one.file}).`]),
    ),
  );
  if (grown.length + early.length === 0) return "";
  const help =
    "Load what the first slide does not need when it is used (src/web/ui/later.ts), or raise the budget in\nscripts/budgets.mjs and say in the commit what people get for it.";
  return [...grown.flat(), ...early.flat(), help].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const rows = sizes("dist/web");
  console.log("| | | files | compressed | budget |\n|---|---|---:|---:|---:|");
  for (const { name, kind, files, bytes, limit } of rows)
    console.log(`| ${name} | ${kind} | ${files.length} | ${shown(bytes)} | ${shown(limit)} |`);
  const problems = problemsWith(rows);
  if (problems !== "") console.error(`\n${problems}`);
  process.exitCode = problems === "" ? 0 : 1;
}
