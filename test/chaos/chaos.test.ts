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

it("[B8] [L4] [F6] nor does one whose workers are killed too", async () => {
  const { problems, kills } = await runChaos({ kills: 6, seed: 5, people: 1, workers: 2 });
  expect(problems).toEqual([]);
  expect(kills["a worker"]).toBeGreaterThan(0);
});
