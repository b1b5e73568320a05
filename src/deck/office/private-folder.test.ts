import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PrivateFolder } from "./private-folder.ts";

const node = (folder: PrivateFolder, code: string, patience: number) =>
  folder.run(process.execPath, ["-e", code], patience);

describe("a folder for one conversion", () => {
  it("[K9] is nobody else's, and gone at the end, also after an error", async () => {
    const paths: string[] = [];
    const signals = process.listenerCount("SIGTERM");
    await PrivateFolder.use(async ({ path }) => {
      paths.push(path);
      writeFileSync(join(path, "file"), "");
      if (process.platform !== "win32") expect(statSync(path).mode & 0o077).toBe(0);
    });
    const failing = PrivateFolder.use(async ({ path }) => {
      paths.push(path);
      throw new Error("broken");
    });
    await expect(failing).rejects.toThrow("broken");
    expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
    expect(process.listenerCount("SIGTERM")).toBe(signals);
  });

  it("[K9] a program that hangs is killed with what it has started", async () => {
    const started = `const {spawn}=require("node:child_process");const child=spawn(process.execPath,["-e","setInterval(()=>{},1000)"],{stdio:"inherit"});console.log(child.pid,process.pid);setInterval(()=>{},1000)`;
    const { output, timedOut } = await PrivateFolder.use((folder) => node(folder, started, 1500));
    expect(timedOut).toBe(true);
    // Both held the pipe, which is closed only when the last of them has ended.
    expect(output).toMatch(/^\d+ \d+\n$/);
  });

  it("[K9] a program's words come back, and one that is not there is an error", async () => {
    await PrivateFolder.use(async (folder) => {
      expect(await node(folder, 'console.log("out");console.error("err")', 20_000)).toEqual({
        output: expect.stringMatching(/^(out\nerr|err\nout)\n$/),
        timedOut: false,
      });
      await expect(folder.run(join(folder.path, "none"), [], 20_000)).rejects.toThrow(/ENOENT/);
    });
  });
});
