import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Lectern, Workspace } from "./support/lectern.ts";
import { Socket } from "./support/socket.ts";

const workspace = new Workspace();
let lectern: Lectern;

beforeAll(async () => {
  const deck = `---
channels:
  board: { http: true }
  orders: { http: true, send: speaker }
  quick: { http: true, rate: 50 }
---
# Board
`;
  lectern = await workspace.start(workspace.write("board.md", deck), "--ephemeral");
});
afterAll(async () => workspace[Symbol.asyncDispose]());

const api = (path: string) => `${lectern.origin}/api/${path}`;
const post = (channel: string, body: string) => fetch(api(`channels/${channel}`), { method: "POST", body });
const read = async (path: string) => (await fetch(api(path))).json();

/** Sends bytes as they stand and answers with all that comes back until the server closes. */
async function raw(text: string): Promise<string> {
  const socket = connect(lectern.listening.port, "127.0.0.1");
  let answer = "";
  socket.on("data", (data) => (answer += data.toString("latin1")));
  socket.end(text);
  await once(socket, "close");
  return answer;
}

describe("a channel over plain HTTP", () => {
  it("[D8] what is posted reaches those who listen, and what is sent can be read", async () => {
    const socket = await Socket.hello(lectern.socketUrl);
    socket.send({ event: "listen", channels: ["board"] });
    await socket.settled();
    const posted = await post("board", JSON.stringify({ text: "<b>hi</b>" }));
    expect([posted.status, await posted.json()]).toEqual([201, { n: 1 }]);
    const from = { id: "", name: "Guest", role: "audience" };
    expect(await socket.next("messages")).toMatchObject({
      channel: "board",
      list: [{ from, data: { text: "<b>hi</b>" } }],
    });
    socket.send({ event: "send", channel: "board", data: "over the socket" });
    await socket.next("messages");
    expect(await read("channels/board?since=1")).toMatchObject({ last: 2, list: [{ n: 2, data: "over the socket" }] });
    expect(await read("channels/board?since=2")).toEqual({ last: 2, list: [] });
    socket.close();
  });

  it("[D8] a form is answered with the page again; everything on it is text", async () => {
    const body = new URLSearchParams({ name: "<i>Ada</i>", message: '"><script>alert(1)</script>' });
    const answer = await fetch(api("channels/board?meter=form.a"), {
      method: "POST",
      body,
      redirect: "manual",
      headers: { Origin: "null" },
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/api/channels/board?meter=form.a"]);
    const page = await fetch(api("channels/board"), { headers: { Accept: "text/html" } });
    const html = await page.text();
    expect(html).toContain("&lt;i&gt;Ada&lt;/i&gt;");
    expect(html).not.toMatch(/<script|<i>/);
    expect(page.headers.get("content-security-policy")).toMatch(/sandbox allow-forms; default-src 'none'/);
  });

  it("[D8] is closed unless the deck opens it, and its policy counts", async () => {
    expect((await fetch(api("channels/other"))).status).toBe(404);
    expect(await (await post("other", "1")).json()).toMatchObject({ code: "channel-not-http" });
    expect((await post("orders", "1")).status).toBe(403);
    expect((await post("board", "{")).status).toBe(400);
    expect((await post("board", JSON.stringify("x".repeat(4095)))).status).toBe(413);
    expect((await post("board", JSON.stringify("x".repeat(4094)))).status).toBe(201);
    expect((await post("board", JSON.stringify("x".repeat(20_000)))).status).toBe(413);
  });

  it("[D8] [A3] any page may use it, as an opaque origin must", async () => {
    const answer = await fetch(api("channels/board"), { headers: { Origin: "null" } });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it("[D8] a meter counts every byte that passed the socket, in both directions", async () => {
    const request = [
      "GET /api/channels/board?since=99&meter=exact.one HTTP/1.1",
      "Host: talk.example",
      "Connection: close",
      "\r\n",
    ].join("\r\n");
    const first = await raw(request);
    expect(first).toContain("HTTP/1.1 200 OK");
    const body = "name=Ada&message=Hello";
    const form = [
      "POST /api/channels/board?meter=exact.one HTTP/1.1",
      "Host: talk.example",
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
      "Connection: close",
      `\r\n${body}`,
    ].join("\r\n");
    const second = await raw(form);
    expect(second).toContain("303 See Other");
    const reading = { requests: 2, up: request.length + form.length, down: first.length + second.length };
    await expect.poll(() => read("meters/exact.one")).toMatchObject({ own: reading, room: { ...reading, people: 1 } });
    expect((await fetch(api("meters/nonsense"))).status).toBe(404);
  });

  it("[D8] [B4] one meter is held at its rate, with a word when to come back", async () => {
    const answers = [];
    for (let n = 0; n < 40; n++) answers.push(await fetch(api("channels/board?meter=fast.one")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get("retry-after")).toBe("2");
    expect(await refused[0]?.json()).toMatchObject({ code: "flood" });
    expect((await fetch(api("channels/board?meter=fast.two"))).status).toBe(200);
  });

  it("[D8] [B4] keeps the newest fifty messages", async () => {
    for (let n = 1; n <= 51; n++) expect((await post("quick", String(n))).status).toBe(201);
    const { last, list } = (await read("channels/quick")) as { last: number; list: { n: number; data: number }[] };
    expect([last, list.length, list[0]?.data, list.at(-1)?.data]).toEqual([51, 50, 2, 51]);
  });
});
