import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePollInfo } from "./poll-info.ts";
import { parsePollText, withoutMarks } from "./poll-text.ts";
import { readPoll } from "./polls.ts";

const read = (info: string, ...lines: string[]) => readPoll(parsePollText(info, lines.join("\n")));
const problemsOf = (info: string, ...lines: string[]) =>
  read(info, ...lines).problems.map(({ offset, message }) => `${offset}: ${message}`);
const sound = (info: string, ...lines: string[]) => {
  const { poll, problems } = read(info, ...lines);
  expect(problems).toEqual([]);
  return poll;
};
const abc = ["Which?", "- A", "- B", "- C"];
const usual = { question: "Which?", time: null, reveal: "live", open: "arrive" };

test("[P1] without a word it is a single choice, with multiple several may be chosen", () => {
  const options = ["A", "B", "C"];
  const single = { ...usual, kind: "choice", options, multiple: false, maxChoices: 1 };
  expect(sound("", ...abc)).toEqual(single);
  expect(sound("choice", ...abc)).toEqual(single);
  expect(sound("multiple", ...abc)).toEqual({ ...single, multiple: true, maxChoices: 3 });
  expect(sound("MULTIPLE max=2", ...abc)).toEqual({ ...single, multiple: true, maxChoices: 2 });
});

test("[P1] a quiz has its marked options right, and shows results when it is closed", () => {
  const quiz = { ...usual, kind: "quiz", options: ["A", "B", "C"], reveal: "close", points: 100 };
  const one = { ...quiz, right: [1], multiple: false, maxChoices: 1 };
  expect(sound("quiz", "Which?", "- [ ] A", "- [x] B", "- C")).toEqual(one);
  expect(sound("quiz points=5 reveal=vote", "Which?", "- A", "- [X] B", "- C")).toEqual({
    ...one,
    points: 5,
    reveal: "vote",
  });
  expect(sound("quiz", "Which?", "- [x] A", "- [x] B", "- C")).toEqual({
    ...quiz,
    right: [0, 1],
    multiple: true,
    maxChoices: 3,
  });
});

test("[P1] cloud, text and ranking", () => {
  expect(sound("cloud", "Which?")).toEqual({ ...usual, kind: "cloud", words: 3 });
  expect(sound("cloud words=10", "Which?")).toMatchObject({ words: 10 });
  expect(sound("text", "Which?")).toEqual({ ...usual, kind: "text" });
  expect(sound("ranking", ...abc)).toEqual({ ...usual, kind: "ranking", options: ["A", "B", "C"] });
});

test("[P1] a scale has ends, words for them, and statements", () => {
  const scale = { ...usual, kind: "scale", statements: [], min: 1, max: 5, labels: ["", ""] };
  expect(sound("scale", "Which?")).toEqual(scale);
  expect(sound("scale min=0", "Which?")).toEqual({ ...scale, min: 0 });
  expect(sound("scale min=0 max=10", "Which?")).toEqual({ ...scale, min: 0, max: 10 });
  expect(sound("scale min=1 max=5 labels='never,always'", ...abc)).toEqual({
    ...scale,
    statements: ["A", "B", "C"],
    labels: ["never", "always"],
  });
});

test("[P1] a number has a range, a unit, and perhaps a right answer", () => {
  const number = { ...usual, kind: "number", min: null, max: null, unit: "", right: null };
  expect(sound("number", "Which?")).toEqual(number);
  expect(sound('number min=-1.5 max=100 unit="km a day" right=42', "Which?")).toEqual({
    ...number,
    min: -1.5,
    max: 100,
    unit: "km a day",
    right: 42,
    reveal: "close",
  });
});

test("[P1] every kind has time, reveal, open and id", () => {
  const { poll, name } = read("text time=20 reveal=vote open=speaker id=first-one", "Which?");
  expect(poll).toMatchObject({ time: 20, reveal: "vote", open: "speaker" });
  expect(name).toBe("first-one");
  expect(read("text", "Which?").name).toBeUndefined();
});

test("[P1] the info string may have quotes of any kind and blanks round the sign", () => {
  expect([...parsePollInfo(`scale a="x = y" b='1, 2' c=“ü ß” d = 4 e=`).options]).toEqual([
    ["a", "x = y"],
    ["b", "1, 2"],
    ["c", "ü ß"],
    ["d", "4"],
    ["e", ""],
  ]);
});

