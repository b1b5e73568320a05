/** A few of the kills of `npm run chaos`, always the same ones. */
import { expect, it } from "vitest";
import { runChaos } from "./chaos.ts";

it("[L3] [L4] [F6] [T1] a server that is killed under load, behind bad lines, loses nothing and doubles nothing", async () => {
  const { problems, log, crowd } = await runChaos({ kills: 5, seed: 7, people: 1 });
  expect(problems).toEqual([]);
  const acks = crowd.everybody.reduce((sum, { witness }) => sum + witness.acks, 0);
  expect(acks).toBeGreaterThan(20);
  expect(log.length).toBeGreaterThan(20);
});
