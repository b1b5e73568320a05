import { describe, expect, it } from "vitest";
import { readChannelsAttribute } from "./channel-rules.ts";
import { readMarkdownDeck } from "./markdown.ts";

describe("data-lectern-channels", () => {
  it("[D4] reads the short form, with or without braces", () => {
    const rules = { counter: { set: "everyone" }, cursor: { rate: 20, http: true } };
    const text = "counter: { set: everyone }, cursor: { rate: 20, http: true }";
    expect(readChannelsAttribute(text)).toEqual({ rules, problems: [] });
    expect(readChannelsAttribute(`{ ${text} }`)).toEqual({ rules, problems: [] });
    expect(readChannelsAttribute(JSON.stringify(rules))).toEqual({ rules, problems: [] });
  });

  it.each([
    ["loud", "needs a map"],
    ["{", "form name: { set: everyone }"],
    ["counter: loud", "needs a map"],
    ["counter: { rate: 51 }", '"rate" of "counter" must be a whole number from 1 to 50'],
    ["counter: { http: maybe }", '"http" of "counter" must be true or false'],
    ["counter: { volume: 3 }", '"volume" is no rule'],
  ])("[D4] [K2] %s is a mistake in words", (text, words) => {
    expect(readChannelsAttribute(text)).toEqual({ rules: {}, problems: [expect.stringContaining(words)] });
  });

  const read = (source: string) => readMarkdownDeck(source, { file: "talk.md" });

  it("[D4] counts on a slide and on an element in it; the front matter wins; a mistake names its line", async () => {
    const deck = await read(`---
channels:
  counter: { set: speaker }
---
# One
<!-- .slide: data-lectern-channels="counter: { set: everyone }, ink: { rate: 20 }" -->

---

# Two

<p data-lectern-channels="first: { send: speaker }">hi</p>

---

# Three

<p data-lectern-channels="loud">hi</p>
`);
    expect(deck.channels).toEqual({
      counter: { set: "speaker" },
      ink: { rate: 20 },
      first: { send: "speaker" },
    });
    expect(deck.warnings).toEqual([
      { line: 18, message: expect.stringContaining("data-lectern-channels is left out") },
    ]);
    expect(deck.slidesHtml).not.toContain("data-lectern-channels");
  });
});
