import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { resolveDeckFile } from "./static-files.ts";

let top = "";
let deck = "";

beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "lectern-static-")));
  deck = join(top, "deck");
  for (const folder of ["deck/img", "deck/.git", "deck-other"]) mkdirSync(join(top, folder), { recursive: true });
  const files = ["secret.txt", "deck-other/x.png", "deck/a.png", "deck/img/b c.png", "deck/img/100%.png", "deck/.env"];
  files.push(
    "deck/.git/config",
    "deck/talk.md",
    "deck/talk.md~",
    "deck/Talk.MD.bak",
    "deck/#talk.md#",
    "deck/talk.sqlite-wal",
  );
  files.push("deck/mdx.js", "deck/back\\slash.png", "deck/..png", "deck/ü.png");
  for (const file of files) writeFileSync(join(top, file), "12345");
  symlinkSync(join(top, "secret.txt"), join(deck, "out.txt"));
  symlinkSync(top, join(deck, "up"));
  symlinkSync(join(top, "deck-other"), join(deck, "sibling"));
  symlinkSync(join(deck, "a.png"), join(deck, "img", "inside.png"));
  symlinkSync(join(deck, ".env"), join(deck, "env.txt"));
  symlinkSync(join(deck, "talk.md"), join(deck, "notes.txt"));
  symlinkSync(deck, join(top, "deck-link"));
  execFileSync("mkfifo", [join(deck, "pipe.png")]);
});

afterAll(() => rmSync(top, { recursive: true, force: true }));

test("[K3] a file inside the folder is found with size and time", async () => {
  const found = await resolveDeckFile(deck, "a.png");
  expect(found).toMatchObject({ path: join(deck, "a.png"), size: 5 });
  expect(found?.mtimeMs).toBeGreaterThan(0);
});

test.each([
  ["/a.png", "a.png"],
  ["img/b%20c.png", "img/b c.png"],
  ["img/100%25.png", "img/100%.png"],
  ["%C3%BC.png", "ü.png"],
  ["img%2Fb%20c.png", "img/b c.png"],
  ["img/inside.png", "a.png"],
  ["mdx.js", "mdx.js"],
])("[K3] %s is served", async (url, path) => {
  expect((await resolveDeckFile(deck, url))?.path).toBe(join(deck, path));
});

test("[K3] the folder itself may be reached by a link", async () => {
  expect((await resolveDeckFile(join(top, "deck-link"), "a.png"))?.path).toBe(join(deck, "a.png"));
});

test.each([
  "",
  "/",
  "none.png",
  "img",
  "img/",
  "img//b%20c.png",
  "//a.png",
  "../secret.txt",
  "img/../../secret.txt",
  "img/../a.png",
  "..%2fsecret.txt",
  "..%2Fsecret.txt",
  "%2e%2e/secret.txt",
  "%2e%2e%2fsecret.txt",
  "%252e%252e/secret.txt",
  "..%5csecret.txt",
  "..\\secret.txt",
  "back\\slash.png",
  "back%5Cslash.png",
  "./a.png",
  "%2e/a.png",
  "a.png%00",
  "a.png%00.txt",
  "a.png\0",
  "%E0%A4%A",
  "%",
  ".env",
  "%2eenv",
  ".git/config",
  "..png",
  "out.txt",
  "up/secret.txt",
  "sibling/x.png",
  "env.txt",
  "pipe.png",
  "a.png/x",
])("[K3] %j is not served", async (url) => {
  expect(await resolveDeckFile(deck, url)).toBeNull();
});

test.each(["talk.md", "talk.md~", "Talk.MD.bak", "%23talk.md%23", "talk%2emd", "notes.txt", "talk.sqlite-wal"])(
  "[A2] %s, which holds notes or keys, is not served",
  async (url) => {
    expect(await resolveDeckFile(deck, url)).toBeNull();
  },
);
