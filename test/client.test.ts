import { connect, type Happening, type Status, type TalkClient } from "lectern/client";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Lectern, Workspace } from "./support/lectern.ts";

const workspace = new Workspace();
const deck = workspace.write("talk.md", "# One\n\n---\n\n# Two\n\n---\n\n# Three\n");
let lectern: Lectern;
const clients: TalkClient[] = [];

beforeEach(async () => {
  lectern = await workspace.start(deck, "--fresh");
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await lectern.kill("SIGTERM");
});
afterAll(() => workspace[Symbol.asyncDispose]());

function join(options: { key?: string; participant?: string } = {}): TalkClient {
  // No random wait: the tests follow what happens, not the clock.
  const client = connect({ url: lectern.socketUrl, random: () => 0.05, ...options });
  clients.push(client);
  return client;
}

async function becomes(client: TalkClient, status: Status): Promise<void> {
  if (client.status === status) return;
  await new Promise<void>((resolve) => {
    const stop = client.on((happening) => {
      if (happening.type !== "status" || happening.status !== status) return;
      stop();
      resolve();
    });
  });
}

/** Waits until the client's view has this property. */
async function sees(client: TalkClient, test: (client: TalkClient) => boolean): Promise<void> {
  if (test(client)) return;
  await new Promise<void>((resolve) => {
    const stop = client.on(() => {
      if (!test(client)) return;
      stop();
      resolve();
    });
  });
}

describe("lectern/client in Node", () => {
  it("[F1] [F2] joins, drives, follows, and gives events as a stream", async () => {
    const [speaker, follower] = [join({ key: lectern.speakerKey }), join()];
    await Promise.all([becomes(speaker, "live"), becomes(follower, "live")]);
    expect([speaker.role, follower.role]).toEqual(["speaker", "audience"]);
    const stream = follower[Symbol.asyncIterator]();
    const told: Promise<IteratorResult<Happening>> = stream.next();
    const seq = await speaker.send({ event: "move", to: { h: 2, v: 0, f: -1 } });
    await sees(follower, ({ view }) => view?.position.h === 2);
    expect(follower.seq).toBe(seq);
    expect((await told).done).toBe(false);
    const late = join();
    await becomes(late, "live");
    expect(late.view?.position).toEqual({ h: 2, v: 0, f: -1 });
  });

  it("[W8] a refused command rejects with its code, and the link stays", async () => {
    const client = join();
    await becomes(client, "live");
    await expect(client.send({ event: "pause", paused: true })).rejects.toMatchObject({ code: "not-allowed" });
    expect(client.status).toBe("live");
  });

  it("[A1] a wrong key ends it, with words", async () => {
    const client = join({ key: "x".repeat(32) });
    await becomes(client, "refused");
    expect(client.refusal).toMatchObject({ code: "bad-key", message: expect.stringContaining("key") });
    await expect(client.send({ event: "sendmessage", chat: "hi" })).rejects.toMatchObject({ code: "bad-key" });
  });

  it("[M3] who is removed stays out, with words, until they come back by themselves, muted", async () => {
    const [moderator, guest] = [join({ key: lectern.moderatorKey }), join()];
    await Promise.all([becomes(moderator, "live"), becomes(guest, "live")]);
    const { id = "", key = "" } = guest.participant ?? {};
    await moderator.send({ event: "remove", who: { participant: id } });
    await becomes(guest, "refused");
    expect(guest.refusal).toMatchObject({ code: "removed", message: expect.stringContaining("Reload") });
    const again = join({ participant: key });
    await becomes(again, "live");
    expect(again.own).toMatchObject({ muted: true });
    await expect(again.send({ event: "sendmessage", chat: "hi" })).rejects.toMatchObject({ code: "muted" });
  });

  it("[F6] [L4] through a killed server: resumes, and what was said meanwhile is said once", async () => {
    const [one, two] = [join(), join()];
    await Promise.all([becomes(one, "live"), becomes(two, "live")]);
    const me = one.participant;
    await one.send({ event: "sendmessage", chat: "before" });
    const { port } = lectern.listening;
    await lectern.kill("SIGKILL");
    await becomes(one, "reconnecting");
    const answers = ["in the tunnel", "still there"].map((chat) => one.send({ event: "sendmessage", chat }));
    lectern = await workspace.start(deck, "--port", String(port));
    const seqs = await Promise.all(answers);
    expect(seqs[1]).toBe((seqs[0] ?? 0) + 1);
    expect(one.participant).toEqual(me);
    await sees(two, ({ view }) => view?.chat.at(-1)?.chat === "still there");
    expect(two.view?.chat.map(({ chat }) => chat)).toEqual(["before", "in the tunnel", "still there"]);
  });

  it("[L5] another log at the same address is another talk: the view starts again", async () => {
    const client = join();
    await becomes(client, "live");
    await client.send({ event: "sendmessage", chat: "old talk" });
    const { port, epoch } = lectern.listening;
    await lectern.kill("SIGKILL");
    lectern = await workspace.start(deck, "--fresh", "--port", String(port));
    await sees(client, (now) => now.epoch === lectern.listening.epoch);
    expect(lectern.listening.epoch).not.toBe(epoch);
    expect(client.view?.chat).toEqual([]);
  });
});
