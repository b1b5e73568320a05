import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { type BannerData, banner } from "./banner.ts";
import { hasDisplay } from "./open-browser.ts";

const data: BannerData = {
  title: "A talk",
  links: {
    audience: "http://192.168.1.20:9009/",
    others: ["http://10.0.0.5:9009/"],
    speaker: "http://localhost:9009/speaker#key=k",
    remote: "http://192.168.1.20:9009/remote#key=k",
    moderator: "http://192.168.1.20:9009/moderate#key=m",
    screen: "http://localhost:9009/screen",
  },
  logFile: "/data/talk.sqlite",
  continuesAt: 0,
  earlier: undefined,
  movedFrom: undefined,
  port: 9009,
  reach: "network",
  isDeckTrusted: false,
  warnings: [],
  isStyled: false,
};

it("[F1] says who can reach the talk, under which addresses", () => {
  const text = banner(data);
  expect(text.indexOf("192.168.1.20")).toBeLessThan(text.indexOf("10.0.0.5"));
  expect(text).toContain("Everybody in the same network");
  expect(banner({ ...data, reach: "machine" })).toContain("Only this machine");
});

it("[K2] says what is not as expected before anything else: another port, an earlier talk, warnings", () => {
  const warnings = ["talk.md:3: there is no option transitoin"];
  const text = banner({ ...data, movedFrom: 9008, earlier: "/data/old.sqlite", isDeckTrusted: true, warnings });
  for (const word of [
    "can read the speaker's key",
    "Port 9008 is in use",
    "port 9009",
    "/data/old.sqlite",
    "talk.md:3:",
  ]) {
    expect(text.indexOf(word), word).toBeGreaterThan(-1);
    expect(text.indexOf(word), word).toBeLessThan(text.indexOf("Audience"));
  }
});

it("[L7] says where the talk is kept, and whether it goes on", () => {
  expect(banner(data)).toContain("The talk is kept in /data/talk.sqlite");
  expect(banner({ ...data, continuesAt: 12 })).toMatch(/Continues the talk in .*--fresh/);
  expect(banner({ ...data, logFile: null })).toContain("in memory");
});

it("[F1] the QR code is dark on light where there are colours, and fits 80 columns either way", () => {
  for (const isStyled of [true, false]) {
    const lines = banner({ ...data, isStyled })
      .split("\n")
      .map(stripVTControlCharacters);
    const code = lines.filter((line) => /[█▀▄]{2}/.test(line));
    expect(Math.max(...code.map((line) => line.length))).toBeLessThanOrEqual(80);
  }
});

it("[F1] a browser is opened only where somebody sits in front of it", () => {
  expect(hasDisplay({ DISPLAY: ":0" }, "linux", true)).toBe(true);
  expect(hasDisplay({}, "linux", true)).toBe(false);
  expect(hasDisplay({}, "darwin", true)).toBe(true);
  expect(hasDisplay({ SSH_CONNECTION: "x" }, "darwin", true)).toBe(false);
  expect(hasDisplay({ DISPLAY: ":0", CI: "1" }, "linux", true)).toBe(false);
  expect(hasDisplay({ DISPLAY: ":0" }, "linux", false)).toBe(false);
});

it("[K14] says where every screen loads the slides from, and what trusting that site means", () => {
  const text = banner({ ...data, slidesFrom: "example.org", isDeckTrusted: true });
  expect(text).toContain("loads the slides from example.org");
  expect(text).toContain("keep the origin of example.org");
  expect(text).not.toContain("can read the speaker's key");
});
