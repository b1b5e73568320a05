// Compiles a small C program with the system's compiler, once for each version of its text.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const compilers = ["cc", "gcc", "clang"];

/** The program made from this source file; undefined where there is no compiler, or no Linux. */
export function compiled(url) {
  if (process.platform !== "linux") return undefined;
  const source = fileURLToPath(url);
  const version = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `lectern-bench-${process.getuid()}`);
  const program = join(folder, `${basename(source, ".c")}-${version}`);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isMade = compilers.some((compiler) => spawnSync(compiler, ["-O2", "-o", program, source]).status === 0);
  return isMade ? program : undefined;
}
