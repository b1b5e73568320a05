import { describe, expect, test } from "vitest";
import { LecternError } from "../errors.ts";
import { type FrontMatter, readFrontMatter, splitFrontMatter } from "./front-matter.ts";

function read(...lines: string[]): FrontMatter {
  return readFrontMatter(`${lines.join("\n")}\n`, "talk.md");
}

function detailsOf(...lines: string[]) {
  try {
    read(...lines);
  } catch (error) {
    if (error instanceof LecternError) return { code: error.code, ...error.details };
  }
  return undefined;
}

function warningsOf(...lines: string[]): string[] {
  return read(...lines).warnings.map(({ line, message }) => `${line}: ${message}`);
}

test("[K1] front matter is read; what is absent has its default", () => {
  expect(read()).toMatchObject({ title: undefined, lang: "en", theme: "lectern", revealOptions: {}, warnings: [] });
  const all = read("title: 2026", "lang: pt-BR", "theme: black", "highlightTheme: nord", "transition: zoom");
  expect(all).toMatchObject({ title: "2026", lang: "pt-BR", theme: "black", revealOptions: { transition: "zoom" } });
  expect(all.highlightTheme).toEqual({ name: "nord", line: 5 });
});

test("[K1] reveal.js options stand at the top or under revealOptions", () => {
  const { revealOptions } = read(
    "width: 960",
    "revealOptions:",
    "  height: 100%",
    "  slideNumber: c/t",
    "  margin: 0.1",
  );
  expect(revealOptions).toEqual({ width: 960, height: "100%", slideNumber: "c/t", margin: 0.1 });
});

