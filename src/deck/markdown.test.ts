import fc from "fast-check";
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { expect, test } from "vitest";
import { LecternError } from "../errors.ts";
import type { MarkdownDeck } from "./deck.ts";
import { readMarkdownDeck } from "./markdown.ts";

function read(source: string, title?: string): Promise<MarkdownDeck> {
  return readMarkdownDeck(source, { file: "decks/my-talk.md", ...(title === undefined ? {} : { title }) });
}

function positions(deck: MarkdownDeck): string[] {
  return deck.slides.map(({ h, v }) => `${h}.${v}`);
}

function warningsOf(deck: MarkdownDeck): string[] {
  return deck.warnings.map(({ line, message }) => `${line}: ${message}`);
}

/** Sections in the tree a browser builds. */
function sectionsIn(slidesHtml: string): number {
  const waiting: DefaultTreeAdapterTypes.Node[] = [parse(`<!doctype html><body><div>${slidesHtml}</div>`)];
  let count = 0;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.nodeName === "section") count += 1;
    if ("childNodes" in node) waiting.push(...node.childNodes);
  }
  return count;
}

async function errorOf(source: string): Promise<LecternError> {
  const error = await read(source).catch((caught: unknown) => caught);
  if (!(error instanceof LecternError)) throw new Error("expected a LecternError");
  return error;
}

test("[K1] --- starts a slide and -- a vertical one", async () => {
  const deck = await read("# A\n\n---\n\n# B\n\n--\n\n# C\n\n---\n\n# D");
  expect(positions(deck)).toEqual(["0.0", "1.0", "1.1", "2.0"]);
  expect(deck.slides.map(({ title }) => title)).toEqual(["A", "B", "C", "D"]);
  expect(deck.slidesHtml).toContain("<section>\n<section>\n<h1>B</h1>\n</section>\n<section>\n<h1>C</h1>");
});

test("[K1] a separator right under a paragraph separates; it makes no heading", async () => {
  const deck = await read("one\n---\ntwo\n--\nthree  \n--- \nfour");
  expect(positions(deck)).toEqual(["0.0", "1.0", "1.1", "2.0"]);
  expect(deck.slidesHtml).not.toMatch(/<h\d/);
});

test("[K1] files with CRLF line ends and a byte order mark read the same", async () => {
  const source = "---\ntitle: T\n---\n# A\n\ntext\n---\n# B\nNote: n\n";
  const [unix, windows] = [await read(source), await read(`\uFEFF${source.replaceAll("\n", "\r\n")}`)];
  expect(windows).toEqual(unix);
});

test("[K1] separators in code, comments and raw HTML do not split", async () => {
  const deck = await read(
    "```yaml\na: 1\n---\n--\nNote: x\n```\n\n- x\n  ~~~\n---\n  ~~~\n\n<!--\n---\n-->\n\n<pre>\n\n---\n\n</pre>",
  );
  expect(positions(deck)).toEqual(["0.0"]);
  expect(deck.slides[0]?.notesHtml).toBe("");
});

test("[K1] a fence that is never closed does not swallow the deck and is told", async () => {
  const deck = await read("# A\n\n```text\nx\n\n---\n\n# B");
  expect(positions(deck)).toEqual(["0.0", "1.0"]);
  expect(warningsOf(deck)).toEqual(["3: This code fence is never closed."]);
});

test("[K1] separators from the front matter are regular expressions", async () => {
  const deck = await read(
    '---\nseparator: <!--s-->\nverticalSeparator: "\\r?\\n----\\r?\\n"\nnotesSeparator: "^Speaker:"\n---\nA\n<!--s-->\nB\n----\nC\nSpeaker: psst\n\n--\n\nstill C\n',
  );
  expect(positions(deck)).toEqual(["0.0", "1.0", "1.1"]);
  expect(deck.slides[2]?.notesHtml).toContain("psst");
});

test("[K1] separators at the very beginning and end make no slide; an empty slide between stays", async () => {
  expect(positions(await read("\n---\n\n# A\n\n---\n\n---\n\n# B\n\n---\n"))).toEqual(["0.0", "1.0", "2.0"]);
});

test.each(["Note:", "Notes:", "note:", "NOTES:", "  Note:"])(
  "[A2] %s begins notes, which leave the slide",
  async (mark) => {
    const deck = await read(`# A\n\nshown\n\n${mark} *hidden* words\n\n- more\n\n---\n\n# B`);
    expect(deck.slides[0]?.notesHtml).toContain("<em>hidden</em> words");
    expect(deck.slides[0]?.notesHtml).toContain("<li>more</li>");
    expect(deck.slidesHtml).not.toContain("hidden");
    expect(deck.slides[1]?.notesHtml).toBe("");
  },
);

