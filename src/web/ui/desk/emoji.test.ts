import { describe, expect, it } from "vitest";
import { maxEmoji } from "../../../talk/features.ts";
import { readEmoji } from "./emoji.ts";

describe("the emoji a speaker chooses", () => {
  it("[H3] stand one after another, each once, however they are made", () => {
    expect(readEmoji("👏❤️ 😂,🤔 👏")).toEqual({ emoji: ["👏", "❤️", "😂", "🤔"] });
    expect(readEmoji("👩🏽‍💻 🇳🇱 1️⃣ ☕")).toEqual({ emoji: ["👩🏽‍💻", "🇳🇱", "1️⃣", "☕"] });
  });

  it("[H3] are emoji, at least one, and not more than the talk takes; what is none is named", () => {
    expect(readEmoji("👏 yes")).toEqual({ stray: "y" });
    expect(readEmoji("1")).toEqual({ stray: "1" });
    expect(readEmoji(`👩${"‍👩".repeat(20)}`)).toHaveProperty("stray", expect.stringContaining("👩"));
    expect(readEmoji(" , ")).toEqual({ stray: undefined });
    const nine = [..."🐶🐱🐭🐹🐰🦊🐻🐼🐨"];
    expect(readEmoji(nine.slice(0, maxEmoji.count).join(""))).toEqual({ emoji: nine.slice(0, maxEmoji.count) });
    expect(readEmoji(nine.join(""))).toEqual({ stray: undefined });
  });
});
