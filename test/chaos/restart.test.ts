/** A rolling restart: the server is told to go while everybody talks, and another takes its place. */
import { expect, it } from "vitest";
import { FaultyProxy, goodLine } from "../support/faulty-proxy.ts";
import { judge, Stage, settle } from "./chaos.ts";
import { Crowd } from "./crowd.ts";

/** Rule B5. */
const exitMs = 5000;

it("[B5] [F6] a rolling restart under load loses nothing, and everybody comes back by themselves, spread", async () => {
  await using stage = await Stage.build();
  await using proxy = await FaultyProxy.before(stage.port, () => goodLine);
  let lectern = await stage.start();
  const { speakerKey, moderatorKey } = lectern;
  const crowd = new Crowd({ url: proxy.socketUrl, seed: 11, people: 4, speakerKey, moderatorKey });
  try {
    await crowd.begin();
    for (let restart = 1; restart <= 3; restart++) {
      expect(await crowd.until(() => crowd.everybody.every(({ isLive }) => isLive), 20_000)).toBe(true);
      const heard = crowd.heard + 200;
      await crowd.until(() => crowd.heard > heard, 20_000);
      const closes = crowd.everybody.map(({ witness }) => witness.closes.length);
      crowd.burst();
      const told = performance.now();
      expect(await lectern.kill("SIGTERM")).toBe(0);
      expect(performance.now() - told).toBeLessThan(exitMs);
      lectern = await stage.start();
      const isTold = () => crowd.everybody.every(({ witness }, n) => witness.closes.length > (closes[n] ?? 0));
      expect(await crowd.until(isTold, 20_000)).toBe(true);
      const goodbyes = crowd.everybody.map(({ witness }, n) => witness.closes[closes[n] ?? 0]);
      for (const goodbye of goodbyes) {
        expect(goodbye).toEqual({ code: 1001, reason: expect.stringMatching(/^retry-after-ms=\d+$/) });
      }
      expect(new Set(goodbyes.map((goodbye) => goodbye?.reason)).size).toBeGreaterThan(goodbyes.length / 2);
    }
    const settled = await settle(crowd, lectern);
    await lectern.kill("SIGTERM");
    expect(judge(await stage.readLog(), crowd, settled)).toEqual([]);
  } finally {
    crowd.close();
  }
});
