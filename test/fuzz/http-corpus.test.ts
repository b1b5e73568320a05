import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { errors } from "../../src/errors.ts";
import { Peer } from "../conformance/peer.ts";
import { type Lectern, Workspace } from "../support/lectern.ts";
import { Socket } from "../support/socket.ts";

type Input = {
  readonly about: string;
  readonly line: string;
  readonly headers?: readonly string[];
  readonly body?: string | { readonly repeat: readonly [string, string]; readonly times: number };
  readonly status: number;
};

const corpus = JSON.parse(readFileSync(join(import.meta.dirname, "corpus/http.json"), "utf8")) as readonly Input[];
const workspace = new Workspace();
let lectern: Lectern;

beforeAll(async () => {
  mkdirSync(workspace.path("deck"));
  workspace.write("outside.txt", "outside");
  workspace.write("deck/video.mp4", "0123456789");
  workspace.write("deck/empty.bin", "");
  const deck = "---\nchannels:\n  board: { http: true }\n---\n# One\n";
  lectern = await workspace.start(workspace.write("deck/talk.md", deck), "--ephemeral");
});
afterAll(() => workspace[Symbol.asyncDispose]());

const address = () => ({ host: "127.0.0.1", port: lectern.listening.port });

function request({ line, headers = [], body = "" }: Input): Buffer {
  const host = headers.some((header) => header.startsWith("Host:")) ? [] : ["Host: talk.example"];
  const lines = [`${line} HTTP/1.1`, ...host, "Connection: close", ...headers, "", ""];
  const said = typeof body === "string" ? body : body.repeat.map((part) => part.repeat(body.times)).join("");
  return Buffer.from(lines.join("\r\n") + said, "latin1");
}

it.each(corpus)("[W8] $about is answered $status from the error table", async (input) => {
  const peer = await Peer.request(address(), request(input));
  await peer.ended();
  expect(peer.status).toBe(input.status);
  expect(peer.body).not.toMatch(/outside$|node_modules|\bat .+:\d+:\d+|\/tmp\//);
  const [, code] = /"code":"([a-z-]+)"/.exec(peer.body) ?? [];
  // What is no HTTP is refused before there is a route.
  if (code !== undefined) expect(errors).toHaveProperty(code, expect.objectContaining({ status: input.status }));
});

it("[B6] whoever goes in the middle of a request, or says what is too deep, is no fault of the server", async () => {
  for (const path of ["/link/messages", "/api/channels/board"]) {
    for (const [header, body] of [
      ["Content-Length: 100", "ab"],
      ["Transfer-Encoding: chunked", "5\r\nab"],
    ]) {
      const input = {
        about: "",
        line: `POST ${path}`,
        headers: [`Expect: 100-continue`, header ?? ""],
        body,
        status: 0,
      };
      // The server has begun with the request when it asks for the body.
      (await Peer.request(address(), request(input as Input))).destroy();
    }
  }
  const socket = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  for (const event of ["send", "set"]) {
    socket.send(`{"event":"${event}","id":1,"channel":"board","data":${deep}}`);
    expect(await socket.next("error")).toMatchObject({ code: "bad-message" });
  }
  await socket.settled();
  expect((await fetch(`${lectern.origin}/healthz`)).status).toBe(200);
  expect(lectern.stderr).toBe("");
});
