import fc from "fast-check";
import { expect, test } from "vitest";
import { notesFileOf, splitNotes } from "./page-notes.ts";

test("[K7] the notes of slides.pdf are in slides.notes.md", () => {
  expect(notesFileOf("/talks/v1.2/slides.pdf")).toBe("/talks/v1.2/slides.notes.md");
  expect(notesFileOf("Slides.PDF")).toBe("Slides.notes.md");
});

test("[K7] a heading with a page's number begins its notes, with or without a word before and a title after", () => {
  const source = "## 1\none\n\n## Page 2\r\ntwo\n### 3\nstill two\n## slide 4: The end\nfour\n";
  expect(splitNotes(source, 4)).toEqual({
    parts: [
      { page: 1, markdown: "one\n", line: 2 },
      { page: 2, markdown: "two\n### 3\nstill two", line: 5 },
      { page: 4, markdown: "four\n", line: 9 },
    ],
    warnings: [],
  });
});

test("[K7] other headings, and headings in code, are part of the notes", () => {
  const source = "## 1\n## Numbers\n## 3rd time\n```\n## 2\n~~~\n```\n## 2\ntwo";
  expect(splitNotes(source, 2).parts.map(({ page }) => page)).toEqual([1, 2]);
});

test("[K7] what belongs to no page is told with its line", () => {
  expect(splitNotes("\n\nhello\n## 1\n## 9\nx\n## 0", 3)).toEqual({
    parts: [{ page: 1, markdown: "", line: 5 }],
    warnings: [
      { line: 3, message: "This stands before the first page. Begin with a line such as ## 1." },
      { line: 5, message: "There is no page 9; the PDF has 3." },
      { line: 7, message: "There is no page 0; the PDF has 3." },
    ],
  });
});

test("[K7] no text is lost and no text breaks it", () => {
  const line = fc.oneof(fc.string(), fc.constantFrom("## 1", "## Page 2", "```", "~~~~", "## x", "\r", ""));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { parts } = splitNotes(["## 1", ...lines].join("\n"), 2);
      const kept = parts.map(({ markdown }) => markdown).join("\n");
      for (const text of lines) if (!/^## |\r|\n/.test(text)) expect(kept).toContain(text);
    }),
  );
});
