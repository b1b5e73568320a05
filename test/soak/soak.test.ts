import { expect, it } from "vitest";
import { runSoak } from "./soak.ts";

/** A short one; `npm run soak` takes as long as one likes, with a thousand people. */
it.runIf(process.platform === "linux")(
  "[B2] people who come and go leave nothing behind: no memory, no open files",
  async () => {
    const { waves, problems } = await runSoak({ people: 100, seed: 1, goesOn: () => false });
    expect(problems).toEqual([]);
    expect(waves.map(({ kind }) => kind)).toEqual(["talking", "silent"]);
    expect(waves[0]?.entries).toBeGreaterThan(100);
  },
);
