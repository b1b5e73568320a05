import { expect, it } from "vitest";
import { describeTalkLog, entryAt, testIdentity } from "./contract.ts";
import { createMemoryLog } from "./memory.ts";

describeTalkLog("memory", () => createMemoryLog(testIdentity));

it("[L1] an entry in the log is not changed by its author afterwards", async () => {
  const log = createMemoryLog(testIdentity);
  const entry = structuredClone(entryAt(1)) as { at: number };
  await log.append([entry as ReturnType<typeof entryAt>]);
  entry.at = 5;
  expect((await Array.fromAsync(log.read(0)))[0]?.at).toBe(1001);
});
