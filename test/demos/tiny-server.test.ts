import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatPage, codeOnSlide } from "../support/bundled-talk.ts";
import { Socket } from "../support/socket.ts";

const file = "examples/tiny-server/server.ts";
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  server = spawn(process.execPath, [file], {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  if (server.stdout === null) throw new Error("there is no output");
  const [line] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  url = /ws:\S+/.exec(line)?.[0] ?? "";
});
afterAll(() => {
  server.kill("SIGKILL");
});

describe("the tiny server", () => {
  it("[W7] stands on two slides, line for line", () => {
    const slides = [codeOnSlide("The server: a list of users"), codeOnSlide("Loop and write")].join("\n\n");
    const [header, ...rest] = readFileSync(file, "utf8").split("\n");
    const [program, printed] = rest.join("\n").split('\n\nserver.on("listening", ');
    expect(header).toMatch(/^\/\/ /);
    expect(program).toBe(slides);
    expect(printed).toMatch(/^\(\) => \{\n( {2}.*\n)+\}\);\n$/);
  });

  it("[W7] its page is the twelve lines, with its own address", () => {
    expect(readFileSync("examples/tiny-server/chat.html", "utf8")).toBe(chatPage("ws://localhost:9009/ws"));
  });

  it("[W7] two users chat; what is no message, and one that is too long, harms nobody else", async () => {
    const ada = await Socket.open(url);
    const grace = await Socket.open(url);
    ada.send({ event: "sendmessage", chat: "<b>hi</b>" });
    for (const user of [ada, grace]) expect(await user.next("chat")).toEqual({ event: "chat", chat: "<b>hi</b>" });

    for (const bad of [
      "no JSON",
      "null",
      "5",
      "[]",
      '{"event":"slide","chat":"x"}',
      '{"event":"sendmessage","chat":5}',
    ])
      ada.send(bad);
    const loud = await Socket.open(url);
    loud.send({ event: "sendmessage", chat: "x".repeat(5000) });
    expect((await loud.closed).code).toBe(1009);

    grace.send({ event: "sendmessage", chat: "still here" });
    for (const user of [ada, grace]) {
      expect(await user.next("chat")).toEqual({ event: "chat", chat: "still here" });
      expect(user.received).toHaveLength(2);
      user.close();
    }
  });

  it("[W7] ends when it is told to", async () => {
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    expect(await ended).toEqual([null, "SIGTERM"]);
  });
});
