import { expect, test, vi } from "vitest";
import { parseCodeInfo } from "./code-info.ts";
import { readMarkdownDeck } from "./markdown.ts";

const load = vi.hoisted(() => ({ katex: 0, shiki: 0 }));
vi.mock("katex", async (original) => {
  load.katex += 1;
  return await original();
});
vi.mock("shiki/core", async (original) => {
  load.shiki += 1;
  return await original();
});

const fence = "```";
const read = (source: string) => readMarkdownDeck(source, { file: "talk.md" });
const warningsOf = async (source: string) =>
  (await read(source)).warnings.map(({ line, message }) => `${line}: ${message}`);

test("[K1] a deck without code or math loads neither Shiki nor KaTeX", async () => {
  await read(
    `# A\n\nIt costs $5 and $10, or \`$x$\` in code.\n\n${fence}\nplain\n${fence}\n\n${fence}mermaid\ngraph TD\n${fence}`,
  );
  expect(load).toEqual({ katex: 0, shiki: 0 });
});

test("[K1] code is coloured, also by an alias of its language", async () => {
  for (const language of ["js", "ts", "sh", "html", "JSON", "python"]) {
    const deck = await read(`${fence}${language}\nconst a = "x"; // <b>\n${fence}`);
    expect(deck.warnings).toEqual([]);
    expect(deck.slidesHtml).toMatch(/<span style="color:#/);
    expect(deck.slidesHtml).not.toContain("<b>");
  }
});

test("[K2] an unknown language is told and shown plain", async () => {
  expect(await warningsOf(`# A\n\n${fence}pythn\nx\n${fence}`)).toEqual([
    '3: There is no code language "pythn"; the block stays without colours. Did you mean "python"?',
  ]);
});

test("[K1] highlight.js themes are met by a near Shiki theme; an unknown one is told", async () => {
  const code = `${fence}js\nlet a\n${fence}`;
  const html = async (theme: string) => (await read(`---\nhighlightTheme: ${theme}\n---\n${code}`)).slidesHtml;
  for (const theme of ["monokai", "github", "atom-one-dark", "zenburn", "nord"]) {
    expect(await html(theme)).toContain("--code-ground:#");
  }
  expect(await warningsOf(`---\ntitle: x\nhighlightTheme: monokay\n---\n${code}`)).toEqual([
    '3: There is no code theme "monokay". Did you mean "monokai"?',
  ]);
});

test("[K1] steps: the first is plain, each further one a fragment over it", async () => {
  const { slidesHtml } = await read(`${fence}js [1-2|4|]\na\nb\nc\nd\n${fence}`);
  const codes = slidesHtml.match(/<code [^>]*>/g) ?? [];
  expect(codes).toHaveLength(3);
  expect(codes[0]).not.toMatch(/fragment|aria-hidden/);
  expect(codes[1]).toMatch(/class="[^"]*\bfragment\b[^"]*"[^>]* aria-hidden="true"/);
  expect(codes[2]).not.toContain("has-highlights");
  const steps = slidesHtml.split("<code ").slice(1);
  const marked = steps.map((step) => [...step.matchAll(/highlight-line" data-line="(\d+)"/g)].map(([, line]) => line));
  expect(marked).toEqual([["1", "2"], ["4"], []]);
});

test("[K1] line numbers can start elsewhere; steps count rows", async () => {
  const { slidesHtml } = await read(`${fence}js [5: 1]\na\nb\n${fence}`);
  expect(slidesHtml).toContain('highlight-line" data-line="5"');
  expect(slidesHtml).toContain('<span class="code-line" data-line="6">');
  expect((await read(`${fence}js\na\n${fence}`)).slidesHtml).not.toContain("data-line");
});

test("[K1] the notation of a fence is reveal.js's", () => {
  expect(parseCodeInfo("js")).toEqual({ language: "js", numbered: false, firstNumber: 1, steps: [] });
  expect(parseCodeInfo("js []")).toEqual({ language: "js", numbered: true, firstNumber: 1, steps: [] });
  expect(parseCodeInfo("TypeScript [ 12: 1-2, 4 | 6 ]")).toEqual({
    language: "typescript",
    numbered: true,
    firstNumber: 12,
    steps: [
      [
        { from: 1, to: 2 },
        { from: 4, to: 4 },
      ],
      [{ from: 6, to: 6 }],
    ],
  });
  expect(parseCodeInfo("[1|2]").language).toBe("");
  expect(parseCodeInfo("js[1]").language).toBe("js");
});

test("[K2] a step past the end of the code is told", async () => {
  expect(await warningsOf(`# A\n\n${fence}text [1|2-3]\na\n${fence}`)).toEqual([
    "3: This code block has no line 2, 3 to highlight.",
  ]);
});

test.each(["$x^2$", "$$x^2$$", "\\(x^2\\)", "\\[x^2\\]", "a\n\n$$\nx^2\n$$\n\nb", "- a\n\n  \\[\n  x^2\n  \\]"])(
  "[K1] math: %j",
  async (source) => {
    const deck = await read(source);
    expect(deck.needs.math).toBe(true);
    expect(deck.slidesHtml).toContain('<span class="katex');
    expect(deck.warnings).toEqual([]);
  },
);

test.each(["$5 and $10", "costs $5, $6", "$ x $", "\\$x$", "`$x$`", "$x", "$$", "a $HOME and $PATH b"])(
  "[K1] not math: %j",
  async (source) => {
    const deck = await read(source);
    expect(deck.needs.math).toBe(false);
    expect(deck.slidesHtml).not.toContain("katex");
  },
);

test("[K2] broken TeX is told with its line and shown as source", async () => {
  const deck = await read("# A\n\ntext\nmore $\\frac{a$ text");
  expect(deck.slidesHtml).toContain('<code class="math-error">\\frac{a</code>');
  expect(deck.warnings[0]?.line).toBe(4);
});

test("[A2] math in notes needs no style sheet and asks for none", async () => {
  const deck = await read("# A\n\nNote: $x$");
  expect(deck.needs.math).toBe(false);
  expect(deck.slides[0]?.notesHtml).toContain("<math");
  expect(deck.slides[0]?.notesHtml).not.toContain("katex-html");
});
