import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWordList } from "./word-list.ts";

const holds = readWordList(`\uFEFF# not nice
darn
spam*
bloody hell
C++
くそ
дурак
`);

describe("a word list", () => {
  it.each([
    "darn",
    "Oh DARN it!",
    "därn",
    "ｄａｒｎ",
    "d\u200Barn",
    "what the bloody   hell",
    "spammer",
    "I know C++, too",
    "これはくそだ",
    "ты ДУРАК?",
  ])("[M1] holds %s", (text) => expect(holds(text)).toBe(true));

  it.each(["darning socks", "undarn", "bloody", "C is fine", "дураки", "", "# not nice"])("[M1] lets %s pass", (text) =>
    expect(holds(text)).toBe(false),
  );

  it("[M1] an empty list holds nothing; any line is a word and never an error", () => {
    expect(readWordList("\n# only a comment\n*\n")("anything")).toBe(false);
    fc.assert(fc.property(fc.string(), fc.string(), (list, text) => typeof readWordList(list)(text) === "boolean"));
  });
});
