/** The same talk over every transport, through networks that block one or the other (rule T1). */
import { type ConnectOptions, connect, type Happening, type TalkClient } from "lectern/client";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Blocking, BlockingProxy } from "./support/blocking-proxy.ts";
import { type Lectern, Workspace } from "./support/lectern.ts";

const workspace = new Workspace();
const deck = workspace.write("talk.md", "# One\n\n---\n\n# Two\n\n---\n\n# Three\n");
const transports = ["websocket", "sse", "poll"] as const;
let lectern: Lectern;
const clients: TalkClient[] = [];
const proxies: BlockingProxy[] = [];

beforeEach(async () => {
  lectern = await workspace.start(deck, "--fresh");
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const proxy of proxies.splice(0)) await proxy[Symbol.asyncDispose]();
  await lectern.kill("SIGTERM");
});
afterAll(() => workspace[Symbol.asyncDispose]());

async function through(blocking: Blocking): Promise<BlockingProxy> {
  const proxy = await BlockingProxy.before(lectern.listening.port, blocking);
  proxies.push(proxy);
  return proxy;
}

function join(options: Partial<ConnectOptions> = {}): TalkClient {
  const client = connect({ url: lectern.socketUrl, random: () => 0.05, ...options });
  clients.push(client);
  return client;
}

/** Waits until something that happened, or what is already so, passes the test. */
async function until(client: TalkClient, test: (happening?: Happening) => boolean): Promise<void> {
  if (test()) return;
  await new Promise<void>((resolve) => {
    const stop = client.on((happening) => {
      if (!test(happening)) return;
      stop();
      resolve();
    });
  });
}

const isLive = (client: TalkClient) => until(client, () => client.status === "live");
const chatOf = ({ view }: TalkClient) => view?.chat.map(({ chat }) => chat) ?? [];

describe.each(transports)("over %s", (transport) => {
  const only = { transports: [transport] };

  it("[T1] [F1] [W4] joins, drives, follows, and is acknowledged", async () => {
    const [speaker, follower] = [join({ ...only, key: lectern.speakerKey }), join(only)];
    await Promise.all([isLive(speaker), isLive(follower)]);
    expect([speaker.transport, speaker.role, follower.role]).toEqual([transport, "speaker", "audience"]);
    const seqs: number[] = [];
    for (let n = 0; n < 20; n++) seqs.push(await speaker.send({ event: "move", to: { h: n % 3, v: 0, f: -1 } }));
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    await until(follower, () => follower.seq === seqs.at(-1));
    expect(follower.view?.position).toEqual({ h: 1, v: 0, f: -1 });
    await until(follower, () => follower.roundTrip !== undefined);
  });

  it("[T1] [L4] [W3] after a broken line everything missed follows, in order, once; what was said is said once", async () => {
    const proxy = await through({});
    const [near, far] = [join(), join({ ...only, url: proxy.socketUrl })];
    await Promise.all([isLive(near), isLive(far)]);
    const events: number[] = [];
    far.on((happening) => {
      if (happening.type === "event") events.push(happening.event.seq);
    });
    proxy.cut();
    await until(far, () => far.status === "reconnecting");
    const said = far.send({ event: "sendmessage", chat: "from the tunnel" });
    for (let n = 0; n < 5; n++) await near.send({ event: "sendmessage", chat: `missed ${n}` });
    await said;
    await until(far, () => chatOf(far).length === 6);
    expect([...chatOf(far)].sort()).toEqual(["from the tunnel", ...[0, 1, 2, 3, 4].map((n) => `missed ${n}`)]);
    expect(events).toEqual([...new Set(events)].sort((a, b) => a - b));
  });

  it("[T1] [W8] is told why it is refused, and does not come back", async () => {
    const client = join({ ...only, key: "x".repeat(32) });
    await until(client, () => client.status === "refused");
    expect(client.refusal).toMatchObject({ code: "bad-key" });
  });

  it("[T1] [L3] comes back to a server that was killed, with every acknowledged word", async () => {
    const client = join(only);
    await isLive(client);
    await client.send({ event: "sendmessage", chat: "before" });
    await lectern.kill("SIGKILL");
    await until(client, () => client.status === "reconnecting");
    const said = client.send({ event: "sendmessage", chat: "after" });
    lectern = await workspace.start(deck, "--port", String(lectern.listening.port));
    await said;
    expect(chatOf(client)).toEqual(["before", "after"]);
  });

  it("[T1] [W12] is counted while it is here, and not after", async () => {
    const speaker = join({ key: lectern.speakerKey });
    const counted: unknown[] = [];
    speaker.on((happening) => happening.type === "here" && counted.push(happening.transports));
    const client = join(only);
    await until(speaker, () => speaker.here === 1);
    expect(counted.at(-1)).toEqual({ websocket: 0, sse: 0, poll: 0, [transport]: 1 });
    client.close();
    await until(speaker, () => speaker.here === 0);
  });
});

