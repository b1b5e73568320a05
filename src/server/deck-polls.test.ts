import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { openDeck } from "../deck/files.ts";
import { LecternError } from "../errors.ts";
import { TalkHost } from "../gateway/talk-host.ts";
import { testIdentity } from "../log/contract.ts";
import { createMemoryLog } from "../log/memory.ts";
import type { TalkLog } from "../log/talk-log.ts";
import type { Author, Command } from "../talk/commands.ts";
import { runDeckPolls } from "./deck-polls.ts";

const folder = mkdtempSync(join(tmpdir(), "lectern-polls-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const speaker: Author = { participant: "ada", client: "tab", role: "speaker", name: "Ada" };
const server: Author = { participant: "server", client: "", role: "server", name: "Lectern" };
const moveTo = (h: number) => ({ type: "move", to: { h, v: 0, f: -1 } }) as const;

/** A talk whose second slide has a poll of ten seconds, on a log that refuses commands of one type while told to. */
async function talk() {
  const file = join(folder, "talk.md");
  writeFileSync(file, "# One\n\n---\n\n```poll id=way time=10\nWhich way?\n- This\n- That\n```\n\n---\n\n# Three\n");
  const log = createMemoryLog(testIdentity);
  const refusing = { type: undefined as Command["type"] | undefined };
  const refuse = (): never => {
    throw new LecternError("log-unwritable", { cause: "the disk is full", fault: "full" });
  };
  const failing: TalkLog = {
    ...log,
    append: async (entries) =>
      entries.some(({ command }) => command.type === refusing.type) ? refuse() : log.append(entries),
    check: async () => (refusing.type === undefined ? undefined : refuse()),
  };
  const host = await TalkHost.open({
    log: failing,
    now: () => 5000,
    resumeEvents: 100,
    logCheckMs: 5,
    onFault: () => {},
  });
  // By this clock every poll's time is over when it opens.
  const stop = runDeckPolls(host, await openDeck(file), server, () => 1e6);
  const refusedOnce = () => new Promise<void>((resolve) => host.onTrouble((trouble) => trouble && resolve()));
  return { host, refusing, refusedOnce, stop, phase: () => host.state.polls.get("way")?.phase };
}

it("[L12] [P2] a poll that could not be opened is opened when the log can be written", async () => {
  const { host, refusing, refusedOnce, stop, phase } = await talk();
  refusing.type = "openpoll";
  const isRefused = refusedOnce();
  await host.submit(speaker, 1, moveTo(1));
  await isRefused;
  expect(phase()).toBeUndefined();
  refusing.type = undefined;
  await vi.waitFor(() => expect(phase()).toBeDefined());
  stop();
  await host.close();
});

it("[L12] [P2] a poll whose time was over meanwhile is closed when the log can be written", async () => {
  const { host, refusing, refusedOnce, stop, phase } = await talk();
  refusing.type = "closepoll";
  const isRefused = refusedOnce();
  await host.submit(speaker, 1, moveTo(1));
  await isRefused;
  expect(phase()).toBe("open");
  refusing.type = undefined;
  await vi.waitFor(() => expect(phase()).toBe("closed"));
  stop();
  await host.close();
});

it("[L12] [P2] a poll whose slide the speaker has left meanwhile is not opened", async () => {
  const { host, refusing, refusedOnce, stop, phase } = await talk();
  refusing.type = "openpoll";
  const isRefused = refusedOnce();
  await host.submit(speaker, 1, moveTo(1));
  await isRefused;
  await host.submit(speaker, 2, moveTo(2));
  refusing.type = undefined;
  await vi.waitFor(() => expect(host.isWritable).toBe(true));
  await host.drain();
  expect([host.state.position.h, phase()]).toEqual([2, undefined]);
  stop();
  await host.close();
});
