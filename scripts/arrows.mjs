// Checks that imports follow the arrows of ARCHITECTURE.md, and that a library is used only where it belongs.
import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";

/** What each folder of src/ may import besides itself and errors.ts. */
const mayImport = {
  talk: [],
  protocol: ["talk"],
  log: ["talk"],
  deck: [],
  gateway: ["protocol", "talk", "log"],
  server: ["gateway", "protocol", "talk", "log", "deck"],
  export: ["server", "deck", "protocol", "talk"],
  cli: ["server", "export"],
  client: ["protocol", "talk"],
  frame: ["client", "protocol", "talk"],
  web: ["client", "protocol", "talk"],
};
/** Libraries that only one place may know. */
const onlyIn = {
  ws: "src/gateway/",
  pino: "src/server/operating/",
  "prom-client": "src/server/operating/",
  "node:sqlite": "src/log/sqlite.ts",
  hono: "src/server/",
  "@hono/node-server": "src/server/",
  commander: "src/cli/",
  "playwright-core": "src/export/",
  "reveal.js": "src/frame/",
  "@marp-team/marp-core/browser": "src/frame/marp.ts",
  saxes: "src/deck/office/",
  "pdfjs-dist/legacy": "src/frame/pdf/",
};
/** What runs in a browser takes only types from the schemas: the validator stays on the server. */
const inBrowser = ["web", "client", "frame"];
const typesOnly = /\/protocol\/(messages|parse|encode|asyncapi)\.ts$/;

const importLine = /^\s*(import|export)\s+(type\s)?[^"';]*?(?:from\s*)?"([^"]+)"/gm;
const problems = [];
for (const file of globSync("src/**/*.{ts,tsx}").map((name) => name.replaceAll("\\", "/"))) {
  const [, folder] = file.split("/");
  const isTest = file.includes(".test.") || file.endsWith("/contract.ts");
  for (const [, , type, target] of readFileSync(file, "utf8").matchAll(importLine)) {
    const owner = Object.entries(onlyIn).find(([name]) => target === name || target.startsWith(`${name}/`));
    if (owner && !file.startsWith(owner[1]) && !isTest) problems.push(`${file}: "${target}" belongs to ${owner[1]}`);
    if (!target.startsWith(".") || folder === "errors.ts") continue;
    const other = posix.join(posix.dirname(file), target).split("/")[1];
    if (other === folder || other === "errors.ts") continue;
    if (!mayImport[folder]?.includes(other)) problems.push(`${file}: ${folder}/ may not import ${other}/`);
    if (inBrowser.includes(folder) && typesOnly.test(target) && !type && !isTest) {
      problems.push(`${file}: "${target}" only with import type`);
    }
  }
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
