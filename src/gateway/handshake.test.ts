import { describe, expect, it } from "vitest";
import { describeRequest, describeResponse } from "./handshake.ts";

const request = (headers: readonly [string, string][], url = "/ws") =>
  describeRequest({ method: "GET", url, httpVersion: "1.1", rawHeaders: headers.flat() });

describe("a handshake shown", () => {
  it("[D3] keeps lines, order and spelling", () => {
    expect(
      request([
        ["Host", "talk.example"],
        ["upgrade", "websocket"],
        ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="],
      ]),
    ).toEqual([
      "GET /ws HTTP/1.1",
      "Host: talk.example",
      "upgrade: websocket",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]);
    expect(describeResponse(["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "X-Secret: 7"])).toEqual([
      "HTTP/1.1 101 Switching Protocols",
      "Upgrade: websocket",
      "X-Secret: •••",
    ]);
  });

  it("[D3] [A1] shows no cookie, key, client address or unknown header's value", () => {
    const secrets: [string, string][] = [
      ["Cookie", "sid=hunter2"],
      ["Authorization", "Bearer hunter2"],
      ["X-Forwarded-For", "203.0.113.9"],
      ["Forwarded", "for=203.0.113.9"],
      ["X-Real-IP", "203.0.113.9"],
      ["Cf-Connecting-Ip", "203.0.113.9"],
      ["X-New-Thing", "hunter2"],
    ];
    const lines = request(secrets, "/ws?token=hunter2").join("\n");
    expect(lines).not.toMatch(/hunter2|203\.0/);
    for (const [name] of secrets) expect(lines).toContain(`${name}: •••`);
    expect(lines).toContain("GET /ws?••• HTTP/1.1");
  });

  it.each([
    ["192.168.1.20:9008", "192.168.•.•:9008"],
    ["10.0.0.7", "10.0.•.•"],
    ["http://192.168.1.20:9008", "http://192.168.•.•:9008"],
    ["[fe80::1%25eth0]:9008", "[•••]:9008"],
    ["127.0.0.1:9008", "127.0.0.1:9008"],
    ["localhost:9008", "localhost:9008"],
    ["talk.example", "talk.example"],
  ])("[D3] masks the address in %s", (host, shown) => {
    expect(request([["Host", host]])).toEqual(["GET /ws HTTP/1.1", `Host: ${shown}`]);
  });
});
