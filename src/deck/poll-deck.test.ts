import fc from "fast-check";
import { expect, test } from "vitest";
import type { MarkdownDeck } from "./deck.ts";
import { attributeOf, elementsFrom, parseSection } from "./html.ts";
import { readMarkdownDeck } from "./markdown.ts";

const read = (source: string): Promise<MarkdownDeck> => readMarkdownDeck(source, { file: "talk.md" });
const ticks = "```";
const poll = (info: string, ...lines: string[]) => [`${ticks}poll ${info}`, ...lines, ticks].join("\n");
const warningsOf = ({ warnings }: MarkdownDeck) => warnings.map(({ line, message }) => `${line}: ${message}`);
/** Ids on the slides, in their order. */
const placeholdersIn = ({ slidesHtml }: MarkdownDeck) =>
  [...elementsFrom(parseSection(slidesHtml))].flatMap((element) => attributeOf(element, "data-lectern-poll") ?? []);
const quiz = poll("quiz id=q", "Which?", "- [ ] A", "- [x] B <b>", "- C");

test("[P1] a fence becomes a placeholder that reads well, and a poll of the deck", async () => {
  const deck = await read(`# One\n\n---\n\n# Two\n--\n## Three\n\n${quiz}\n`);
  expect(warningsOf(deck)).toEqual([]);
  expect(deck.polls).toEqual([
    {
      id: "q",
      h: 1,
      v: 1,
      line: 9,
      kind: "quiz",
      question: "Which?",
      options: ["A", "B <b>", "C"],
      right: [1],
      multiple: false,
      maxChoices: 1,
      points: 100,
      time: null,
      reveal: "close",
      open: "arrive",
    },
  ]);
  expect(deck.slidesHtml).toContain(
    '<div class="lectern-poll" data-lectern-poll="q">\n<p class="lectern-poll-question">Which?</p>\n<ol class="lectern-poll-options"><li>A</li><li>B &lt;b&gt;</li><li>C</li></ol>\n</div>',
  );
});

test("[P1] a scale and a number show their ends", async () => {
  const html = async (info: string, ...lines: string[]) => (await read(poll(info, "Q", ...lines))).slidesHtml;
  expect(await html('scale labels="never,<i>always"')).toContain(
    '<p class="lectern-poll-ends"><span><b>1</b> never</span> … <span><b>5</b> &lt;i&gt;always</span></p>',
  );
  expect(await html("scale", "- A", "- B")).toContain('<ul class="lectern-poll-statements"><li>A</li><li>B</li></ul>');
  expect(await html("number min=0 max=9 unit=km")).toContain("<span><b>0</b> km</span> … <span><b>9</b> km</span>");
  expect(await html("number min=0")).toContain('<p class="lectern-poll-ends">≥ <span><b>0</b></span></p>');
  expect(await html("number max=9")).toContain('<p class="lectern-poll-ends">≤ <span><b>9</b></span></p>');
  expect(await html("number unit=km")).toContain('<p class="lectern-poll-ends"><span>km</span></p>');
  expect(await html("number right=42")).not.toMatch(/42|lectern-poll-ends/);
});

test("[P1] an id is kept where kind and question are; a second equal one is told apart", async () => {
  const ids = async (source: string) => (await read(source)).polls.map(({ id }) => id);
  const [id] = await ids(poll("", "Which?", "- A", "- B"));
  expect(id).toMatch(/^[0-9a-f]{8}$/);
  expect(await ids(`# T\n\n${poll("time=20", "Which?", "- C", "- D", "- E")}`)).toEqual([id]);
  expect(await ids(poll("multiple", "Which?", "- A", "- B"))).not.toEqual([id]);
  expect(await ids(poll("", "Which one?", "- A", "- B"))).not.toEqual([id]);
  const twice = poll("", "Which?", "- A", "- B");
  expect(await ids(`${twice}\n\n---\n\n${twice}\n\n${twice}`)).toEqual([id, `${id}-2`, `${id}-3`]);
  const right = (answer: string) => ids(poll("quiz", "Which?", `- [${answer}] A`, "- [x] B"));
  expect(await right("x")).toEqual(await right(" "));
});

