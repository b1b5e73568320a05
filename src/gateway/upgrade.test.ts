import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { refuseHandshake, upgradeProblem } from "./upgrade.ts";

const request = (headers: Record<string, string>, httpVersion = "1.1") => ({ headers, httpVersion }) as IncomingMessage;

async function answer(headers: Record<string, string>): Promise<readonly [head: string, body: unknown]> {
  const socket = new PassThrough();
  refuseHandshake(request(headers), socket, "it has no key");
  const [head = "", body = ""] = (await text(socket)).split("\r\n\r\n");
  return [head, JSON.parse(body)];
}

describe("an upgrade that opens no WebSocket", () => {
  it("[W8] of another version is told which versions there are", async () => {
    for (const version of ["12", "14", "x", "13.0"]) {
      const [head, body] = await answer({ "sec-websocket-version": version });
      expect(head).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n.*Sec-WebSocket-Version: 13, 8/s);
      expect(body).toMatchObject({ code: "upgrade-version" });
    }
  });

  it("[W8] is told what is wrong with it", async () => {
    const [head, body] = await answer({ "sec-websocket-version": "13" });
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(body).toEqual({
      code: "bad-upgrade",
      message: "This is not the opening handshake of a WebSocket: it has no key.",
    });
  });

  it("[W8] is HTTP/1.1 and names its host", () => {
    expect(upgradeProblem(request({ host: "talk.example" }))).toBeUndefined();
    expect(upgradeProblem(request({ host: "talk.example" }, "1.0"))).toBe("it is not HTTP/1.1");
    expect(upgradeProblem(request({}))).toBe("it names no Host");
  });
});
