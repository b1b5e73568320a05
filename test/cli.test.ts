import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { Lectern, runToEnd, Workspace } from "./support/lectern.ts";
import { Socket } from "./support/socket.ts";

const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());
const deck = workspace.write("talk.md", "---\ntitle: A test talk\n---\n# One\n\n---\n\n# Two\n");
const base = ["--no-open", "--host", "127.0.0.1", "--data", workspace.path("data")];

async function occupy(): Promise<{ port: number; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  return { port, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe("lectern says what is wrong, in one line, with an exit code", () => {
  const folder = workspace.folder;
  const bad = workspace.write("bad.md", "---\ntitle: ok\ntransition: [3\n---\n# Hi\n");
  const empty = workspace.write("empty.md", "\n\n");
  const cases: [string, string[], number, RegExp][] = [
    ["an unknown option", ["--prot", "80"], 64, /--prot.*--help/],
    ["two decks", [deck, deck], 64, /too many arguments.*--help/],
    ["a port that is none", [deck, "--port", "http"], 64, /--port must be a number from 0 to 65535, not http/],
    ["no worker", [deck, "--workers", "0"], 64, /--workers must be a whole number from 1 to 64, not 0/],
    ["too many workers", [deck, "--workers", "65"], 64, /--workers must be a whole number from 1 to 64, not 65/],
    ["half a worker", [deck, "--workers", "1.5"], 64, /--workers must be a whole number from 1 to 64, not 1.5/],
    ["a short speaker key", [deck, "--speaker-key", "short"], 64, /--speaker-key.*22 characters/],
    ["--fresh with --ephemeral", [deck, "--fresh", "--ephemeral"], 64, /exclude each other/],
    ["a file that is not there", ["nothing.md"], 66, /no file nothing\.md/],
    ["a folder", [folder], 66, /is a folder.*\.md/],
    ["a file of another kind", [workspace.write("notes.txt", "hi")], 65, /notes\.txt is not a deck/],
    ["an empty deck", [empty], 65, /empty\.md has no slides/],
    ["broken front matter", [bad], 65, /bad\.md:\d+:\d+: .* expected /],
    ["an address this machine has not", [deck, "--host", "192.0.2.77"], 69, /no address 192\.0\.2\.77/],
    ["a data folder that cannot be", [deck, "--data", "/dev/null/talks"], 73, /--data/],
  ];
  it.each(cases)("[K2] %s", async (_name, args, code, message) => {
    const result = await runToEnd([...args, "--no-open"]);
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(result).toMatchObject({ code, stdout: "" });
  });

  it("[K2] a taken port names the option", async () => {
    await using taken = await occupy();
    const result = await runToEnd([deck, ...base, "--port", String(taken.port)]);
    expect(result).toMatchObject({ code: 69, stdout: "" });
    expect(result.stderr).toMatch(/--port/);
  });

  it("[L1] a second server on the same talk is refused, also with --fresh", async () => {
    const first = await workspace.start(deck);
    const files = readdirSync(workspace.path("data"));
    for (const more of [[], ["--fresh"]]) {
      const second = await runToEnd([deck, ...base, "--port", "0", ...more]);
      expect(second).toMatchObject({ code: 75, stdout: "" });
      expect(second.stderr).toMatch(/^lectern: Another Lectern is giving this talk from [^\n]+\n$/);
    }
    expect(readdirSync(workspace.path("data"))).toEqual(files);
    expect(await first.kill("SIGTERM")).toBe(0);
  });
});

describe("lectern says what it does", () => {
  it("[L1] --help and --version", async () => {
    const help = await runToEnd(["--help"]);
    expect(help.code).toBe(0);
    const options = [
      "--port",
      "--host",
      "--data",
      "--fresh",
      "--ephemeral",
      "--speaker-key",
      "--title",
      "--workers",
      "--json",
    ];
    for (const option of [...options, "--metrics", "--log", "--log-level", "--no-open", "--help", "--version"])
      expect(help.stdout).toContain(option);
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(await runToEnd(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it("[A1] --json prints one line with everything a script needs, and nothing else", async () => {
    const lectern = await workspace.start(deck, "--ephemeral", "--speaker-key", "k".repeat(22));
    const { event, port, audience, speaker, remote, moderator, screen, pid, epoch } = lectern.listening;
    expect(event).toBe("listening");
    expect(audience).toBe(`http://127.0.0.1:${port}/`);
    expect(speaker).toBe(`http://127.0.0.1:${port}/speaker#key=${"k".repeat(22)}`);
    expect(remote).toBe(`http://127.0.0.1:${port}/remote#key=${"k".repeat(22)}`);
    expect(moderator).toMatch(new RegExp(`^http://127.0.0.1:${port}/moderate#key=[\\w-]{32}$`));
    expect(moderator).not.toContain("k".repeat(22));
    expect(screen).toBe(`http://127.0.0.1:${port}/screen`);
    process.kill(pid, 0);
    expect(epoch).toMatch(/^[\w-]{20,}$/);
    expect(await lectern.kill("SIGINT")).toBe(0);
    expect(lectern.stderr).toBe("");
  });

  it("[F5] the terminal shows title, links, a QR code of at most 80 columns, where the log is and how to stop", async () => {
    const { spawn } = await import("node:child_process");
    const child = spawn(process.execPath, ["bin/lectern.mjs", deck, ...base, "--port", "0"]);
    let text = "";
    for await (const chunk of child.stdout) {
      text += String(chunk);
      if (text.includes("Ctrl+C")) break;
    }
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
    expect(text).toContain("A test talk");
    expect(text).toMatch(/Audience +http:\/\/127\.0\.0\.1:\d+\/\n/);
    expect(text).toMatch(/Speaker +http:\S+\/speaker#key=\S{22,}\n/);
    expect(text).toMatch(/Remote +http:\S+\/remote#key=\S{22,}\n/);
    expect(text).toMatch(/Moderator +http:\S+\/moderate#key=\S{22,}\n/);
    expect(text).toMatch(/Screen +http:\S+\/screen\n/);
    expect(text).toContain(workspace.path("data"));
    const code = text.split("\n").filter((line) => /[█▀▄]{3}/.test(line));
    expect(code.length).toBeGreaterThan(10);
    expect(Math.max(...code.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe("the same command again", () => {
  const file = workspace.write("again.md", "# One\n\n---\n\n# Two\n");

  it("[L1] [L5] [A1] continues the same talk: same epoch, same keys, same position", async () => {
    const first = await workspace.start(file);
    const driver = await Socket.hello(first.socketUrl, { key: first.speakerKey });
    const { seq } = await driver.ask({ event: "move", id: 1, to: { h: 1, v: 0, f: -1 } });
    await first.kill("SIGKILL");
    const second = await workspace.start(file);
    expect(second.listening.epoch).toBe(first.listening.epoch);
    expect(second.speakerKey).toBe(first.speakerKey);
    const { welcome } = await Socket.hello(second.socketUrl);
    expect(welcome).toMatchObject({ seq, state: { position: { h: 1, v: 0, f: -1 } } });
    await second.kill("SIGTERM");
  });

  it("[L5] --fresh starts a new talk and keeps the earlier one", async () => {
    const before = await workspace.start(file);
    await before.kill("SIGTERM");
    const fresh = await workspace.start(file, "--fresh");
    expect(fresh.listening.epoch).not.toBe(before.listening.epoch);
    expect(fresh.speakerKey).not.toBe(before.speakerKey);
    expect(readdirSync(workspace.path("data")).some((name) => name.includes(".until-"))).toBe(true);
    await fresh.kill("SIGTERM");
  });

  it("[L1] --ephemeral leaves nothing behind", async () => {
    const files = (): string[] => readdirSync(workspace.folder, { recursive: true }).map(String).sort();
    const before = files();
    const lectern = await Lectern.run([
      file,
      "--json",
      "--ephemeral",
      "--no-open",
      "--host",
      "127.0.0.1",
      "--port",
      "0",
    ]);
    await lectern.kill("SIGTERM");
    expect(files()).toEqual(before);
  });
});

describe("stopping", () => {
  it("[B5] SIGTERM closes every connection with 1001 and a retry hint, and exits 0", async () => {
    const lectern = await workspace.start(deck, "--ephemeral");
    const sockets = await Promise.all(Array.from({ length: 20 }, () => Socket.hello(lectern.socketUrl)));
    const driver = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    const code = lectern.kill("SIGTERM");
    const closed = await Promise.all([...sockets, driver].map((socket) => socket.closed));
    expect(await code).toBe(0);
    for (const { code: close, reason } of closed) {
      expect(close).toBe(1001);
      expect(reason).toMatch(/^retry-after-ms=\d+$/);
    }
    expect(new Set(closed.map(({ reason }) => reason)).size).toBeGreaterThan(1);
  });

  it("[B5] everything acknowledged before the end is in the log", async () => {
    const file = workspace.write("drain.md", "# One\n");
    const lectern = await workspace.start(file);
    const socket = await Socket.hello(lectern.socketUrl);
    for (let id = 1; id <= 100; id++) socket.send({ event: "sendmessage", id, chat: `message ${id}` });
    await socket.next("ack");
    await lectern.kill("SIGTERM");
    const acks = socket.received.filter(({ event }) => event === "ack");
    const again = await workspace.start(file);
    const { welcome } = await Socket.hello(again.socketUrl);
    expect(welcome.seq as number).toBeGreaterThanOrEqual(Math.max(...acks.map(({ seq }) => seq as number)));
    await again.kill("SIGTERM");
  });
});