test("[A2] aside notes, data-notes and comments are cut out of the slide", async () => {
  const deck = await read(
    '# A\n\n<!-- .slide: data-notes="first" -->\n<div data-notes="second">x</div>\n\n<aside class="notes">\n\nthird **bold**\n\n</aside>\n\n<!-- fourth -->\n\nnote: fifth',
  );
  const notes = deck.slides[0]?.notesHtml ?? "";
  for (const word of ["first", "second", "third <strong>bold</strong>", "fifth"]) expect(notes).toContain(word);
  for (const word of ["first", "second", "third", "fourth", "fifth"]) expect(deck.slidesHtml).not.toContain(word);
});

test("[A2] an aside that is never closed keeps the rest of the slide back", async () => {
  const deck = await read('# A\n\n<aside class="notes">hidden\n\nalso hidden');
  expect(deck.slidesHtml).not.toContain("hidden");
});

test("[K1] .slide comments set attributes of the section", async () => {
  const deck = await read("<!-- .slide: data-background=\"#f00\" class='a b' data-auto-animate -->\n# A");
  expect(deck.slidesHtml).toContain('<section data-background="#f00" class="a b" data-auto-animate="">');
});

test("[K1] .element comments reach the element before them", async () => {
  const mark = '<!-- .element: class="fragment" data-fragment-index="2" -->';
  const found = 'class="fragment" data-fragment-index="2"';
  const html = async (source: string) => (await read(source)).slidesHtml;
  expect(await html(`# H ${mark}`)).toContain(`<h1 ${found}>H </h1>`);
  expect(await html(`# H\n${mark}`)).toContain(`<h1 ${found}>H</h1>`);
  expect(await html(`text\n${mark}`)).toContain(`<p ${found}>text</p>`);
  expect(await html(`- a ${mark}\n- b`)).toContain(`<li ${found}>a </li>\n<li>b</li>`);
  expect(await html(`- **a** ${mark}\n- b`)).toContain(`<li ${found}><strong>a</strong> </li>`);
  expect(await html(`text ![i](i.png) ${mark}`)).toContain(`<img src="i.png" alt="i" ${found}>`);
  expect(await html(`- a\n- b\n${mark}`)).toContain(`<li>a</li>\n<li ${found}>b</li>`);
  expect(await html(`- a\n- b\n\n${mark}`)).toContain(`<ul ${found}>`);
  expect(await html(`|a|b ${mark}|\n|-|-|\n|1|2|`)).toContain(`<th ${found}>b </th>`);
  expect(await html(`\`\`\`\nx\n\`\`\`\n${mark}`)).toContain('<pre class="code-wrapper fragment"');
});

test("[K1] classes and styles from comments are added to those that are there", async () => {
  const deck = await read('<p class="a" style="color:red">x</p>\n\n<!-- .element: class="b" style="top:0" -->');
  expect(deck.slidesHtml).toContain('<p class="a b" style="color:red; top:0">');
});

test("[K1] links open outside the frame unless they lead inside the deck", async () => {
  const deck = await read('[a](https://example.org) [b](#/2) <a href="c.html">c</a>');
  expect(deck.slidesHtml).toContain('<a href="https://example.org" target="_blank" rel="noopener">a</a>');
  expect(deck.slidesHtml).toContain('<a href="#/2">b</a>');
  expect(deck.slidesHtml).toContain('<a href="c.html" target="_blank" rel="noopener">c</a>');
});

test("[K1] an image alone on its slide is marked; one with a size of its own is not", async () => {
  expect((await read("![x](a/b.png)\n\nNote: n")).slidesHtml).toContain('<section class="lectern-full-image">');
  expect((await read("![x](a.png) <!-- .element: class='r-stretch' -->")).slidesHtml).not.toContain("full-image");
  expect((await read("![x](a.png)\n\nwords")).slidesHtml).not.toContain("full-image");
});

test("[K1] media stay relative and raw HTML passes through", async () => {
  const deck = await read(
    '<video data-autoplay src="clip.mp4"></video>\n\n<script>if (a < b && "---") run("</div>");</script>',
  );
  expect(deck.slidesHtml).toContain('<video data-autoplay="" src="clip.mp4"></video>');
  expect(deck.slidesHtml).toContain('<script>if (a < b && "---") run("</div>");</script>');
});