test("[P1] the question may have several lines, and so may an option", () => {
  const { poll } = read("", "", "Which of", "  these?", "", "* A", "  and more", "+ B", "2) C", "", "  of it", "");
  expect(poll).toMatchObject({ question: "Which of these?", options: ["A and more", "B", "C of it"] });
});

test("[P1] texts are plain text as written: code, brackets and numbers stay", () => {
  const { poll } = read("quiz", "Is `[] == ![]`?", "- [] == ![]", "- [ ] [0] **is** &amp;", "- [x] <b>no</b>", "- -5");
  expect(poll).toMatchObject({ options: ["[] == ![]", "[0] **is** &amp;", "<b>no</b>", "-5"], right: [2] });
});

test("[P1] a mark is found however it is typed", () => {
  for (const mark of [
    "- [x] B",
    "-[x] B",
    "- [x]B",
    "- [ x ] B",
    "-\u00a0[x]\u00a0B",
    "- [х] B",
    "- [✓] B",
    "1. [x] B",
  ]) {
    expect(sound("quiz", "Which?", "- A", mark), mark).toMatchObject({ options: ["A", "B"], right: [1] });
  }
  expect(sound("quiz", "Which?", "- A", "- [ ] [x] B")).toMatchObject({ options: ["A", "B"], right: [1] });
});

const failed = "It is shown as it is written, not as a poll.";
test.each([
  ["quizz", abc, `0: There is no kind of poll "quizz". ${failed} Did you mean "quiz"?`],
  ["[1|2]", abc, `0: There is no kind of poll "[1|2]". ${failed} There are choice, multiple, quiz, `],
  ["constructor", abc, '0: There is no kind of poll "constructor".'],
  ["quiz", abc, `0: This quiz has no right answer: mark it with - [x]. ${failed}`],
  ["", ["- A", "- B"], "0: This poll has no question: it stands before the list."],
  ["", ["Which?"], "0: This poll needs 2 options or more; it has none."],
  ["ranking", ["Which?", "- A"], "0: This poll needs 2 options or more; it has one."],
  ["", ["Which?", ...Array(13).fill("- A")], "0: This poll has 13 options; 12 is the most."],
  ["scale", ["Which?", ...Array(9).fill("- A")], "0: This poll has 9 statements; 8 is the most."],
  ["", ["Which?", "- A", "- [ ]"], "3: This line of the list is empty."],
  ["", ["Which?", "-", "- B"], "2: This line of the list is empty."],
  ["text", ["x".repeat(301)], "0: This question is longer than 300 characters."],
  ["", ["Which?", "- A", `- ${"x".repeat(121)}`], "3: This line of the list is longer than 120 characters."],
])("[P1] [K2] poll %s %j is no poll", (info, lines, expected) => {
  const { poll, problems } = read(info, ...lines);
  expect(poll).toBeUndefined();
  expect(problems).toHaveLength(1);
  expect(`${problems[0]?.offset}: ${problems[0]?.message}`).toContain(expected);
});

test("[P1] [K2] a mistake in the list has the line of the list", () => {
  expect(problemsOf("", "Which", "one?", "", "- A", "-", "- B")).toEqual([
    `5: This line of the list is empty. ${failed}`,
  ]);
});

