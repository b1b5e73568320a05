/** Before the first test: on Debian, root gets the browsers that are missing; everywhere else they are looked for. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "../../src/export/find-chromium.ts";
import { findHeadlessShell } from "./browser.ts";

export function setup(): void {
  if (process.env.CHROMIUM_PATH || process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return;
  if (findChromium() !== undefined && findHeadlessShell() !== undefined) return;
  const run = (...args: string[]) => execFileSync("apt-get", args, { stdio: "inherit" });
  try {
    run("update", "-qq");
    run("install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-headless-shell");
  } catch (error) {
    // What is there already may do; a test that finds none says so.
    console.warn(
      `The browsers for the tests could not be installed: ${error instanceof Error ? error.message : error}`,
    );
  }
}
