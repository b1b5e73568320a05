import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MarpDeck } from "../deck.ts";
import { deckDocument } from "../document.ts";
import { isMarpDeck } from "../markdown.ts";
import { readMarpDeck } from "./read-marp.ts";
import type { ThemeFile } from "./theme-files.ts";

const urls = {
  lectern: "/a/lectern.js",
  frame: { script: "/a/frame.js", styles: [], preload: [] },
  page: { shim: "/a/shim.js", script: "/a/page.js", styles: [], preload: [] },
  theme: () => undefined,
  marp: { script: "/a/marp.js", styles: ["/a/marp.css"], preload: [], fonts: "/a/fonts.css" },
  pdf: { script: "/a/pdf.js", styles: [], preload: [] },
  hosted: { script: "/hosted.js", styles: [], preload: [] },
  katexStyle: "/a/katex.css",
};

const head = (more: string): string => `---\nmarp: true\n${more}---\n`;

function read(body: string, more = "", themes: readonly ThemeFile[] = []): Promise<MarpDeck> {
  return readMarpDeck(head(more) + body, { file: "talk.md", themes });
}

/** What is found, with what stands round it: the pages are long. */
const found = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(new RegExp(`.{0,80}(?:${pattern.source}).{0,20}`, "gi"))].map(([text]) => text);

const theme = (name: string, css: string): ThemeFile => ({ name, path: `/deck/${name}`, css });
const told = ({ warnings }: MarpDeck): string[] =>
  warnings.map(({ file, line, message }) => `${file ?? ""}${line}: ${message}`);

describe("which Markdown is for Marp", () => {
  it.each([
    ["---\nmarp: true\n---\n# A", true],
    ["\uFEFF---\r\ntheme: gaia\r\nmarp: true # yes\r\n---\r\n# A", true],
    ['---\n"marp": "true"\n---\n# A', true],
    ["---\nmarp: false\n---\n# A", false],
    ["---\ntitle: x\n---\nmarp: true", false],
    ["# A\n\n---\nmarp: true\n---\n", false],
    ["```\n---\nmarp: true\n---\n```", false],
    ["", false],
  ])("[K8] %j: %s", (source, expected) => {
    expect(isMarpDeck(source)).toBe(expected);
  });
});

