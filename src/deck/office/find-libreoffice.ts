/** Looks for LibreOffice where its installers put it. */
import { access, constants } from "node:fs/promises";
import { posix, win32 } from "node:path";

export type Machine = {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
};

const names = ["soffice", "libreoffice"];
const inMacBundle = "Applications/LibreOffice.app/Contents/MacOS/soffice";

/** Absolute path of the first program that is there and may be run; undefined when there is none. */
export async function findLibreOffice(machine: Machine = process): Promise<string | undefined> {
  for (const path of placesOf(machine)) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/** Where it may be, best first. */
export function placesOf({ platform, env }: Machine): string[] {
  if (platform === "win32") {
    const folders = [env.ProgramFiles, env.ProgramW6432, env["ProgramFiles(x86)"]].flatMap((folder) => folder ?? []);
    const installed = folders.map((folder) => win32.join(folder, "LibreOffice", "program", "soffice.com"));
    return [...new Set([...inPath(env.Path ?? env.PATH, win32, ["soffice.com", "soffice.exe"]), ...installed])];
  }
  const found = inPath(env.PATH, posix, names);
  if (platform !== "darwin") return found;
  return [...found, `/${inMacBundle}`, ...(env.HOME === undefined ? [] : [posix.join(env.HOME, inMacBundle)])];
}

/** One line for the terminal. */
export function howToInstall(platform: NodeJS.Platform = process.platform): string {
  if (platform === "win32") return "winget install TheDocumentFoundation.LibreOffice";
  if (platform === "darwin") return "brew install --cask libreoffice";
  return "for example apt-get install libreoffice-impress";
}

/** Where a program would be by the PATH. A folder that is not absolute would depend on where the command is given. */
export function inPath(
  path: string | undefined,
  { delimiter, isAbsolute, join }: typeof posix,
  programs: readonly string[],
): string[] {
  const folders = (path ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.flatMap((folder) => programs.map((name) => join(folder, name)));
}