test("[P1] [K2] two polls with the same id are told, and both are there", async () => {
  const deck = await read(`${poll("text id=a", "One")}\n\n---\n\n${poll("text id=a", "Two")}`);
  expect(deck.polls.map(({ id, h }) => `${id} ${h}`)).toEqual(["a 0", "a-2 1"]);
  expect(warningsOf(deck)).toEqual(["7: Another poll has id=a already; this one is called a-2."]);
  expect(deck.slidesHtml).toContain('data-lectern-poll="a-2"');
});

test("[P1] an element with data-lectern-poll means the same", async () => {
  const html =
    '<div class="wide" data-lectern-poll="quiz id=q"><p>Which?</p><ul><li>A</li><li data-right>B &lt;b&gt;</li><li>C</li></ul></div>';
  const [written, element] = [await read(`# T\n\n${quiz}`), await read(`# T\n\n${html}`)];
  expect(element.polls).toEqual(written.polls);
  expect(element.slidesHtml.replace("wide lectern-poll", "lectern-poll")).toContain(
    written.slidesHtml.slice(written.slidesHtml.indexOf("<p class"), written.slidesHtml.indexOf("</ol>")),
  );
  expect(element.slidesHtml).toContain('<div class="wide lectern-poll" data-lectern-poll="q">');
  expect(element.slidesHtml).not.toContain("data-right");
});

test("[P1] in an element the list may be Markdown, and the question may be marked up", async () => {
  const deck = await read(
    `# T\n\n<div data-lectern-poll="quiz">\n\n## Which *one*\n\nis it?\n\n- \`A\`\n- [x] **B**\n\n</div>`,
  );
  expect(warningsOf(deck)).toEqual([]);
  expect(deck.polls).toMatchObject([{ question: "Which one is it?", options: ["A", "B"], right: [1] }]);
  expect(deck.slidesHtml).not.toMatch(/\[x\]|<strong>/);
  expect((await read("<div data-lectern-poll><p>Q</p><ol><li>A</li><li>B</li></ol></div>")).polls).toMatchObject([
    { kind: "choice", question: "Q" },
  ]);
  expect((await read("<section data-lectern-poll=text>Q</section>")).polls).toMatchObject([{ kind: "text" }]);
});

test("[P1] [K2] mistakes have their lines, in fences and in elements", async () => {
  const fence = poll("tme=20", "Which?", "- A", "- B", "", "after");
  const code = "```html\n<div data-lectern-poll>\n```";
  const element = '<p>x</p>\n<div data-lectern-poll="quiz"><p>Which?</p><ul><li>A</li><li>B</li></ul></div>';
  expect(warningsOf(await read(`# T\n\n${fence}\n\n---\n\n${code}\n\n${element}`))).toEqual([
    '3: "tme" is left out: a choice poll has no such option. Did you mean "time"?',
    "8: What stands after the list is left out.",
    "18: This quiz has no right answer: mark it with - [x]. It is shown as it is written, not as a poll.",
  ]);
  expect(warningsOf(await read("# A\n\n```pol\nx\n```"))[0]).toContain('Did you mean "poll"?');
});

