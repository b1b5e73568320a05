import { expect, test } from "vitest";
import { findChromium, placesOf } from "./find-chromium.ts";

test("[K11] a browser is looked for where installers put it, in folders that have a place of their own", () => {
  expect(placesOf({ platform: "linux", env: { PATH: "/a:relative:/b" } })).toContain("/b/google-chrome");
  expect(placesOf({ platform: "linux", env: { PATH: "relative:" } })).toEqual([]);
  expect(placesOf({ platform: "darwin", env: {} })).toContain(
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  );
  expect(placesOf({ platform: "win32", env: { ProgramFiles: "C:\\Program Files" } })).toEqual([
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe",
  ]);
});

test("[K11] the one that is named comes first", () => {
  expect(findChromium({ platform: "linux", env: { CHROMIUM_PATH: "/opt/mine", PATH: "/usr/bin" } })).toBe("/opt/mine");
  expect(findChromium({ platform: "linux", env: { PATH: "/nowhere" } })).toBeUndefined();
});