test("[K1] a style sheet inside the folder is a theme; one outside, or an unknown name, is told", () => {
  expect(read("theme: ./css/own.css").theme).toBe("css/own.css");
  expect(read("theme: ../own.css").theme).toBe("lectern");
  expect(warningsOf("theme: https://example.org/x.css")[0]).toMatch(/^2: .*not inside the deck's folder/);
  expect(warningsOf("theme: blakc")[0]).toBe(
    '2: There is no theme "blakc". Did you mean "black"? The theme "lectern" is used.',
  );
});

test("[K2] unknown keys are told with their line and a near name", () => {
  expect(warningsOf("title: x", "transiton: fade", "css: a.css")).toEqual([
    '3: "transiton" is not a key Lectern knows. Did you mean "transition"?',
    '4: "css" is not a key Lectern knows.',
  ]);
});

test.each(["hash", "history", "embedded", "postMessage", "plugins", "dependencies", "view", "shuffle", "pause"])(
  "[F1] %s, which would break following, is left out and told",
  (name) => {
    const { revealOptions, warnings } = read("revealOptions:", `  ${name}: true`);
    expect(revealOptions).toEqual({});
    expect(warnings[0]?.line).toBe(3);
    expect(warnings[0]?.message).toContain(`"${name}" is left out`);
  },
);

test("[K2] a wrong value names file, line, column and what was expected", () => {
  expect(detailsOf("title: x", "transition: zoomy")).toEqual({
    code: "deck-front-matter",
    file: "talk.md",
    line: 3,
    column: 13,
    problem: '"transition" is "zoomy"',
    expected: "none, fade, slide, convex, concave or zoom",
  });
  expect(detailsOf("revealOptions:", "  controls: maybe")).toMatchObject({ line: 3, column: 13 });
  expect(detailsOf("revealOptions: [a]")).toMatchObject({
    line: 2,
    column: 16,
    expected: "a map of reveal.js options",
  });
  expect(detailsOf("lang: english language")).toMatchObject({ line: 2, column: 7 });
  expect(detailsOf("title: {a: 1}")).toMatchObject({ problem: '"title" is a map', expected: "text" });
});

test.each(["separator: '('", "verticalSeparator: ''", "separator: 'x*'"])("[K2] a useless separator: %s", (line) => {
  expect(detailsOf("title: x", line)).toMatchObject({
    line: 3,
    expected: expect.stringContaining("regular expression"),
  });
});

test("[K2] invalid YAML names file, line and column", () => {
  expect(detailsOf("title: x", 'theme: "black')).toMatchObject({ code: "deck-front-matter", line: 4, column: 1 });
  expect(detailsOf("title: x", "  theme: y")).toMatchObject({ line: 2 });
  expect(detailsOf("title: x", "title: y")).toMatchObject({ line: 3, column: 1 });
  expect(detailsOf("just words")).toMatchObject({ line: 2, column: 1, problem: "this is not a key with a value" });
  expect(detailsOf("? [a]", ": b")).toMatchObject({ line: 2 });
});

test("[K2] aliases that explode are refused", () => {
  const bomb = ["a: &a [1,1,1,1,1,1,1,1,1,1]"];
  for (let index = 0; index < 9; index++) {
    const [from, to] = [String.fromCharCode(97 + index), String.fromCharCode(98 + index)];
    bomb.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(",")}]`);
  }
  expect(detailsOf(...bomb)).toMatchObject({ code: "deck-front-matter" });
});

test("[K1] front matter ends at its fence and the body knows its line", () => {
  expect(splitFrontMatter("---\ntitle: x\n---\n# A", "t.md")).toEqual({ yaml: "title: x\n", body: "# A", bodyLine: 4 });
  expect(splitFrontMatter("---\ntitle: x\n...\n# A", "t.md").body).toBe("# A");
  expect(splitFrontMatter("---\n---\n# A", "t.md")).toEqual({ yaml: "", body: "# A", bodyLine: 3 });
  expect(splitFrontMatter("---\n\ntitle: x\n---\nA", "t.md").body).toBe("A");
});

test.each(["# A\n---\n# B", "---\n\n# A\n\n---\n\n# B", "---\n# A\n---\n# B", "---", "--- \n\ntext\n\n---\nmore"])(
  "[K1] no front matter in %j",
  (source) => {
    expect(splitFrontMatter(source, "t.md")).toEqual({ yaml: "", body: source, bodyLine: 1 });
  },
);

test("[K2] front matter without an end is told", () => {
  expect(() => splitFrontMatter("---\ntitle: x\n\n# A\n", "t.md")).toThrow(
    "t.md:1:1: there is no end to what begins here in the front matter; expected a line with --- after the last key.",
  );
});

describe("channels", () => {
  const channelsOf = (yaml: string) => readFrontMatter(yaml, "talk.md").channels;

  test("[D2] who may send and set, and how often", () => {
    expect(channelsOf("channels:\n  buzzer: { send: everyone, rate: 5 }\n  colour:\n    set: everyone\n")).toEqual({
      buzzer: { send: "everyone", rate: 5 },
      colour: { set: "everyone" },
    });
    expect(channelsOf("title: none")).toEqual({});
  });

  test.each([
    ["channels: everyone", 2, 11],
    ["channels:\n  buzzer: loud", 3, 11],
    ["channels:\n  buzzer: { send: nobody }", 3, 19],
    ["channels:\n  buzzer: { rate: 51 }", 3, 19],
    ["channels:\n  buzzer: { rates: 5 }", 3, 13],
  ])("[K2] %j is answered with line and column", (yaml, line, column) => {
    expect(() => channelsOf(yaml)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ line, column }) }),
    );
  });
});

describe("features", () => {
  const featuresOf = (yaml: string) => readFrontMatter(yaml, "talk.md").features;

  test("[K6] are on or off, or a map of options; reactions may be their list", () => {
    const words = ["chat: off", "questions: { approve: on, anonymous: false }", "reactions: [👏, ❤️]", "pace: true"];
    expect(featuresOf(["features:", ...words].join("\n  "))).toEqual({
      chat: { on: false },
      questions: { approve: true, anonymous: false },
      reactions: { emoji: ["👏", "❤️"] },
      pace: { on: true },
    });
    expect(featuresOf("features:\n  chat:\n    on: on\n    slowSeconds: 600\n")).toEqual({
      chat: { on: true, slowSeconds: 600 },
    });
    expect(featuresOf("title: none")).toEqual({});
  });

  test.each([
    ["features: off", 2, 11],
    ["features:\n  chats: off", 3, 3],
    ["features:\n  chat: maybe", 3, 9],
    ["features:\n  chat: { slowSeconds: 601 }", 3, 24],
    ["features:\n  polls: { approve: on }", 3, 12],
    ["features:\n  hands: [👏]", 3, 10],
    ["features:\n  reactions: []", 3, 14],
    ["features:\n  reactions: [a, b, c, d, e, f, g, h, i]", 3, 14],
    ["features:\n  reactions: [👏, 👏]", 3, 14],
  ])("[K2] [K6] [B4] %j is answered with line and column", (yaml, line, column) => {
    expect(() => featuresOf(yaml)).toThrow(
      expect.objectContaining({
        code: "deck-front-matter",
        details: expect.objectContaining({ line, column }),
      }),
    );
  });
});
