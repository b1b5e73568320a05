import { describe, expect, it } from "vitest";
import { likeness } from "./voice.ts";

describe("questions that are alike", () => {
  it("[Q1] share most of their longer words, whatever their case and order", () => {
    expect(likeness("how many servers", "How many SERVERS do you need?")).toBe(1);
    expect(likeness("What about proxies?", "How many servers do you need?")).toBe(0);
    expect(likeness("", "anything")).toBe(0);
    expect(likeness("a b c", "a b c")).toBe(0);
  });
});