describe("a network that", () => {
  it.each([
    ["strips the upgrade", { websocket: "stripped" }, "sse"],
    ["opens a WebSocket and lets nothing through", { websocket: "silent" }, "sse"],
    ["strips the upgrade and collects answers", { websocket: "stripped", collects: true }, "poll"],
  ] as const)("[T1] %s: the client finds its way", async (_, blocking, expected) => {
    const proxy = await through(blocking);
    const client = join({ url: proxy.socketUrl });
    await isLive(client);
    expect(client.transport).toBe(expected);
    await client.send({ event: "sendmessage", chat: "through" });
    expect(chatOf(client)).toEqual(["through"]);
  });

  it("[T1] loses the answer to a POST: the command is done once", async () => {
    const proxy = await through({ websocket: "stripped" });
    const client = join({ url: proxy.socketUrl });
    await isLive(client);
    proxy.blocking = { ...proxy.blocking, losesAnswer: true };
    await client.send({ event: "sendmessage", chat: "once" });
    expect(proxy.blocking.losesAnswer).toBe(false);
    const witness = join();
    await isLive(witness);
    expect(chatOf(witness)).toEqual(["once"]);
  });

  it("[T1] stops blocking: the client returns to WebSocket, and nothing is missed or doubled", async () => {
    const proxy = await through({ websocket: "stripped" });
    const client = join({ url: proxy.socketUrl, key: lectern.speakerKey, returnMs: 50 });
    await isLive(client);
    const statuses: string[] = [];
    client.on((happening) => happening.type === "status" && statuses.push(happening.status));
    proxy.blocking = {};
    const said: Promise<number>[] = [];
    client.on((happening) => {
      // Whatever the moment of the change, something is being said in it.
      if (happening.type === "event" && said.length < 50) {
        said.push(client.send({ event: "sendmessage", chat: `word ${said.length}` }));
      }
    });
    said.push(client.send({ event: "sendmessage", chat: "word 0" }));
    await until(client, () => client.transport === "websocket");
    await until(client, () => said.length >= 50 && client.unanswered === 0);
    expect(chatOf(client).slice(-50)).toEqual(Array.from({ length: 50 }, (__, n) => `word ${n}`).slice(-50));
    expect(statuses).toEqual([]);
  });
});

describe("a server that goes", () => {
  it.each(transports)("[T1] [B5] over %s is told when the server goes", async (transport) => {
    const client = join({ transports: [transport] });
    await isLive(client);
    const lost = new Promise<Happening>((resolve) => {
      client.on((happening) => happening.type === "lost" && resolve(happening));
    });
    await lectern.kill("SIGTERM");
    expect(await lost).toMatchObject({ code: 1001, reason: expect.stringMatching(/^retry-after-ms=\d+$/) });
  });
});

describe("a link over HTTP", () => {
  const post = (path: string, init: RequestInit = {}) => fetch(lectern.origin + path, { method: "POST", ...init });

  it("[T1] [W8] a token that is none is 404, a message past its limit closes with 1009, a flood with 4429", async () => {
    const headers = { Authorization: "Bearer nobody" };
    expect((await post("/link/messages", { headers, body: "{}" })).status).toBe(404);
    expect((await fetch(`${lectern.origin}/link?after=0`, { headers })).status).toBe(404);
    const says = async (body: string): Promise<unknown> => {
      const { link } = (await (await post("/link")).json()) as { link: string };
      const own = { Authorization: `Bearer ${link}` };
      await post("/link/messages", { headers: own, body: '{"event":"hello","v":1}' });
      await post("/link/messages", { headers: own, body });
      return (await fetch(`${lectern.origin}/link?after=0`, { headers: own })).json();
    };
    const long = (bytes: number) => `{"event":"ping","x":"${"x".repeat(bytes - 23)}"}`;
    expect(await says(long(64 * 1024 + 1))).toMatchObject({ close: { code: 1009 } });
    expect(await says(long(64 * 1024))).not.toHaveProperty("close");
    expect(await says(Array(250).fill('{"event":"ping"}').join("\n"))).toMatchObject({ close: { code: 4429 } });
  });

  it("[T1] an answer that was not heard is given again, and one that was is not", async () => {
    const { link } = (await (await post("/link")).json()) as { link: string };
    const headers = { Authorization: `Bearer ${link}` };
    const ask = async (after: number) =>
      (await (await fetch(`${lectern.origin}/link?after=${after}`, { headers })).json()) as {
        last: number;
        messages: { event: string }[];
      };
    await post("/link/messages", { headers, body: '{"event":"hello","v":1}' });
    const first = await ask(0);
    expect(first.messages[0]?.event).toBe("welcome");
    expect((await ask(0)).messages.slice(0, first.messages.length)).toEqual(first.messages);
    await post("/link/messages", { headers, body: '{"event":"ping"}' });
    const next = await ask(first.last);
    expect(next.messages.map(({ event }) => event)).not.toContain("welcome");
    expect(next.last).toBe(first.last + next.messages.length);
  });

  it("[A1] [T1] is open to pages of any origin, without cookies", async () => {
    const answer = await post("/link", { headers: { Origin: "https://slides.example" } });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("set-cookie")).toBeNull();
  });
});
