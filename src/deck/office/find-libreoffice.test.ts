import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findLibreOffice, placesOf } from "./find-libreoffice.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lectern-office-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, mode = 0o755): string {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, mode);
  return file;
}

describe("LibreOffice", () => {
  it("[K9] is found in the PATH, by either name, in its order", async () => {
    const path = ["one", "two", "three"].map((name) => join(folder, name)).join(":");
    const find = () => findLibreOffice({ platform: "linux", env: { PATH: path } });
    expect(await find()).toBeUndefined();
    put("one/soffice", 0o644);
    const third = put("three/soffice");
    expect(await find()).toBe(third);
    const second = put("two/libreoffice");
    expect(await find()).toBe(second);
  });

  it("[K9] is looked for where the installers of macOS and Windows put it", () => {
    expect(placesOf({ platform: "darwin", env: { PATH: "/bin", HOME: "/Users/ada" } })).toEqual([
      "/bin/soffice",
      "/bin/libreoffice",
      "/Applications/LibreOffice.app/Contents/MacOS/soffice",
      "/Users/ada/Applications/LibreOffice.app/Contents/MacOS/soffice",
    ]);
    const env = { Path: "C:\\Tools;.", ProgramFiles: "C:\\Program Files", ProgramW6432: "C:\\Program Files" };
    expect(placesOf({ platform: "win32", env })).toEqual([
      "C:\\Tools\\soffice.com",
      "C:\\Tools\\soffice.exe",
      "C:\\Program Files\\LibreOffice\\program\\soffice.com",
    ]);
  });

  it("[K9] is never taken from the folder the command is given in", () => {
    expect(placesOf({ platform: "linux", env: { PATH: ".::bin" } })).toEqual([]);
    expect(placesOf({ platform: "linux", env: {} })).toEqual([]);
  });
});