describe("slides", () => {
  it("[K8] are Marp's: themes, pages, headers, backgrounds, sizes, code in colours", async () => {
    const deck = await read(
      "<!-- _class: lead -->\n# One\n\n---\n\n![bg right](b.png)\n\n# Two :smile:\n\n```js\nconst a = 1;\n```\n",
      "theme: uncover\npaginate: true\nheader: '*Head*'\nfooter: Foot\nsize: 4:3\n",
    );
    expect(deck).toMatchObject({ kind: "marp", title: "One", lang: "en", steps: [0, 0], warnings: [] });
    expect(deck.slides.map(({ h, v, title }) => `${h}/${v} ${title}`)).toEqual(["0/0 One", "1/0 Two 😄"]);
    expect(deck.slidesHtml.match(/<svg /g)).toHaveLength(2);
    expect(deck.slidesHtml).toMatch(/viewBox="0 0 960 720"[\s\S]*class="lead"[\s\S]*data-marpit-pagination="1"/);
    expect(deck.slidesHtml).toContain("<header><em>Head</em></header>");
    expect(deck.slidesHtml).toMatch(/background-image:url\(&quot;b\.png&quot;\)/);
    expect(deck.slidesHtml).toContain("--marp-shiki-token-keyword");
    expect(deck.css).toMatch(/@theme uncover/);
    const html = deckDocument(deck, urls);
    expect(html).toContain('<script type="module" src="/a/marp.js" crossorigin></script>');
    expect(found(html, /https?:\/\/(?!www\.w3\.org)/)).toEqual([]);
  });

  it("[K8] lists with * and 1) come in steps; those of a poll do not count", async () => {
    const deck = await read(
      "* a\n* b\n  * c\n\n---\n\n1) a\n2) b\n\n<div data-lectern-poll>\n\nWhich?\n\n* x\n* y\n\n</div>\n\n* last\n\n---\n\n- a",
    );
    expect(deck.steps).toEqual([3, 3, 0]);
    expect([...deck.slidesHtml.matchAll(/data-marpit-fragment="(\d)"/g)].map(([, n]) => Number(n))).toEqual([
      1, 2, 3, 1, 2, 3,
    ]);
  });

  it("[K8] formulas are set here, diagrams on the screen, and nothing comes from elsewhere", async () => {
    const deck = await read(
      "# $x^2$\n\n$$\n\\frac{1}{2}\n$$\n\nIt costs $5 and $6.\n\n```mermaid\ngraph LR\n```\n",
      "theme: gaia\nmath: mathjax\n",
    );
    expect(deck.needs).toEqual({ math: true, mermaid: true, fonts: true });
    expect(deck.slidesHtml.match(/class="katex"/g)).toHaveLength(2);
    expect(deck.slidesHtml).toContain('<pre class="mermaid">graph LR');
    expect(deck.slidesHtml).toContain("It costs $5 and $6.");
    const html = deckDocument(deck, urls);
    for (const address of ["/a/katex.css", "/a/fonts.css"]) expect(html).toContain(`href="${address}"`);
    expect(found(html, /bunny|jsdelivr|katex\.min/)).toEqual([]);
    const plain = deckDocument(await read("# A"), urls);
    expect(found(plain, /katex\.css|fonts\.css/)).toEqual([]);
  });

  it("[K8] a theme beside the deck may build on Marp's and on another one", async () => {
    const themes = [
      theme("base.css", "/* @theme base */ @import 'default'; section { color: rgb(1, 2, 3) }"),
      theme("themes/mine.css", "/* @theme mine */ @import 'base'; h1 { color: rgb(4, 5, 6) }"),
    ];
    const deck = await read("# A", "theme: mine\n", themes);
    expect(deck.warnings).toEqual([]);
    expect(deck.css).toMatch(/rgb\(1, 2, 3\)[\s\S]*rgb\(4, 5, 6\)/);
  });

  it("[K8] HTML, scripts and links work; a link leaves in a tab of its own", async () => {
    const deck = await read(
      '<b onclick="x()">b</b> [out](https://example.org) [in](#2)\n\n<script>let a = "<!--";</script>\n\n---\n\n<video autoplay src="v.mp4"></video>',
    );
    expect(deck.slidesHtml).toContain('<b onclick="x()">b</b>');
    expect(deck.slidesHtml).toContain('<a href="https://example.org" target="_blank" rel="noopener">');
    expect(deck.slidesHtml).toContain('<a href="#2">');
    expect(deck.slidesHtml).toMatch(/<!--[\s\S]*?-->\s*<\/script>/);
    expect(deck.slidesHtml).toContain('<video src="v.mp4" data-autoplay="">');
  });

  it("[K8] title, language, channels and features mean what they mean in other Markdown", async () => {
    const deck = await read(
      '# A\n\n<div data-lectern-channels="pad: {set: everyone}">x</div>',
      "title: T\nlang: de\nheader: '**Head**'\nchannels:\n  draw:\n    send: speaker\nfeatures:\n  chat: off\n",
    );
    expect(deck).toMatchObject({
      title: "T",
      lang: "de",
      channels: { pad: { set: "everyone" }, draw: { send: "speaker" } },
      features: { chat: { on: false } },
      warnings: [],
    });
    expect(deck.slidesHtml).not.toContain("data-lectern-channels");
    expect((await readMarpDeck(`${head("title: T\n")}# A`, { file: "t.md", title: "Given", themes: [] })).title).toBe(
      "Given",
    );
    expect((await read("text alone")).title).toBe("talk");
  });

  it("[K8] [F7] the version changes with what is shown", async () => {
    const one = await read("# A");
    expect((await read("# A")).version).toBe(one.version);
    expect((await read("# B")).version).not.toBe(one.version);
    expect((await read("# A", "class: invert\n")).version).not.toBe(one.version);
    expect((await read("# A", "style: 'h1 { color: red }'\n")).version).not.toBe(one.version);
  });
});

