import { expect, it } from "vitest";
import { Beat } from "./beat.ts";
import { Presence } from "./presence.ts";

it("[W12] who comes while somebody else goes and returns is told how many are here", async () => {
  const told: number[] = [];
  const presence = new Presence(
    new Beat(5),
    5,
    () => 0,
    ({ texts }) => told.push(...texts.map((text) => JSON.parse(text).here)),
  );
  const [ada, grace] = [{ transport: "websocket" }, { transport: "websocket" }] as const;
  presence.enter(ada, "ada");
  presence.enter(grace, "grace");
  await expect.poll(() => told).toEqual([2]);
  presence.leave(grace);
  expect(presence.here).toBe(1);
  presence.welcomed();
  presence.enter(grace, "grace");
  await expect.poll(() => told).toEqual([2, 2]);
});