test("[K1] broken HTML cannot leave its slide", async () => {
  const deck = await read('# A\n\n</div></section></body>\n\n<div><b>\n\n---\n\n<section>B</section>\n\n<p a="\n');
  expect(deck.slidesHtml.match(/<section\b/g)).toHaveLength(2);
  expect(deck.slidesHtml.match(/<\/section>/g)).toHaveLength(2);
  expect(deck.slidesHtml.match(/<div>/g)).toHaveLength(2);
  expect(deck.slidesHtml.match(/<\/div>/g)).toHaveLength(2);
  expect(warningsOf(deck)[0]).toMatch(/^9: A <section>/);
});

test("[K1] no tag makes a slide take the ones after it", async () => {
  for (const tag of ["<script><!--<script>", "<plaintext>", "<textarea>", "<svg><style>", "<table><td>", "<select>"]) {
    const deck = await read(`# A\n\n<div>${tag}\n\n---\n\n# B`);
    expect(sectionsIn(deck.slidesHtml), tag).toBe(2);
  }
});

test("[A2] notes are cut wherever a browser would build them", async () => {
  for (const [open, close] of [
    ["<template>", "</template>"],
    ["<svg>", "</svg>"],
    ["<svg><foreignObject>", "</foreignObject></svg>"],
    ["<table><tr><td>", "</td></tr></table>"],
    ["<table>", "</table>"],
    ["<template><template>", "</template></template>"],
    ["<noscript>", "</noscript>"],
    ["<iframe>", "</iframe>"],
    ["<plaintext>", ""],
    ["<div a=`>", "`</div>"],
    ['<div a=">" b>', "</div>"],
  ]) {
    const deck = await read(
      `# A\n\n<div>${open}<aside class="x notes">psst</aside><p data-notes="psst">y</p>${close}</div>`,
    );
    expect(deck.slidesHtml, open).not.toContain("psst");
  }
});

test("[K2] elements nested twenty thousand deep are read", async () => {
  for (const tag of ["<div>", "<b>", "<template>", "<svg><g>", "<p><b>", "<ul data-lectern-poll><li>"]) {
    const deck = await read(`# A\n\n<div>${tag.repeat(20_000)}deep`);
    expect(deck.slides[0]?.title).toBe("A");
  }
});

test("[K1] SVG and MathML keep their names, and what closes itself stays closed", async () => {
  const svg = '<svg viewBox="0 0 2 1"><linearGradient id="g"/><path d="M0 0"/><text>a</text></svg>';
  const { slidesHtml } = await read(`# A\n\n<div>${svg}</div>\n\n$x^2$`);
  expect(slidesHtml).toContain(
    '<svg viewBox="0 0 2 1"><linearGradient id="g"></linearGradient><path d="M0 0"></path><text>a</text></svg>',
  );
  expect(slidesHtml).toContain('<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><msup><mi>x</mi>');
});

test("[K1] hidden slides are not sent, and the positions are those reveal.js will count", async () => {
  const source = "# A\n---\n<!-- .slide: data-visibility='hidden' -->\n# B\n--\n# C\n---\n# D";
  const deck = await read(source);
  expect(deck.slides.map(({ h, v, title }) => `${h}.${v} ${title}`)).toEqual(["0.0 A", "1.0 C", "2.0 D"]);
  expect(deck.slidesHtml).not.toContain("B</h1>");
  expect((await read(`---\nshowHiddenSlides: true\n---\n${source}`)).slides).toHaveLength(4);
});

test("[K1] mermaid blocks are kept as text and asked for", async () => {
  const deck = await read("```mermaid\ngraph TD; A-->B & C<D>\n```");
  expect(deck.slidesHtml).toContain('<pre class="mermaid">graph TD; A--&gt;B &amp; C&lt;D&gt;\n</pre>');
  expect(deck.needs).toEqual({ math: false, mermaid: true });
});

test("[K1] titles: option, front matter, first h1, first heading, file name", async () => {
  const withAll = "---\ntitle: From front matter\n---\n## Two\n---\n# One *x*";
  expect((await read(withAll, "From option")).title).toBe("From option");
  expect((await read(withAll)).title).toBe("From front matter");
  expect((await read("## Two\n---\n# One *x* & y")).title).toBe("One x & y");
  expect((await read("## Two")).title).toBe("Two");
  expect((await read("text")).title).toBe("my-talk");
});

test("[K1] slide titles are plain text", async () => {
  const long = "word ".repeat(30);
  const deck = await read(`### A *b* \`c\` &amp; $E=mc^2$\n---\n${long}\n---\n![a picture](x.png)\n---\n<br>`);
  expect(deck.slides.map(({ title }) => title)).toEqual(["A b c & E=mc^2", long.slice(0, 60).trim(), "a picture", ""]);
});

