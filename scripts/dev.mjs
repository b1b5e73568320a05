// Builds, serves, and does both again whenever a source changes. Arguments go to lectern.
import { spawn, spawnSync } from "node:child_process";
import { watch } from "node:fs";

const args = process.argv.slice(2);
let server;
let timer;

function restart() {
  const built = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], { stdio: "inherit" }).status === 0;
  if (!built) return;
  const start = () => {
    server = spawn(process.execPath, ["bin/lectern.mjs", "--no-open", ...args], { stdio: "inherit" });
  };
  if (server === undefined || server.exitCode !== null) return start();
  server.once("exit", start);
  server.kill("SIGTERM");
}

watch("src", { recursive: true }, () => {
  clearTimeout(timer);
  timer = setTimeout(restart, 150);
});
restart();
