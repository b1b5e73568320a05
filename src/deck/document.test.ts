import fc from "fast-check";
import { expect, test } from "vitest";
import type { MarkdownDeck } from "./deck.ts";
import { deckDocument } from "./document.ts";
import { readMarkdownDeck } from "./markdown.ts";

const urls = {
  lectern: "/a/lectern.js",
  frame: { script: "/a/frame.js", styles: ["/a/reveal.css", "/a/code.css"], preload: ["/a/bridge.js"] },
  page: { shim: "/a/shim.js", script: "/a/page.js", styles: ["/a/page.css"], preload: [] },
  theme: () => "/a/t.css",
  marp: { script: "/a/marp.js", styles: ["/a/marp.css"], preload: [], fonts: "/a/fonts.css" },
  pdf: { script: "/a/pdf.js", styles: ["/a/pdf.css"], preload: [] },
  hosted: { script: "/hosted.js", styles: [], preload: [] },
  katexStyle: "/a/katex.css",
};
const read = (source: string) => readMarkdownDeck(source, { file: "talk.md" });

function dataOf(html: string): unknown {
  const [, json = "null"] = /<script type="application\/json" id="lectern-deck">([\s\S]*?)<\/script>/.exec(html) ?? [];
  return JSON.parse(json);
}

test("[K1] the page holds language, title, styles, slides, options and script", async () => {
  const deck = await read("---\nlang: de\ntitle: Titel\nloop: true\n---\n# A\n\nNote: secret words");
  const html = deckDocument(deck, urls);
  expect(html).toMatch(/^<!doctype html>\n<html lang="de">/);
  expect(html).toContain("<title>Titel</title>");
  expect(html).toContain('<link rel="stylesheet" href="/a/t.css">');
  expect(html).toContain('<div class="reveal"><div class="slides">\n<section>');
  expect(html).toContain('<script type="module" src="/a/frame.js" crossorigin></script>');
  expect(html.indexOf('<script src="/a/lectern.js" crossorigin></script>')).toBeLessThan(html.indexOf("<body>"));
  const { version, theme, revealOptions, needs } = deck;
  expect(dataOf(html)).toEqual({ version, theme, revealOptions, needs });
  expect(html).not.toContain("secret words");
});

test("[K1] the KaTeX style is linked only where there is math", async () => {
  expect(deckDocument(await read("$x$"), urls)).toContain("/a/katex.css");
  expect(deckDocument(await read("x"), urls)).not.toContain("/a/katex.css");
});

test("[A4] no title and no option ends the element it stands in", async () => {
  const deck = await read("# A");
  const hostile = fc.array(fc.constantFrom("</title>", "</script>", "<!--", "<script>", '"', "'", "&", "\u2028", "x"));
  fc.assert(
    fc.property(hostile, (parts) => {
      const text = parts.join("");
      const changed: MarkdownDeck = { ...deck, title: text, revealOptions: { autoAnimateEasing: text } };
      const html = deckDocument(changed, { ...urls, theme: () => `/t.css?${text}` });
      expect(dataOf(html)).toMatchObject({ revealOptions: { autoAnimateEasing: text } });
      expect(html.match(/<\/title>/g)).toHaveLength(1);
      expect(html.match(/<script\b/g)).toHaveLength(3);
      expect(html.match(/<\/script>/g)).toHaveLength(3);
      expect(html).not.toContain("<!--");
    }),
  );
});