test("[P1] what cannot be a poll is shown as it is written, but for what is right", async () => {
  const fence = await read(`# T\n\n${poll("quizz right=42", "Which?", "- [ ] A", "- [x] B")}`);
  expect(fence.polls).toEqual([]);
  expect(fence.slidesHtml).toContain('<pre class="code-wrapper"');
  expect(fence.slidesHtml).toContain('<span class="code-line">- B</span>');
  const element = await read(
    '<div data-lectern-poll="quizz right=42"><p>Which?</p><ul><li>[ ] A</li><li data-right>[x] <b>B</b></li></ul></div>',
  );
  expect(element.slidesHtml).toContain("<div><p>Which?</p><ul><li>A</li><li><b>B</b></li></ul></div>");
  for (const { slidesHtml } of [fence, element]) expect(slidesHtml).not.toMatch(/42|\[|data-right|quizz/);
});

test("[P1] [K2] the attribute belongs on a div; elsewhere it says nothing and tells nothing", async () => {
  const deck = await read(
    `<!-- .slide: data-lectern-poll="number right=42" -->\n# T\n\n${quiz}\n\n<ul data-lectern-poll="quiz"><li data-right>A</li></ul>`,
  );
  expect(deck.polls.map(({ id }) => id)).toEqual(["q"]);
  expect(deck.slidesHtml).not.toMatch(/42|data-right/);
  expect(warningsOf(deck)).toHaveLength(2);
  for (const warning of warningsOf(deck)) expect(warning).toContain("it belongs on a <div> in the slide");
});

test("[P1] a fence right under HTML is a poll too", async () => {
  const deck = await read(
    `# One\n\n<div class="columns">\n${quiz}\n</div>\n\n> <b>\n> ${quiz.replaceAll("\n", "\n> ").replace("id=q", "id=r")}\n`,
  );
  expect(warningsOf(deck)).toEqual([]);
  expect(deck.polls.map(({ id, line }) => [id, line])).toEqual([
    ["q", 4],
    ["r", 13],
  ]);
  expect(deck.slidesHtml).not.toMatch(/\[|quiz/);
});

test("[P1] a fence in an element for text stays text", async () => {
  const deck = await read(`# One\n\n<pre>\n${poll("", "Which?", "- A", "- B")}\n</pre>\n`);
  expect(deck.polls).toEqual([]);
  expect(deck.slidesHtml).toContain("```poll");
});

test("[P1] a poll in the notes, in another poll, or where HTML shows no elements is told", async () => {
  const notes = await read(`# T\n\nNote: hm\n\n${quiz}`);
  expect(notes.polls).toEqual([]);
  expect(warningsOf(notes)).toEqual(["5: A poll in the notes is only text: write it before them."]);
  for (const [open, close] of [
    ['<aside class="notes">', "</aside>"],
    ['<div data-lectern-poll="text">Q', "</div>"],
    ["text <textarea>", "</textarea>"],
  ]) {
    const deck = await read(`# T\n\n${open}\n\n${quiz}\n\n${close}`);
    expect(deck.polls.filter(({ id }) => id === "q")).toEqual([]);
    expect(warningsOf(deck).at(-1), open).toMatch(/^5: This poll is left out/);
    expect(deck.slidesHtml).not.toContain("[x]");
  }
});

test("[P1] a poll on a slide that is not sent is no poll of the deck, and takes no id", async () => {
  const source = `<!-- .slide: data-visibility="hidden" -->\n${quiz}\n\n---\n\n# T\n\n${quiz}`;
  const deck = await read(source);
  expect(deck.polls).toMatchObject([{ id: "q", h: 0 }]);
  expect(warningsOf(deck)).toEqual([]);
  expect((await read(`---\nshowHiddenSlides: true\n---\n${source}`)).polls).toHaveLength(2);
});

test("[P1] comments, separators and notes marks in the fence are its text; a comment after it reaches the placeholder", async () => {
  const deck = await read(
    `${poll("", "Which?", "- --", "- Note: x", "---", "- <!-- y -->")}\n<!-- .element: class="fragment" -->`,
  );
  expect(deck.polls).toMatchObject([{ options: ["--", "Note: x ---", "<!-- y -->"] }]);
  expect(deck.slidesHtml).toContain('<div class="lectern-poll fragment" data-lectern-poll="');
});

test("[P1] the question is the title of a slide without a heading", async () => {
  const deck = await read(`# T\n---\n${quiz}\n---\n## Heading\n\n${quiz}`);
  expect(deck.slides.map(({ title }) => title)).toEqual(["T", "Which?", "Heading"]);
});

test("[F7] the version changes with a poll, right answers included, and not with its line", async () => {
  const version = async (source: string) => (await read(source)).version;
  const base = await version(`# T\n\n${quiz}`);
  expect(await version(`---\nunknownKey: 1\n---\n# T\n\n\n\n${quiz}`)).toBe(base);
  for (const other of [quiz.replace("[ ] A", "[x] A"), quiz.replace("quiz", "quiz time=20"), quiz.replace("C", "D")]) {
    expect(await version(`# T\n\n${other}`)).not.toBe(base);
  }
});

const parts = fc.constantFrom(
  "# H\n",
  "\n",
  "---\n",
  "```poll quiz right=31337\n",
  "```poll number right=31337\n",
  "```poll quizz id=a\n",
  "```poll id=a\n",
  "```\n",
  "~~~poll quiz\n",
  "~~~\n",
  "Which?\n",
  "- [x] A\n",
  "- [X] B\n",
  "- [ ] C\n",
  "- D\n",
  "<div data-lectern-poll='quiz right=31337'>\n",
  "<div data-lectern-poll='#1'>",
  "<p data-lectern-poll='number right=31337'>",
  "<ul data-lectern-poll='quiz'>",
  "<p>Q</p><ul><li data-right>A</li><li>[x] B</li></ul>\n",
  "</div>\n",
  "<!-- .slide: data-lectern-poll='right=31337' -->\n",
  "<!-- .element: data-lectern-poll='right=31337' -->\n",
  "<svg>",
  "<table><tr>",
  "<template>",
  "> ",
);
const decks = fc
  .array(fc.oneof({ weight: 8, arbitrary: parts }, { weight: 1, arbitrary: fc.string({ unit: "binary" }) }), {
    maxLength: 25,
  })
  .map((all) => all.join(""));

test("[P1] whatever the deck, its polls have ids of their own and stand on slides it has", async () => {
  await fc.assert(
    fc.asyncProperty(decks, async (source) => {
      const deck = await read(`# H\n${source}`);
      const ids = deck.polls.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { h, v } of deck.polls) {
        expect(deck.slides.some((slide) => slide.h === h && slide.v === v)).toBe(true);
      }
      expect(placeholdersIn(deck)).toEqual(ids);
      // A carriage return alone ends a line too.
      const lines = source.split(/\r\n?|\n/).length + 1;
      for (const { line } of deck.warnings) expect(line).toBeLessThanOrEqual(lines);
    }),
    { numRuns: 400 },
  );
});

test("[P1] [A2] no right answer and no mark is ever in the slides, whatever the polls and their mistakes", async () => {
  const info = fc.constantFrom("quiz", "quizz", "", "number right=31337", "scale right=31337", "quiz id=a time=1");
  const item = fc.constantFrom(
    "- [x] A",
    "- [ ] B",
    "- C",
    "-[X]D",
    "1. [x] E",
    "- - [x] F",
    "- ",
    "",
    "text",
    "  - [x]",
  );
  const fence = fc.tuple(info, fc.array(item, { maxLength: 14 })).map(([word, all]) => poll(word, "Which?", ...all));
  const element = fc
    .tuple(info, fc.array(fc.constantFrom("<li data-right>A</li>", "<li>[x] B</li>", "<li>C</li>"), { maxLength: 14 }))
    .map(([word, all]) => `<div data-lectern-poll="${word}"><p>Which?</p><ul>${all.join("")}</ul></div>`);
  const quoted = fence.map((text) => text.replace(/^/gm, "> "));
  const between = fc.constantFrom(
    "\n\n",
    "\n\n---\n\n",
    '\n\n<div class="columns">\n\n',
    "\n\n</div>\n\n",
    "\n<div>\n",
    "\n<b>a\n",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(between, fc.oneof(fence, quoted, element)), { maxLength: 5 }), async (all) => {
      const deck = await read(`# T\n${all.flat().join("")}`);
      expect(deck.slidesHtml).not.toMatch(/31337|data-right|\[\s*x\s*\]/i);
    }),
    { numRuns: 300 },
  );
});
