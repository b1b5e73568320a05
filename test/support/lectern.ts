/** Starts the built product as a user would, and stops it again. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const bin = join(import.meta.dirname, "../../bin/lectern.mjs");

export type Listening = {
  readonly event: "listening";
  readonly port: number;
  readonly audience: string;
  readonly speaker: string;
  readonly remote: string;
  readonly moderator: string;
  readonly screen: string;
  readonly pid: number;
  readonly epoch: string;
  /** Where the metrics are, with `--metrics`. */
  readonly metrics?: string;
};

export type Environment = Readonly<Record<string, string>>;
export type Run = { readonly flags?: readonly string[]; readonly env?: Environment };

/** A folder of its own for one test file; everything in it goes away at the end. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "lectern-test-"));
  readonly #running = new Set<Lectern>();

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  /** Runs `lectern DECK` on loopback, on a free port, with its log in this folder. */
  start(deck: string, ...options: readonly string[]): Promise<Lectern> {
    return this.startWith({}, deck, ...options);
  }

  /** The same with flags for Node itself, or with something more in the environment. */
  async startWith(run: Run, deck: string, ...options: readonly string[]): Promise<Lectern> {
    const port = options.includes("--port") ? [] : ["--port", "0"];
    const data = options.includes("--ephemeral") ? [] : ["--data", this.path("data")];
    const args = [deck, "--json", "--no-open", "--host", "127.0.0.1", ...port, ...data, ...options];
    const lectern = await Lectern.run(args, run);
    this.#running.add(lectern);
    return lectern;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#running].map((lectern) => lectern.kill("SIGKILL")));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Lectern {
  readonly #process: ChildProcess;
  readonly listening: Listening;
  readonly #stderr: string[];

  private constructor(process: ChildProcess, listening: Listening, stderr: string[]) {
    this.#process = process;
    this.listening = listening;
    this.#stderr = stderr;
  }

  static async run(args: readonly string[], { flags = [], env = {} }: Run = {}): Promise<Lectern> {
    const child = spawn(process.execPath, [...flags, bin, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    const stderr: string[] = [];
    child.stderr.on("data", (data) => stderr.push(String(data)));
    const line = await Promise.race([
      once(createInterface({ input: child.stdout }), "line").then(([first]) => String(first)),
      once(child, "exit").then(() => {
        throw new Error(`lectern ended before it listened: ${stderr.join("")}`);
      }),
    ]);
    return new Lectern(child, JSON.parse(line) as Listening, stderr);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.listening.port}`;
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.listening.port}/ws`;
  }

  get speakerKey(): string {
    return new URLSearchParams(new URL(this.listening.speaker).hash.slice(1)).get("key") ?? "";
  }

  get moderatorKey(): string {
    return new URLSearchParams(new URL(this.listening.moderator).hash.slice(1)).get("key") ?? "";
  }

  get stderr(): string {
    return this.#stderr.join("");
  }

  /** Sends a signal and resolves with the exit code; null when the signal ended it. */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return this.#process.exitCode;
    const exited = once(this.#process, "exit");
    this.#process.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}

/** Runs the command to its end; `meanwhile` may send it a signal. */
export async function runToEnd(
  args: readonly string[],
  env: Environment = {},
  meanwhile?: (kill: (signal: NodeJS.Signals) => void) => Promise<void>,
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [bin, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data) => (output.stdout += data));
  child.stderr.on("data", (data) => (output.stderr += data));
  const closed = once(child, "close") as Promise<[number | null]>;
  await meanwhile?.((signal) => child.kill(signal));
  const [code] = await closed;
  return { code, ...output };
}
