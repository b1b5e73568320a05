/** The built web pages: which files each one needs, from Vite's manifest. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LecternError } from "../errors.ts";

type Manifest = Record<
  string,
  {
    readonly file: string;
    readonly css?: readonly string[];
    readonly assets?: readonly string[];
    readonly imports?: readonly string[];
    readonly dynamicImports?: readonly string[];
  }
>;

/** Addresses of one entry's files, absolute on this server. */
export type EntryFiles = {
  readonly script: string;
  readonly styles: readonly string[];
  /** The modules that the script imports, theirs included. */
  readonly preload: readonly string[];
  /** What the script itself loads later, with what that imports. */
  readonly later: readonly string[];
};

export type Assets = {
  /** The folder that holds `assets/`. */
  readonly root: string;
  readonly page: (name: string) => EntryFiles;
  readonly frame: EntryFiles;
  /** What joins a page that has a reveal.js of its own; the shim is a classic script. */
  readonly deckPage: EntryFiles & { readonly shim: string };
  /** What shows a deck for Marp; the fonts are those of its theme Gaia. */
  readonly marp: EntryFiles & { readonly fonts: string };
  /** What shows a PDF. */
  readonly pdf: EntryFiles;
  /** What frames a page that is on the web. */
  readonly hosted: EntryFiles;
  /** The script that defines the global `lectern` in a deck. */
  readonly lectern: string;
  readonly katexStyle: string;
  readonly problemStyle: string;
  /** The style sheet of a theme that ships with Lectern, else undefined. */
  readonly theme: (name: string) => string | undefined;
  /**
   * Every built file that those at `addresses` may load, in any order, as paths in `root`; what draws diagrams, which is
   * half of all there is, only where there are some.
   */
  readonly allFor: (addresses: readonly string[], needs: { readonly mermaid: boolean }) => readonly string[];
  /** Changes with every build. */
  readonly buildId: string;
};

/** @throws LecternError `not-built` */
export function readAssets(root: string): Assets {
  const file = join(root, ".vite", "manifest.json");
  if (!existsSync(file)) throw new LecternError("not-built", { directory: root });
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  const address = (path: string): string => `/${path}`;
  const chunk = (key: string): Manifest[string] => {
    const found = manifest[key];
    if (found === undefined) throw new LecternError("not-built", { directory: root });
    return found;
  };
  const closure = (key: string, seen = new Set<string>()): Set<string> => {
    if (!seen.has(key)) {
      seen.add(key);
      for (const imported of chunk(key).imports ?? []) closure(imported, seen);
    }
    return seen;
  };
  const entry = (key: string): EntryFiles => {
    const chunks = [...closure(key)].reverse();
    const later = new Set((chunk(key).dynamicImports ?? []).flatMap((name) => [...closure(name)]));
    return {
      script: address(chunk(key).file),
      styles: [...new Set(chunks.flatMap((name) => chunk(name).css ?? []))].map(address),
      preload: chunks.filter((name) => name !== key).map((name) => address(chunk(name).file)),
      later: [...later].filter((name) => !chunks.includes(name)).map((name) => address(chunk(name).file)),
    };
  };
  const theme = (name: string): string | undefined => {
    const own = manifest[`src/frame/theme-${name}.css`] ?? manifest[`node_modules/reveal.js/dist/theme/${name}.css`];
    return own && address(own.file);
  };
  const keys = new Map(Object.entries(manifest).map(([key, { file: built }]) => [built, key]));
  const allFor: Assets["allFor"] = (addresses, { mermaid }) => {
    const found = new Set(addresses.map((path) => path.slice(1)));
    for (const path of found) {
      const key = keys.get(path);
      if (key === undefined) continue;
      const { css = [], assets: files = [], imports = [], dynamicImports = [] } = chunk(key);
      const later = dynamicImports.filter((name) => mermaid || !name.includes("/mermaid/"));
      for (const name of [...css, ...files, ...[...imports, ...later].map((next) => chunk(next).file)]) found.add(name);
    }
    return [...found];
  };
  return {
    root,
    allFor,
    page: (name) => entry(`src/web/${name}/main.tsx`),
    frame: entry("src/frame/main.ts"),
    deckPage: { ...entry("src/frame/page.ts"), shim: address(chunk("src/frame/shim.ts").file) },
    marp: { ...entry("src/frame/marp.ts"), fonts: address(chunk("src/frame/marp-fonts.css").file) },
    pdf: entry("src/frame/pdf.ts"),
    hosted: entry("src/frame/hosted.ts"),
    lectern: address(chunk("src/frame/lectern.ts").file),
    katexStyle: address(chunk("src/frame/katex.css").file),
    problemStyle: address(chunk("src/web/ui/problem.css").file),
    theme,
    buildId: chunk("src/frame/main.ts").file.replace(/\W+/g, ""),
  };
}
