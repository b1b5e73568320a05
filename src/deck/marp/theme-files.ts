/** The themes beside a Marp deck: style sheets with a `@theme` comment, as Marp wants them. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** `name` is the path relative to the deck's folder. */
export type ThemeFile = { readonly name: string; readonly path: string; readonly css: string };

/** Where themes are looked for, relative to the deck's folder. */
const folders = [".", "themes", "theme"];

const header = /\/\*[\s\S]*?@theme\s+[\w-]+[\s\S]*?\*\//;

export async function findThemes(directory: string): Promise<ThemeFile[]> {
  const found = await Promise.all(folders.map((folder) => themesIn(directory, folder)));
  return found.flat();
}

async function themesIn(directory: string, folder: string): Promise<ThemeFile[]> {
  const names = await readdir(join(directory, folder)).catch((): string[] => []);
  const sheets = names.filter((name) => /^[^.].*\.css$/i.test(name)).toSorted();
  const read = await Promise.all(
    sheets.map(async (sheet) => {
      const name = join(folder, sheet);
      const path = join(directory, name);
      return { name, path, css: await readFile(path, "utf8").catch(() => "") };
    }),
  );
  return read.filter(({ css }) => header.test(css));
}
