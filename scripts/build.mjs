// Builds dist/: the browser side and the command with Vite, the programming interfaces with tsc, and compressed copies
// of what browsers load.
// `--if-stale` does nothing when dist/ is newer than everything it is made from.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { problemsWith, sizes } from "./sizes.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const stamp = "dist/.built";
const sources = [
  "src/**/*",
  "scripts/{build,sizes,budgets}.mjs",
  "scripts/pill-words.ts",
  "vite*.config.ts",
  "tsconfig*.json",
  "package-lock.json",
];

/** The newest change among everything dist/ is made from, in milliseconds. */
const newest = () => Math.max(...globSync(sources).map((file) => statSync(file).mtimeMs));

function run(tool, args) {
  const bin = join(root, "node_modules", ".bin", process.platform === "win32" ? `${tool}.cmd` : tool);
  const { status, error } = spawnSync(bin, args, { stdio: "inherit", shell: process.platform === "win32" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function compress() {
  for (const file of globSync(["dist/web/assets/*.{js,mjs,css,svg}", "dist/web/lectern-reveal.js"])) {
    const text = readFileSync(file);
    if (text.length < 1024) continue;
    writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
    writeFileSync(
      `${file}.br`,
      brotliCompressSync(text, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
      }),
    );
  }
}

/** The global `lectern` under a name that stays, for decks that are written and opened without a server. */
function publishDeckScript() {
  const [script] = globSync("dist/web/assets/lectern-*.js");
  copyFileSync(script, "dist/deck.js");
}

/**
 * pdf.js, of which an installed Lectern needs a tenth: what reads PDFs on the server, and beside the web assets what
 * some PDFs need on a screen (fonts and encodings they do not bring along, picture formats browsers do not know).
 */
function copyPdfjs() {
  const from = "node_modules/pdfjs-dist";
  const { version } = JSON.parse(readFileSync(`${from}/package.json`, "utf8"));
  cpSync(`${from}/LICENSE`, "dist/pdfjs/LICENSE");
  cpSync(`${from}/legacy/build/pdf.min.mjs`, "dist/pdfjs/pdf.mjs");
  cpSync(`${from}/legacy/build/pdf.worker.min.mjs`, "dist/pdfjs/pdf.worker.mjs");
  for (const folder of ["cmaps", "standard_fonts", "iccs", "wasm"]) {
    const filter = (file) => !/quickjs|_nowasm_/.test(file);
    cpSync(`${from}/${folder}`, `dist/web/assets/pdfjs-${version}/${folder}`, { recursive: true, filter });
  }
}

if (!existsSync("src")) process.exit(0);
const started = newest();
if (process.argv.includes("--if-stale") && existsSync(stamp) && Number(readFileSync(stamp, "utf8")) >= started) {
  process.exit(0);
}
rmSync("dist", { recursive: true, force: true });
run("vite", ["build"]);
run("vite", ["build", "--config", "vite.reveal.config.ts"]);
run("vite", ["build", "--config", "vite.server.config.ts"]);
run("tsc", ["-p", "tsconfig.build.json"]);
publishDeckScript();
copyPdfjs();
compress();
const problems = problemsWith(sizes("dist/web"));
if (problems !== "") {
  console.error(problems);
  process.exit(1);
}
writeFileSync(stamp, String(started));
