// Type-checks each part with only the types it may use: the pure core, Node's side, the browser's side, the tests of the whole.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const tsc = join("node_modules", ".bin", process.platform === "win32" ? "tsc.cmd" : "tsc");
const projects = [
  "tsconfig.pure.json",
  "tsconfig.json",
  "tsconfig.web.json",
  "tsconfig.test.json",
  "tsconfig.examples.json",
];
const failed = projects.filter((project) => spawnSync(tsc, ["-p", project], { stdio: "inherit" }).status !== 0);
process.exit(failed.length === 0 ? 0 : 1);