test("[K1] ---- is told to be a line, because reveal-md starts a vertical slide with it", async () => {
  expect(warningsOf(await read("# A\n\n----\n\nb"))[0]).toMatch(/^3: ---- draws a line/);
});

test.each(["", "\n\n---\n\n", "Note: only notes", "<!-- only a comment -->", "---\ntitle: x\n---\n"])(
  "[K2] a deck without slides is refused: %j",
  async (source) => {
    expect(await errorOf(source)).toMatchObject({ code: "deck-empty", details: { file: "decks/my-talk.md" } });
  },
);

test("[F7] the version names what is shown, notes included, and not the warnings", async () => {
  const version = async (source: string) => (await read(source)).version;
  const base = await version("# A\n\nNote: n");
  expect(base).toMatch(/^[0-9a-f]{16}$/);
  expect(await version("# A\n\nNote: n")).toBe(base);
  expect(await version("---\nunknownKey: 1\n---\n# A\n\nNote: n")).toBe(base);
  for (const other of ["# B\n\nNote: n", "# A\n\nNote: m", "---\ntheme: black\n---\n# A\n\nNote: n"]) {
    expect(await version(other)).not.toBe(base);
  }
});

const fragments = fc.constantFrom(
  "# H\n",
  "text\n",
  "\n",
  "---\n",
  "--\n",
  "----\n",
  "```\n",
  "```text [1|2]\n",
  "~~~\n",
  "Note: ",
  "<!-- .slide: class='x' -->",
  "<!-- .element: data-notes='x' -->",
  "<!--",
  "-->",
  "<aside class='notes'>",
  "</aside>",
  "<section>",
  "</section>",
  "</div>",
  "<script>",
  "<p a='",
  "- a\n",
  "|a|b|\n|-|-|\n",
  "$x$ ",
  "$$\n",
  "\\[",
  "![i](i.png)\n",
  "title: x\n",
);
const decks = fc
  .array(fc.oneof({ weight: 4, arbitrary: fragments }, { weight: 1, arbitrary: fc.string({ unit: "binary" }) }), {
    maxLength: 25,
  })
  .map((parts) => parts.join(""));

test("[K2] whatever the text, the answer is a deck or an error from the table", async () => {
  await fc.assert(
    fc.asyncProperty(decks, async (source) => {
      const answer = await read(source).catch((error: unknown) => error);
      expect(answer instanceof Error && !(answer instanceof LecternError)).toBe(false);
    }),
    { numRuns: 400 },
  );
});

test("[K1] there are as many leaf sections as slides", async () => {
  await fc.assert(
    fc.asyncProperty(decks, async (source) => {
      const deck = await read(source).catch(() => undefined);
      if (deck === undefined) return;
      const stacks = new Set(deck.slides.filter(({ v }) => v > 0).map(({ h }) => h)).size;
      expect(sectionsIn(deck.slidesHtml)).toBe(deck.slides.length + stacks);
    }),
    { numRuns: 300 },
  );
});

test("[A2] a sentence that stands only in a note is never in the slides", async () => {
  const secret = "the cobalt heron never lands";
  const places = fc.constantFrom(
    `\nNote: ${secret}\n`,
    `\n\nnotes:\n\n- ${secret}\n`,
    `\n<aside class="notes">${secret}</aside>\n`,
    `\n<aside class=notes>\n\n${secret}\n\n</aside>\n`,
    `\n<!-- .slide: data-notes="${secret}" -->\n`,
  );
  const safe = fragments.filter((part) => !part.startsWith("```") && !/^(~~~|<script|<p|<!--$|\$\$|\\\[)/.test(part));
  const around = fc.array(safe, { maxLength: 8 }).map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(around, places, around, async (before, note, after) => {
      const deck = await read(`# A\n\n${before}\n${note}\n${after}`).catch(() => undefined);
      if (deck === undefined) return;
      expect(deck.slidesHtml).not.toContain(secret);
    }),
    { numRuns: 300 },
  );
});

test("[K1] whatever stands in a code block, it stays one slide", async () => {
  const line = fc.constantFrom("---", "--", "----", "Note: x", "~~~", "<!-- .slide: x -->", "</section>", "# h", "");
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 10 }), async (lines) => {
      const deck = await read(`# A\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n\nend`);
      expect(deck.slides).toHaveLength(1);
      expect(deck.slides[0]?.notesHtml).toBe("");
      expect(deck.slidesHtml).toContain("<p>end</p>");
    }),
  );
});