test.each([
  ["tme=20", abc, '0: "tme" is left out: a choice poll has no such option. Did you mean "time"?'],
  ["words=3", abc, '0: "words" is left out: a choice poll has no such option.'],
  ["time=4", abc, "0: time=4 is left out: it must be a whole number from 5 to 3600."],
  ["time=3601", abc, "0: time=3601 is left out: it must be a whole number from 5 to 3600."],
  ["time=5.5", abc, "0: time=5.5 is left out: it must be a whole number from 5 to 3600."],
  ["time=", abc, "0: time= is left out: it must be a whole number from 5 to 3600."],
  ["time=20 time=30", abc, '0: "time" is given twice; the first counts.'],
  ["reveal=closed", abc, '0: reveal=closed is left out: it must be live, close or vote. Did you mean "close"?'],
  ["open=never", abc, "0: open=never is left out: it must be arrive or speaker."],
  ["id=a/b", abc, "0: id=a/b is left out: it must be letters from a to z, digits, dots, - and _, at most 32."],
  ["multiple max=4", abc, "0: max=4 is left out: it must be a whole number from 1 to 3."],
  ["cloud words=11", ["Which?"], "0: words=11 is left out: it must be a whole number from 1 to 10."],
  ["scale min=5 max=1", ["Which?"], "0: min=5 max=1 is left out: a scale goes from a lower to a higher number, "],
  ["scale min=0 max=11", ["Which?"], "0: min=0 max=11 is left out: "],
  ["scale labels=never", ["Which?"], "0: labels=never is left out: it must be two texts with a comma between, "],
  ['scale labels="a,b', ["Which?"], '0: "labels" is left out: its quotation mark is never closed.'],
  ["number min=5 max=5", ["Which?"], "0: min=5 max=5 is left out: min must be less than max."],
  ["number max=5 right=6", ["Which?"], "0: right=6 is left out: it is outside min and max."],
  ["number right=many", ["Which?"], "0: right=many is left out: it must be a number, such as 42 or 0.5."],
  ["multiple quiz", abc, '0: "quiz" is left out: it is not of the form name=value.'],
  ["cloud", abc, "2: The list is left out: a cloud poll has none."],
  ["", ["Which?", "- A", "- [x] B"], "3: The mark is left out: only a quiz has right answers (poll quiz)."],
  ["", [...abc, "", "after"], "6: What stands after the list is left out."],
])("[P1] [K2] poll %s %j is a poll in spite of its mistake", (info, lines, expected) => {
  const { poll, problems } = read(info, ...lines);
  expect(poll).toMatchObject({ question: "Which?", time: info.startsWith("time=20") ? 20 : null });
  expect(problems).toHaveLength(1);
  expect(`${problems[0]?.offset}: ${problems[0]?.message}`).toContain(expected);
});

test("[P1] lengths count characters as people see them", () => {
  const family = "👨‍👩‍👧‍👦";
  expect(sound("text", family.repeat(300))).toBeDefined();
  expect(sound("", "Which?", `- ${family.repeat(120)}`, "- B")).toBeDefined();
  expect(read("text", family.repeat(301)).poll).toBeUndefined();
  expect(read("text", `a${"\u0301".repeat(3600)}`).poll).toBeUndefined();
  expect(sound("", "Which?", ...Array.from({ length: 12 }, (_, index) => `- ${index}`))).toBeDefined();
});

const words = fc.constantFrom(
  ...'quiz multiple cloud text scale ranking number time=20 time=1 min=0 max=10 right=7 id=a labels="a,b" \' = x'.split(
    " ",
  ),
);
const lines = fc.oneof(
  fc.constantFrom("Which?", "", "- A", "- [x] B", "- [ ] C", "-[x]D", "  more", "1. E", "- - [x] F", "[x]"),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
);
const infos = fc.oneof(
  fc.array(words, { maxLength: 5 }).map((all) => all.join(" ")),
  fc.string({ unit: "binary" }),
);

test("[P1] whatever the text, the answer is a poll within its limits or a problem", () => {
  fc.assert(
    fc.property(infos, fc.array(lines, { maxLength: 16 }), (info, all) => {
      const { poll, problems } = read(info, ...all);
      if (poll === undefined) expect(problems.length).toBeGreaterThan(0);
      else {
        expect(poll.question).not.toBe("");
        if ("options" in poll) expect(poll.options.length).toBeGreaterThanOrEqual(2);
        if (poll.kind === "quiz") expect(poll.right.every((index) => index in poll.options)).toBe(true);
        if (poll.kind === "scale") expect(poll.max - poll.min).toBeGreaterThan(0);
        expect(JSON.parse(JSON.stringify(poll))).toEqual(poll);
      }
      for (const { offset, message } of problems) {
        expect(offset).toBeLessThanOrEqual(all.join("\n").split("\n").length);
        expect(message.length).toBeLessThan(400);
      }
    }),
    { numRuns: 1000 },
  );
});

test("[P1] no mark is left in what is shown instead of a poll", () => {
  const marked = fc.constantFrom(
    "- [x] A",
    "-[x] B",
    "* [X] C",
    "1) [ x ] D",
    "- - [x] E",
    "- [ ] [x] F",
    "\t- [x]",
    "-\u00a0[х] G",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(marked, fc.constantFrom("Q", "- A", "")), { maxLength: 8 }), (all) => {
      expect(withoutMarks(all.join("\n"))).not.toMatch(/[[\]]/);
      expect(withoutMarks(all.join("\n")).split("\n")).toHaveLength(Math.max(1, all.length));
    }),
  );
});
