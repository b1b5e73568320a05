import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMarkdownDeck } from "./markdown.ts";
import { fromSlidev } from "./slidev.ts";

const source = readFileSync(join(import.meta.dirname, "../../test/decks/slidev/slides.md"), "utf8");
const lineOf = (text: string): number => source.split("\n").findIndex((line) => line.includes(text)) + 1;

describe("a deck written for Slidev", () => {
  it("[K5] opens: front matter of slides, layouts, clicks, columns, steps through code", async () => {
    const deck = await readMarkdownDeck(source, { file: "slides.md" });
    expect(deck.slides.map(({ title }) => title)).toEqual([
      "A deck for Slidev",
      "What is Slidev?",
      "Code",
      "Learn More",
    ]);
    const slides = deck.slidesHtml.split("</section>");
    expect(slides[0]).toContain('<section class="text-center" data-background-image="cover.svg">');
    expect(slides[1]).toContain('data-transition="fade"');
    expect(slides[1]?.match(/class="fragment"/g)).toHaveLength(3);
    const columns = slides[1]?.split('<div class="columns"><div>')[1]?.split("</div><div>") ?? [];
    expect(columns.map((html) => /What is|Right side/.exec(html)?.[0])).toEqual(["What is", "Right side"]);
    expect(slides[2]?.match(/<code/g)).toHaveLength(3);
    expect(slides[3]).toContain('class="center text-center"');
    expect(deck.revealOptions).toEqual({ transition: "slide" });
    expect(deck.slidesHtml).not.toMatch(/layout|v-click|::|twoslash/);
  });

  it("[K4] [A2] the comment a slide ends with is the speaker's", async () => {
    const deck = await readMarkdownDeck(source, { file: "slides.md" });
    const notes = deck.slides.map(({ notesHtml }) => notesHtml);
    expect(notes).toEqual(["<p>The otter waves.</p>", "", "", "<p>The otter leaves.</p>"]);
    expect(deck.slidesHtml).not.toContain("otter");
  });

  it("[K2] [K5] what is not understood is listed once, with its line", async () => {
    const { warnings } = await readMarkdownDeck(source, { file: "slides.md" });
    expect(warnings).toEqual([
      { line: 2, message: expect.stringMatching(/no theme "seriph"/) },
      {
        line: lineOf("highlighter"),
        message: "Slidev's `highlighter`, `drawings`, `mdc`, <Tweet>: not understood here, and left out.",
      },
      { line: lineOf("src:"), message: expect.stringMatching(/^The slides of \.\/pages\/other\.md are left out/) },
      { line: lineOf("<<<"), message: expect.stringMatching(/^The code of @\/snippets/) },
    ]);
  });

  it("[K5] inline clicks, hidden slides, a slide without an empty line", async () => {
    const deck = await readMarkdownDeck(
      '---\nmdc: true\n---\n# One <v-click>more</v-click>\n---\nlayout: two-cols\n---\n# Two\n\nA\n\n::right::\n\nB\n\n<!-- the otter -->\n---\nhide: true\n---\n# Three\n---\n# Four\n<p class="big" v-click="2">late</p>',
      { file: "slides.md" },
    );
    expect(deck.slides.map(({ title }) => title)).toEqual(["One more", "Two", "Four"]);
    expect(deck.slidesHtml).toContain('<span class="fragment">more</span>');
    expect(deck.slidesHtml).toContain('<p class="fragment big">late</p>');
    expect(deck.slidesHtml.match(/<p>[AB]<\/p>/g)).toEqual(["<p>A</p>", "<p>B</p>"]);
    expect(deck.slides.map(({ notesHtml }) => notesHtml)).toEqual(["", "<p>the otter</p>", ""]);
    expect(deck.slidesHtml.match(/<div/g)?.length).toBe(deck.slidesHtml.match(/<\/div>/g)?.length);
  });
});

describe("any other deck", () => {
  it("[K5] stays as it is written", () => {
    const others = [
      "# A\n\n---\n\nb: c\n\n---\n\n# D",
      "---\ntitle: A\ntransition: fade\n---\n# A\n---\nclass: x\n---\n",
      "# About `layout:`\n\n```yaml\n---\nlayout: cover\n```\n".replace("---\nlayout", "--- #\nlayout"),
    ];
    for (const text of others) expect(fromSlidev(text)).toEqual({ text, warnings: [] });
  });

  it("[K2] [K5] whatever is written, it is answered, and lines stay where they are", () => {
    const piece = fc.constantFrom(
      ..."---|layout: two-cols|::right::||# T|<!--|-->|n -->|<v-clicks>|</v-clicks>|- a|```ts {1|2}|```|src: x|{{ y }}|class: [|<p v-click>".split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (lines) => {
        const text = `---\nmdc: true\n---\n\n${lines.join("\n")}\n\n`;
        const read = fromSlidev(text);
        expect(read.text.split("\n").length).toBeGreaterThanOrEqual(text.split("\n").length);
        for (const { line } of read.warnings) expect(line).toBeLessThanOrEqual(text.split("\n").length);
      }),
    );
  });
});
