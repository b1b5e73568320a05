import { expect, test } from "vitest";
import { documentTitle, pageTitle, type TextRun } from "./titles.ts";

const run = (text: string, size = 20, endsLine = true): TextRun => ({ text, size, endsLine });
const title = (given: Partial<Parameters<typeof pageTitle>[1]>, index = 0): string =>
  pageTitle(index, { outline: "", label: "", runs: [], ...given });

test("[K7] a page is called what the outline says, else what it says largest, else its first words", () => {
  const runs = [
    run("A footer that comes first", 10),
    run("The", 40, false),
    run(" great"),
    run("Idea", 40),
    run("body"),
  ];
  expect(title({ outline: "Named", runs })).toBe("Named");
  expect(title({ runs: [run("small", 10), run("The great", 40), run("Idea", 40), run("body")] })).toBe(
    "The great Idea",
  );
  expect(title({ runs: [run("42", 90), run("things to know", 20)] })).toBe("things to know");
  expect(title({ runs: [run("7", 20), run("×", 20), run("6", 20)] })).toBe("7 × 6");
  expect(title({})).toBe("");
});

test("[K7] a label that is more than a number stands before the name; a page without words has its label", () => {
  expect(title({ label: "A-3", outline: "Proof" })).toBe("A-3 · Proof");
  expect(title({ label: "iv" })).toBe("iv");
  expect(title({ label: "12", outline: "Proof" })).toBe("Proof");
  expect(title({ label: "12" }, 20)).toBe("12");
  expect(title({ label: "12" }, 11)).toBe("");
});

test("[K7] a long name is cut, hyphens that are not seen and breaks go", () => {
  expect(title({ outline: "x".repeat(80) })).toBe(`${"x".repeat(59)}…`);
  expect(title({ outline: " a\u00adb\n\tc\u0000d " })).toBe("ab c d");
});

test("[K7] what a program writes for want of a title is none", () => {
  for (const none of ["untitled", "PowerPoint Presentation", "Microsoft PowerPoint - talk.pptx", "talk.key", " "]) {
    expect(documentTitle(none)).toBe("");
  }
  expect(documentTitle("  How  we\nlisten ")).toBe("How we listen");
});
