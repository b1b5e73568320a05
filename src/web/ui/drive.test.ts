import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Position } from "../../talk/commands.ts";
import { type Drive, type DriveInput, driven, startDrive } from "./drive.ts";

const slide = (h: number): Position => ({ h, v: 0, f: -1 });
const moved = (h: number): DriveInput => ({ type: "moved", to: slide(h) });
const accepted = (seq: number, h: number): DriveInput => ({ type: "accepted", seq, to: slide(h) });
const told = (seq: number, h: number, epoch = "e"): DriveInput => ({ type: "told", epoch, seq, live: slide(h) });

/** Feeds the inputs; answers the final state and every place the deck was put. */
function run(...inputs: readonly DriveInput[]): { drive: Drive; shown: number[] } {
  let drive = startDrive("e", 0, slide(0));
  const shown: number[] = [];
  for (const input of inputs) {
    const next = driven(drive, input);
    drive = next.drive;
    if (next.show) shown.push(next.show.h);
  }
  return { drive, shown };
}

describe("own moves", () => {
  it("[F4] twenty quick moves whose events come back late never pull the deck", () => {
    const moves = Array.from({ length: 20 }, (_, index) => index + 1);
    const { drive, shown } = run(...moves.map(moved), ...moves.flatMap((n) => [told(n, n), accepted(n, n)]));
    expect(shown).toEqual([]);
    expect(drive).toMatchObject({ at: slide(20), unanswered: 0 });
  });

  it("[F4] an answer that overtakes its event is not undone by the older view", () => {
    expect(run(told(4, 3), moved(4), accepted(6, 4), told(5, 3), told(6, 4))).toMatchObject({
      shown: [3],
      drive: { at: slide(4) },
    });
  });

  it("[F4] a refused move puts the deck back to the live position", () => {
    expect(run(told(1, 2), moved(9), { type: "refused" }).shown).toEqual([2, 2]);
  });

  it("[F4] moves made without a link stay until they are answered, whatever the snapshot after it says", () => {
    const { drive, shown } = run(moved(1), moved(2), told(7, 0), accepted(8, 1), accepted(9, 2));
    expect(shown).toEqual([]);
    expect(drive.at).toEqual(slide(2));
  });
});

describe("several devices", () => {
  it("[F5] a move from another device is shown", () => {
    expect(run(told(1, 3), told(2, 4)).shown).toEqual([3, 4]);
  });

  it("[F5] the last durable move wins when two devices move at once", () => {
    expect(run(moved(5), told(1, 5), told(2, 7), accepted(1, 5)).drive.at).toEqual(slide(7));
    expect(run(moved(5), told(1, 7), told(2, 5), accepted(2, 5)).drive.at).toEqual(slide(5));
  });

  it("[F5] whatever arrives in whatever order, a settled deck is at the newest known position", () => {
    const answer = fc.record({ seq: fc.integer({ min: 1, max: 50 }), h: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 10 }), fc.array(answer, { maxLength: 10 }), (own, others) => {
        const { drive } = run(
          ...own.map(({ h }) => moved(h)),
          ...others.map(({ seq, h }) => told(seq, h)),
          ...own.map(({ seq, h }) => accepted(seq, h)),
        );
        expect(drive.unanswered).toBe(0);
        expect(drive.at).toEqual(drive.live);
      }),
    );
  });

  it("[L5] another log starts from its own position, whatever its seq", () => {
    expect(run(told(40, 8), told(1, 0, "other")).shown).toEqual([8, 0]);
  });
});
