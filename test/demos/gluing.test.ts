import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build, glue, read } from "../../examples/websockets/demos/gluing.js";

describe("words in JSON", () => {
  it("[W1] built: whatever is typed arrives as it was typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (chat) => {
        expect(read(build(chat), chat)).toEqual({ words: "Reads as it was typed.", isTheirs: false });
      }),
    );
  });

  it("[W1] glued: right only as long as nothing in it means something to JSON", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^"\\\p{Cc}]*$/u), (chat) => {
        expect(read(glue(chat), chat).isTheirs).toBe(false);
      }),
    );
  });

  it.each([
    ['hi","event":"slide', 'Reads as event "slide". That is theirs.', true],
    ['hi","chat":"no', 'Reads as chat "no". Not what was typed.', true],
    ['hi","chat":5,"a":"', "Reads as chat 5. Not what was typed.", true],
    ["a \\n b", 'Reads as chat "a \\n b". Not what was typed.', true],
    ['say "hi"', "Not JSON any more. The message is lost.", false],
    ["hi\\", "Not JSON any more. The message is lost.", false],
  ])("[W1] glued: %s", (chat, words, isTheirs) => {
    expect(read(glue(chat), chat)).toEqual({ words, isTheirs });
  });
});
