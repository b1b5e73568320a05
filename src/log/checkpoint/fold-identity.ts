/**
 * Names everything that a fold's outcome hangs on: the modules of `talk/` and this folder as they are, the library of
 * collections, and Node with its idea of Unicode. Nobody has to remember to raise a number (rule L9).
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";

export function foldIdentity(): string {
  const collections = createRequire(import.meta.url).resolve("immutable");
  const hash = createHash("sha256").update(process.version).update(readFileSync(collections));
  for (const folder of [new URL("../../talk/", import.meta.url), new URL("./", import.meta.url)]) {
    for (const name of readdirSync(folder).filter(isModule).sort()) {
      hash.update(`\0${name}\0`).update(readFileSync(new URL(name, folder)));
    }
  }
  return hash.digest("hex");
}

/** Of the kind this one is: source, or built. */
function isModule(name: string): boolean {
  return extname(name) === extname(import.meta.url) && !/\.(d|test|test-helper)\.ts$/.test(name);
}
