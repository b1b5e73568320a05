/** The contract every TalkLog keeps; each implementation runs it (rules L1, L3, L5). */
import { describe, expect, it } from "vitest";
import type { Entry } from "../talk/commands.ts";
import type { TalkIdentity, TalkLog } from "./talk-log.ts";

export const testIdentity: TalkIdentity = {
  epoch: "epoch-1",
  code: "ABC234",
  speakerKey: "speaker-key-of-this-test",
  moderatorKey: "moderator-key-of-this-test",
  secret: "secret-of-this-test",
  createdAt: 1000,
};

export function entryAt(seq: number, text = `message ${seq}`): Entry {
  const author = { participant: "ada", client: "tab", role: "audience", name: "Ada" } as const;
  return { seq, at: 1000 + seq, author, id: seq, command: { type: "chat", text } };
}

async function all(log: TalkLog, after = 0): Promise<Entry[]> {
  return Array.fromAsync(log.read(after));
}

export function describeTalkLog(name: string, open: () => TalkLog | Promise<TalkLog>): void {
  describe(`TalkLog contract: ${name}`, () => {
    it("[L1] starts empty and keeps entries in order, without gaps", async () => {
      const log = await open();
      expect(await log.head()).toBe(0);
      await log.append([entryAt(1), entryAt(2)]);
      await log.append([entryAt(3)]);
      expect(await log.head()).toBe(3);
      expect(await all(log)).toEqual([entryAt(1), entryAt(2), entryAt(3)]);
      await log.close();
    });

    it("[L1] reads only what comes after a seq", async () => {
      const log = await open();
      await log.append([entryAt(1), entryAt(2), entryAt(3)]);
      expect(await all(log, 2)).toEqual([entryAt(3)]);
      expect(await all(log, 3)).toEqual([]);
      expect(await all(log, 99)).toEqual([]);
      await log.close();
    });

    it("[L1] reads more than one page of entries", async () => {
      const log = await open();
      const many = Array.from({ length: 2500 }, (_, index) => entryAt(index + 1));
      await log.append(many);
      expect(await all(log)).toEqual(many);
      await log.close();
    });

    it("[L1] refuses an entry that does not follow the head, and keeps nothing of its batch", async () => {
      const log = await open();
      await log.append([entryAt(1)]);
      for (const seq of [1, 3]) {
        await expect(log.append([entryAt(seq), entryAt(seq + 1)])).rejects.toMatchObject({ code: "log-conflict" });
      }
      expect(await all(log)).toEqual([entryAt(1)]);
      await log.close();
    });

    it("[L1] an empty batch changes nothing", async () => {
      const log = await open();
      await log.append([]);
      expect(await log.head()).toBe(0);
      await log.close();
    });

    it("[L3] a check writes no entry", async () => {
      const log = await open();
      await log.append([entryAt(1)]);
      await log.check();
      await log.check();
      await log.append([entryAt(2)]);
      expect(await all(log)).toEqual([entryAt(1), entryAt(2)]);
      await log.close();
    });

    it("[L3] text of every kind comes back as it went in", async () => {
      const log = await open();
      const texts = ['"quotes" \\ and \u0000', "שלום 👩‍👩‍👧‍👦", "𝒳\u2028\u2029", "';DROP TABLE entries;--"];
      await log.append(texts.map((text, index) => entryAt(index + 1, text)));
      expect((await all(log)).map(({ command }) => command)).toEqual(texts.map((text) => ({ type: "chat", text })));
      await log.close();
    });

    it("[L5] knows its identity", async () => {
      const log = await open();
      expect(log.identity).toEqual(testIdentity);
      await log.close();
    });
  });
}
