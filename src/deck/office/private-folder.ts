/** A folder for one conversion, and the programs that work in it: both are gone at the end, however it comes. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** LibreOffice may still let go of its profile when it has ended. */
const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 } as const;

export class PrivateFolder {
  readonly path: string;
  #child: ChildProcess | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /** Nobody else on this machine may look into the folder. */
  static async use<Result>(work: (folder: PrivateFolder) => Promise<Result>): Promise<Result> {
    const folder = new PrivateFolder(await mkdtemp(join(tmpdir(), "lectern-office-")));
    const leave = (): void => folder.#leave();
    const stop = (signal: NodeJS.Signals): void => {
      leave();
      for (const each of signals) process.off(each, stop);
      // Who else listens decides what the signal means; by itself it ends the process.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    process.on("exit", leave);
    for (const signal of signals) process.on(signal, stop);
    try {
      return await work(folder);
    } finally {
      process.off("exit", leave);
      for (const signal of signals) process.off(signal, stop);
      folder.#kill();
      await rm(folder.path, removal);
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param patience milliseconds, after which it is killed with all it has started
   * @returns what it wrote; `timedOut` says that it was killed. Rejects when it cannot be started.
   */
  run(program: string, args: readonly string[], patience: number): Promise<{ output: string; timedOut: boolean }> {
    return new Promise((resolve, reject) => {
      // In a group of its own: the program is a script that starts others, which must end with it.
      const child = spawn(program, args, {
        cwd: this.path,
        stdio: ["ignore", "pipe", "pipe"],
        detached: process.platform !== "win32",
        windowsHide: true,
      });
      this.#child = child;
      let output = "";
      let timedOut = false;
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += String(data)));
      const timer = setTimeout(() => {
        timedOut = true;
        this.#kill();
      }, patience);
      child.once("error", (error) => {
        clearTimeout(timer);
        reject(error);
      });
      child.once("close", () => {
        clearTimeout(timer);
        this.#child = undefined;
        resolve({ output, timedOut });
      });
    });
  }

  #kill(): void {
    const pid = this.#child?.pid;
    this.#child = undefined;
    if (pid === undefined) return;
    if (process.platform === "win32") {
      spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true });
      return;
    }
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }

  #leave(): void {
    this.#kill();
    rmSync(this.path, removal);
  }
}