describe("what is for the speaker", () => {
  const secret = "velvet otter";
  const body = `# A <!-- one ${secret} -->

<!--
two ${secret}
- *list*
-->

<!-- paginate: true -->

<div>
<!-- three ${secret} -->
<p data-notes="four ${secret}">text</p>
<aside class="notes">five ${secret}</aside>
</div>

<style scoped>h1 { /* six ${secret} */ color: red }</style>

---

<!-- _class: lead -->
<!-- transition: fade -->
<!-- math: katex -->
<noscript>seven ${secret}</noscript>

B
`;

  it("[A2] [K8] no note and no comment is in the slides, their styles or the page", async () => {
    const deck = await read(body, `style: |\n  /* eight ${secret} */\n  p { color: red }\n# nine ${secret}\n`);
    const html = deckDocument(deck, urls);
    expect(found(html, /otter|<!--/)).toEqual([]);
    expect(html.match(/color: ?red/g)).toHaveLength(2);
  });

  it("[K4] [K8] comments that say nothing to Marp are notes, line by line, as Markdown", async () => {
    const { slides } = await read(body);
    expect(slides[0]?.notesHtml).toContain(`one ${secret}`);
    expect(slides[0]?.notesHtml).toMatch(/two velvet otter[\s\S]*<li><em>list<\/em>/);
    expect(slides[0]?.notesHtml).toMatch(/four[\s\S]*five|five[\s\S]*four/);
    expect(slides[1]?.notesHtml).toBe("");
    expect((await read("# A\n\n<!--\na\nb\n-->")).slides[0]?.notesHtml).toMatch(/a<br>\s*b/);
  });

  it("[A2] [P1] fences and elements are polls; what is right stays here", async () => {
    const deck = await read(
      '# Q\n\n```poll quiz id=animal\nWhich animal?\n- [x] Otter\n- Cat\n```\n\n---\n\n<div data-lectern-poll="scale id=how">How?</div>\n\n```poll\nNo list, no poll [x]\n- [x] Only\n```\n',
    );
    expect(deck.polls).toMatchObject([
      { id: "animal", h: 0, v: 0, line: 6, kind: "quiz", right: [0] },
      { id: "how", h: 1, v: 0, line: 14, kind: "scale" },
    ]);
    const html = deckDocument(deck, urls);
    expect(html).toMatch(/data-lectern-poll="animal"[\s\S]*Which animal\?[\s\S]*data-lectern-poll="how"/);
    expect(found(html, /- \[x\]|data-right/)).toEqual([]);
    expect(told(deck)).toEqual([
      expect.stringMatching(/^16: This poll needs 2 options/),
      expect.stringMatching(/^18: The mark is left out/),
    ]);
  });

  it("[A2] [K8] whatever stands round them, right answers and notes stay here", async () => {
    const piece = fc.constantFrom(
      "\n\n---\n\n",
      "\n```poll quiz\nQ?\n- [x] r31337\n- b\n```\n",
      "\n<!-- n31337 -->\n",
      "\n<!-- n31337\n",
      "\n<div>\n\n",
      "\n<div>\n",
      "\n</div>\n\n",
      "</section></foreignObject></svg>\n\n",
      "<svg><foreignObject>\n\n",
      "\n* item\n",
      "> quoted\n",
      "<script>\n\n",
      "<textarea>\n\n",
      "\n```js\n",
      "![bg](x.png)",
      "$x$",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const deck = await read(`# A\n${pieces.join("")}`);
        const html = deckDocument(deck, urls);
        const unseen = /<(pre|script|textarea)\b[\s\S]*?<\/\1>/g;
        expect(found(html.replace(unseen, ""), /n31337|\[x\]/)).toEqual([]);
        expect(deck.steps).toHaveLength(deck.slides.length);
      }),
      { numRuns: 100 },
    );
  });
});

describe("what is not understood", () => {
  it("[K2] is told with its line, and the deck works without it", async () => {
    const deck = await read(
      "# A\n\n$\\nope$\n",
      "theme: gaja\npagination: true\ntransition: fade\nstyle: |\n  h1 { color: red }\n  h2 { {\n",
      [theme("broken.css", "/* @theme broken */\nh1 { {")],
    );
    expect(told(deck)).toEqual([
      expect.stringMatching(/^broken\.css2: This theme is left out: unclosed block\./),
      expect.stringMatching(/^3: There is no theme "gaja".*Did you mean "gaia"\?/),
      expect.stringMatching(/^4: "pagination" is not a key.*Did you mean "paginate"\?/),
      expect.stringMatching(/^5: "transition" is left out/),
      expect.stringMatching(/^8: The style is left out: unclosed block\./),
      expect.stringMatching(/^12: This formula cannot be set/),
    ]);
  });

  it("[K2] a comment without an end and styles from elsewhere are told", async () => {
    expect(told(await read("# A\n\n<!-- note\n\n---\n\n# B"))).toEqual([
      expect.stringMatching(/^6: This comment is never closed/),
    ]);
    expect(told(await read("# A\n\n```html\n<!-- code\n```\n"))).toEqual([]);
    const remote = await read("# A", "style: |\n  @import url('https://fonts.example/x.css');\n");
    expect(told(remote)).toEqual([expect.stringMatching(/^4: Every screen loads styles from fonts\.example/)]);
  });

  it("[K2] front matter that Marp cannot read, and a deck without slides, are refused", async () => {
    await expect(read("# A", "paginate: true\nheader: **Head**\n")).rejects.toMatchObject({
      message: expect.stringMatching(/^talk\.md:4:1: Marp cannot read this/),
    });
    await expect(read("# A", "paginate: [x\n")).rejects.toMatchObject({
      code: "deck-front-matter",
      message: expect.stringMatching(/^talk\.md:\d+:\d+: /),
    });
    await expect(read("# A", "lang: 7 x\n")).rejects.toMatchObject({
      code: "deck-front-matter",
      message: expect.stringMatching(/^talk\.md:3:/),
    });
    await expect(read(" \n")).rejects.toMatchObject({ code: "deck-empty" });
  });
});
