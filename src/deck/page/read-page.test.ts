import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LecternError } from "../../errors.ts";
import type { PageDeck } from "../deck.ts";
import { publicPage, readPage } from "./read-page.ts";

const files: Record<string, string> = {};
function read(source: string, title?: string): Promise<PageDeck> {
  const options = { file: "talks/index.html", readText: async (path: string) => files[path] };
  return readPage(source, title === undefined ? options : { ...options, title });
}
const page = (slides: string, head = ""): string =>
  `<!doctype html><html lang="de"><head>${head}</head><body><div class="reveal"><div class="slides">${slides}</div></div><script>Reveal.initialize({ plugins: [] })</script></body></html>`;
const titles = ({ slides }: PageDeck) => slides.map(({ h, v, title }) => `${h}/${v} ${title}`);
const warnings = (deck: PageDeck) => deck.warnings.map(({ line, message }) => `${line}: ${message}`);

describe("a page with reveal.js", () => {
  it("[K1] has title, language and slides numbered as reveal.js counts them", async () => {
    const deck = await read(
      page(
        '<section><h1>One</h1></section><section><section>Two <section>inner</section></section><section><img alt="A cat"></section></section><section data-visibility="hidden">Three</section><section><h2>Four</h2></section>',
        "<title>reveal.js</title>",
      ),
    );
    expect(deck).toMatchObject({ kind: "page", title: "One", lang: "de" });
    expect(titles(deck)).toEqual(["0/0 One", "1/0 Two inner", "1/1 A cat", "2/0 Four"]);
    expect((await read(page("<section>x</section>", "<title>My\n talk</title>"))).title).toBe("My talk");
    expect((await read(page("<section>x</section>"))).title).toBe("index");
    expect((await read(page("<section>x</section>"), "Given")).title).toBe("Given");
  });

  it("[K1] keeps scripts, styles and everything else as they are", async () => {
    const script = '<script>if (1 < 2 && "</section>" !== "") document.title = "<b>";</script>';
    const style = "<style>.a > .b { content: '<'; }</style>";
    const { pageHtml } = await read(
      page(`<section>${script}<svg viewBox="0 0 1 1"><path d="M0 0"/></svg></section>`, style),
    );
    for (const part of [script, style, 'viewBox="0 0 1 1"']) expect(pageHtml).toContain(part);
    expect(pageHtml.indexOf("<!--lectern-->")).toBeLessThan(pageHtml.indexOf("<style>"));
    expect(pageHtml.match(/<!--/g)).toHaveLength(1);
  });

  it("[K2] another page is told apart; one whose slides a program makes is not", async () => {
    await expect(read("<h1>Hello</h1>")).rejects.toMatchObject({ code: "deck-not-reveal" });
    await expect(read("")).rejects.toBeInstanceOf(LecternError);
    const deck = await read('<div id="app"></div><script src="reveal.js"></script>');
    expect(deck.slides).toEqual([]);
    expect(warnings(deck).join()).toMatch(/no slides in the page itself/);
  });

  it("[A2] notes, wherever they stand, are the speaker's alone", async () => {
    const secret = "otter7";
    const aside = `<aside class="x notes">${secret}</aside>`;
    const place = fc.constantFrom(
      aside,
      `<div data-notes="${secret}">a</div>`,
      `<p class="fragment">a${aside}</p>`,
      `<!-- ${secret} -->`,
      `<template>${aside}</template>`,
      `<noscript>${aside}</noscript>`,
      `<iframe>${aside}</iframe>`,
      `<table>${aside}<tr><td>${aside}</table>`,
      `<ul><li>${aside}`,
      `<svg><foreignObject>${aside}</foreignObject></svg>`,
      `<section data-markdown><textarea data-template>a\n\nNote: ${secret}</textarea></section>`,
      `<section data-markdown><script type="text/template">\n    a\n\n    notes:\n    ${secret}</script></section>`,
      `<section data-markdown data-separator-notes="^Psst">a\n\nPsst ${secret}\nNote: x</section>`,
      `<section data-markdown>a &lt;aside class="notes"&gt;${secret}&lt;/aside&gt;</section>`,
      `<section data-markdown="file.md"></section>`,
    );
    files["file.md"] = `a\n---\nb\n\nNote: ${secret}\n\nNote: ${secret}`;
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 4 }), fc.boolean(), async (places, isInside) => {
        const slides = isInside ? `<section><section>${places.join("")}</section></section>` : places.join("");
        const deck = await read(page(`<section>First</section>${slides}`));
        expect(deck.pageHtml).not.toContain(secret);
        expect(publicPage(page(slides.replaceAll(/<section data-markdown[\s\S]*?<\/section>/g, "")))).not.toContain(
          secret,
        );
      }),
    );
  });

  it("[A2] notes are found where the slide is", async () => {
    const { slides } = await read(
      page(
        '<section data-notes="a < b">x<aside class="notes"><i>one</i></aside></section><section><section>y</section><section data-markdown>## z\n\nNote: *two*</section></section>',
      ),
    );
    expect(slides.map(({ notesHtml }) => notesHtml.trim())).toEqual([
      "<i>one</i>\n<p>a &lt; b</p>",
      "",
      "<p><em>two</em></p>",
    ]);
  });

  it("[P1] polls become placeholders, in Markdown too, and no right answer leaves", async () => {
    const deck = await read(
      page(
        '<section><div data-lectern-poll="quiz id=q">Which?<ul><li>A</li><li data-right>B</li></ul></div></section><section data-markdown><textarea data-template>\n## M\n```poll quiz\nSo?\n- [x] Yes\n- No\n```\n</textarea></section><section data-markdown><textarea data-template>\n```poll nonsense\n- [x] Secretly\n```\n</textarea></section>',
      ),
    );
    expect(deck.polls.map(({ id, h, question }) => [h, question, id.length > 0])).toEqual([
      [0, "Which?", true],
      [1, "So?", true],
    ]);
    expect(deck.pageHtml).toContain(`data-lectern-poll="q"`);
    expect(deck.pageHtml).toContain(
      `data-lectern-poll="${deck.polls[1]?.id}"`.replaceAll('"', "&quot;").replaceAll("&quot;", '"'),
    );
    expect(deck.pageHtml).not.toMatch(/\[x\]|data-right|@@/);
  });

  it("[D4] channels are read, and what is wrong with them is told with its line", async () => {
    const deck = await read(
      page(
        '<section data-lectern-channels="a: { set: everyone }">x</section>\n<section data-lectern-channels="b: { set: nobody }">y</section>',
      ),
    );
    expect(deck.channels).toEqual({ a: { set: "everyone" } });
    expect(warnings(deck)).toEqual([expect.stringMatching(/^2: data-lectern-channels is left out/)]);
  });

  it("[K1] what will not be there in the room is told: files outside, absolute paths, the Internet, other decks", async () => {
    const deck = await read(
      page(
        '<section><img src="../out.png"><img src="/abs.png"><img data-src="in/side.png?x#y"></section>\n<section data-background-image="bg.jpg"></section>',
        '<link rel="stylesheet" href="https://cdn.example/reveal.css"><script src="//cdn.example/reveal.js"></script>',
      ).replace("</body>", '\n<div class="reveal"><div class="slides"><section>again</section></div></div></body>'),
    );
    expect(warnings(deck)).toEqual([
      expect.stringContaining("../out.png is outside"),
      expect.stringContaining("/abs.png begins with /"),
      expect.stringContaining("from cdn.example: the room needs the Internet"),
      expect.stringMatching(/^3: A second reveal\.js deck/),
    ]);
    expect(deck.references).toEqual(["in/side.png?x#y", "bg.jpg"]);
  });

  it.each([
    "Reveal.initialize({ multiplex: { secret: null, id: 'x', url: 'https://example.org' } })",
    "var d = [{ src: 'plugin/multiplex/client.js', async: true }]",
    "import Seminar from './plugin/seminar/plugin.js'",
  ])("[K1] a program that follows by itself is recognised: %s", async (script) => {
    const deck = await read(page(`<section>x</section><script>${script}</script>`));
    expect(deck.hasOwnFollowing).toBe(true);
    expect(warnings(deck).join()).toMatch(/kept from the network/);
    expect((await read(page("<section>Our seminar, a multiplex</section>"))).hasOwnFollowing).toBe(false);
  });

  it("[K1] [F7] the version changes with what is shown, and not with what is not", async () => {
    const one = await read(page("<section>x</section>"));
    expect((await read(page("<section>x</section>"))).version).toBe(one.version);
    expect((await read(page("<section>y</section>"))).version).not.toBe(one.version);
    expect(one.version).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("Markdown in a page", () => {
  const markdown = (attributes: string, text: string) =>
    page(`<section data-markdown ${attributes}><textarea data-template>\n${text}</textarea></section>`);

  it("[K1] is cut as the page's plugin would cut it", async () => {
    const text = "# a\n---\n# b\n--\n# c\n--\n# d\n---\n# e";
    expect(titles(await read(markdown("", text)))).toEqual(
      ["0/0 a", "1/0 b c d", "2/0 e"].map((one) => one.replace("b c d", "b")),
    );
    expect(titles(await read(markdown('data-separator="^\\n---\\n" data-separator-vertical="^--\\n"', "# a")))).toEqual(
      ["0/0 a"],
    );
    const both = 'data-separator="^---$" data-separator-vertical="^--$"';
    expect(titles(await read(markdown(both, text)))).toEqual(["0/0 a", "1/0 b", "1/1 c", "1/2 d", "2/0 e"]);
  });

  it("[K1] keeps the section's attributes on every slide, and drops those that say how to cut", async () => {
    const { pageHtml } = await read(
      markdown('class="wide" data-separator="^---$" data-background-color="red"', "a\n---\nb"),
    );
    expect(pageHtml.match(/<section class="wide" data-background-color="red" data-markdown="">/g)).toHaveLength(2);
    expect(pageHtml).not.toContain("data-separator");
  });

  it("[K1] is not cut where version 3 would not cut it", async () => {
    const three = markdown("", "# a\n---\n# b").replace("plugins: []", "dependencies: []");
    expect(titles(await read(three))).toEqual(["0/0 a"]);
  });

  it("[K2] a file that is not there, one from elsewhere and a broken separator are told", async () => {
    const deck = await read(
      page('<section data-markdown="none.md"></section><section data-markdown="https://example.org/a.md"></section>') +
        markdown('data-separator="("', "x"),
    );
    expect(warnings(deck).join("\n")).toMatch(
      /no file none\.md[\s\S]*loaded by each screen from elsewhere[\s\S]*no regular expression/,
    );
  });
});
