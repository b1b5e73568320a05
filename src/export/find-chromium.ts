/** Looks for a browser that can draw pages without a window, where installers put it: Chromium, Chrome or Edge. */
import { existsSync } from "node:fs";
import { posix, win32 } from "node:path";
import { inPath, type Machine } from "../deck/office/find-libreoffice.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
const macApps = ["Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser"];
const windowsPrograms = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];

/** Path of the browser that CHROMIUM_PATH names, else of the first that is there; undefined when there is none. */
export function findChromium(machine: Machine = process): string | undefined {
  return machine.env.CHROMIUM_PATH || placesOf(machine).find((file) => existsSync(file));
}

/** Where it may be, best first. */
export function placesOf({ platform, env }: Machine): string[] {
  if (platform === "win32") {
    const folders = [env.ProgramFiles, env["ProgramFiles(x86)"], env.LOCALAPPDATA].flatMap((folder) => folder ?? []);
    return windowsPrograms.flatMap((program) => folders.map((folder) => win32.join(folder, program)));
  }
  const found = inPath(env.PATH, posix, names);
  if (platform !== "darwin") return found;
  return [...macApps.map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`), ...found];
}

/** One line for the terminal. */
export function howToInstall(platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return "winget install Google.Chrome";
  if (platform === "darwin") return "brew install --cask google-chrome";
  return "for example apt-get install chromium";
}
