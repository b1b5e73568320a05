/** Disks that fail when told: a small one that can be filled, and one whose every call can be made to fail. */
import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../support/lectern.ts";

export type Fault = "full" | "readonly" | "unconfirmed";

/** What a process on the disk must be started with, and how the disk fails. */
export type FailingDisk = {
  readonly folder: string;
  readonly env: Environment;
  fail(fault: Fault): void;
  heal(): void;
  remove(): void;
};

/** Answers with the reason where this machine has no such disk. */
export type Maybe<T> = T | { readonly missing: string };

export function isThere(disk: Maybe<FailingDisk>): disk is FailingDisk {
  return !("missing" in disk);
}

/** A disk of a megabyte in `folder`; it can be filled. */
export function smallDisk(folder: string): Maybe<FailingDisk> {
  mkdirSync(folder);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "lectern-test", folder], { stdio: "pipe" });
  } catch {
    return { missing: "only an account that may mount has a disk to fill" };
  }
  const filler = join(folder, "filler");
  return {
    folder,
    env: {},
    fail: () => fill(filler),
    heal: () => rmSync(filler, { force: true }),
    remove: () => void execFileSync("umount", [folder]),
  };
}

function fill(file: string): void {
  for (;;) {
    try {
      appendFileSync(file, Buffer.alloc(4096));
    } catch {
      return;
    }
  }
}

/** A folder below `folder` whose files fail for a process with a library of ours between it and the system. */
export function failingDisk(folder: string): Maybe<FailingDisk> {
  if (process.platform !== "linux") return { missing: "the library that makes calls fail is for Linux" };
  mkdirSync(folder, { recursive: true });
  const library = join(folder, "failing-disk.so");
  const source = join(import.meta.dirname, "failing-disk.c");
  try {
    execFileSync("cc", ["-shared", "-fPIC", "-o", library, source, "-ldl"], { stdio: "pipe" });
  } catch {
    return { missing: "there is no C compiler (cc) here" };
  }
  const disk = join(folder, "disk");
  const fault = join(folder, "fault");
  return {
    folder: disk,
    env: { LD_PRELOAD: library, DISK: disk, FAULT: fault },
    fail: (name) => writeFileSync(fault, name),
    heal: () => rmSync(fault, { force: true }),
    remove: () => existsSync(folder) && rmSync(folder, { recursive: true }),
  };
}
