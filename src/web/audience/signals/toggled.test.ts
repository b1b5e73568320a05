import { describe, expect, it } from "vitest";
import { toggled } from "./toggled.ts";

describe("a hand on one's own page", () => {
  it("[H1] is up at once, and the server's as soon as that has spoken", () => {
    const hand = toggled(false);
    const answered = hand.wants(true);
    expect(hand.now.value).toBe(true);
    hand.told(false);
    expect(hand.now.value).toBe(true);
    answered(true);
    hand.told(true);
    expect(hand.now.value).toBe(true);
    hand.told(false);
    expect(hand.now.value).toBe(false);
  });

  it("[H1] is as it was when it is refused", () => {
    const hand = toggled(false);
    hand.wants(true)(false);
    expect(hand.now.value).toBe(false);
  });

  it("[H1] is as it was wanted last, whatever is told in between", () => {
    const hand = toggled(false);
    const [first, second] = [hand.wants(true), hand.wants(false)];
    first(true);
    hand.told(true);
    expect(hand.now.value).toBe(false);
    second(true);
    hand.told(false);
    expect(hand.now.value).toBe(false);
  });
});
