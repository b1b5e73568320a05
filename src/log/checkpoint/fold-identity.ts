/**
 * Names everything that a fold's outcome hangs on: the modules of `talk/` and this folder as they are, the library of
 * collections, and Node with its idea of Unicode. Nobody has to remember to raise a number (rule L9).
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What the code was when the command was built; the sources by themselves know no such name. */
declare const __FOLD__: string | undefined;

export function foldIdentity(): string {
  const code = typeof __FOLD__ === "undefined" ? hashOfFold() : __FOLD__;
  return `${code} ${process.version}`;
}

/** Of the sources, where they are. */
export function hashOfFold(): string {
  const collections = createRequire(import.meta.url).resolve("immutable");
  const hash = createHash("sha256").update(readFileSync(collections));
  for (const folder of [new URL("../../talk/", import.meta.url), new URL("./", import.meta.url)]) {
    for (const name of readdirSync(folder).filter(isModule).sort()) {
      hash.update(`\0${name}\0`).update(readFileSync(new URL(name, folder)));
    }
  }
  return hash.digest("hex");
}

function isModule(name: string): boolean {
  return name.endsWith(".ts") && !/\.(test|test-helper)\.ts$/.test(name);
}
