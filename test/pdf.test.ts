import { renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PdfDeck } from "../src/deck/deck.ts";
import { openDeck } from "../src/deck/files.ts";
import { type Lectern, runToEnd, Workspace } from "./support/lectern.ts";
import { pdfFile, type TestPdf } from "./support/pdf-file.ts";
import { Socket } from "./support/socket.ts";

const workspace = new Workspace();
afterAll(() => workspace[Symbol.asyncDispose]());

function put(name: string, pdf: TestPdf | Uint8Array): string {
  const path = workspace.path(name);
  writeFileSync(path, pdf instanceof Uint8Array ? pdf : pdfFile(pdf));
  return path;
}

async function read(path: string, title?: string): Promise<PdfDeck> {
  const { deck } = await openDeck(path, title === undefined ? {} : { title });
  if (deck.kind !== "pdf") throw new Error(`expected a PDF, not ${deck.kind}`);
  return deck;
}

const talk: TestPdf = {
  title: "Small talk",
  lang: "de-AT",
  outline: [
    ["Opening (first)", 0],
    ["Again", 0],
    ["The end", 3],
  ],
  labels: { 0: "/S /D", 2: "/P (A-) /S /D" },
  pages: [
    { lines: ["First"] },
    { lines: ["Second page", "with a line"] },
    { lines: ["Tall"], size: [540, 960] },
    { lines: ["Turned"], size: [540, 960], rotate: 90 },
  ],
};

describe("a PDF as a deck", () => {
  it("[K1] [K7] has a slide for each page, named by outline, text and label, in its language and sizes", async () => {
    const deck = await read(put("slides.pdf", talk));
    expect(deck).toMatchObject({ title: "Small talk", lang: "de-AT", fileName: "slides.pdf", warnings: [] });
    expect(deck.slides.map(({ h, v, title }) => [h, v, title])).toEqual([
      [0, 0, "Opening (first)"],
      [1, 0, "Second page"],
      [2, 0, "A-1 · Tall"],
      [3, 0, "A-2 · The end"],
    ]);
    expect(deck.sizes).toEqual([
      [960, 540],
      [960, 540],
      [540, 960],
      [960, 540],
    ]);
    expect(new Uint8Array(deck.bytes)).toEqual(pdfFile(talk));
  });

  it("[K7] without a title of its own is called by its first page, else by its file; --title beats all", async () => {
    const pages = [{ lines: ["What we heard"] }];
    expect((await read(put("a.pdf", { pages }))).title).toBe("What we heard");
    expect((await read(put("our talk.pdf", { title: "untitled", pages: [{}] }))).title).toBe("our talk");
    expect((await read(put("b.pdf", { title: "B", pages }), "Given")).title).toBe("Given");
    expect((await read(put("b.pdf", { title: "B", pages }))).lang).toBe("en");
  });

  it("[K7] [A2] takes its notes from the file beside it, as Markdown, page by page", async () => {
    const path = put("noted.pdf", talk);
    workspace.write(
      "noted.notes.md",
      "# Notes\n\n## 1\nSay *hello*.\n\n## Page 3: tall\nWait.\n\n## 9\n\n## 1\nAgain.",
    );
    const deck = await read(path);
    expect(deck.slides.map(({ notesHtml }) => notesHtml)).toEqual([
      "<p>Say <em>hello</em>.</p>\n<p>Again.</p>\n",
      "",
      "<p>Wait.</p>\n",
      "",
    ]);
    const file = workspace.path("noted.notes.md");
    expect(deck.warnings.map((warning) => [warning.file, warning.line])).toEqual([
      [file, 1],
      [file, 9],
    ]);
  });

  it("[F7] has another version when its pages or its notes are others, and the same when they are not", async () => {
    const versions: string[] = [];
    const path = put("v.pdf", talk);
    const look = async () => versions.push((await read(path)).version);
    await look();
    put("v.pdf", { ...talk, pages: [...talk.pages, {}] });
    await look();
    workspace.write("v.notes.md", "## 1\none");
    await look();
    workspace.write("v.notes.md", "## 1\ntwo");
    await look();
    rmSync(workspace.path("v.notes.md"));
    put("v.pdf", talk);
    await look();
    expect(new Set(versions).size).toBe(4);
    expect(versions.at(-1)).toBe(versions[0]);
  });

  it("[F7] [K2] is read again when it is saved, and stays as it was while it is half written", async () => {
    const path = put("saved.pdf", talk);
    const source = await openDeck(path);
    const told: string[] = [];
    const waiting: (() => void)[] = [];
    const tell = (news: string): void => {
      told.push(news);
      for (const go of waiting.splice(0)) go();
    };
    const leave = source.watch({ changed: ({ title }) => tell(title), failed: ({ code }) => tell(code) });
    const next = () => new Promise<void>((resolve) => void waiting.push(resolve));
    try {
      const whole = pdfFile({ ...talk, title: "Second" });
      let news = next();
      writeFileSync(path, whole.subarray(0, whole.length / 2));
      await news;
      expect([told, source.deck.title]).toEqual([["deck-pdf-damaged"], "Small talk"]);
      news = next();
      writeFileSync(`${path}.part`, whole);
      renameSync(`${path}.part`, path);
      await news;
      expect([told.at(-1), source.deck.title]).toEqual(["Second", "Second"]);
      news = next();
      workspace.write("saved.notes.md", "## 2\nNew notes");
      await news;
      expect(source.deck.slides[1]?.notesHtml).toBe("<p>New notes</p>\n");
    } finally {
      leave();
    }
  });
});

describe("a PDF that cannot be shown", () => {
  const whole = pdfFile(talk);
  const noPages = Buffer.from("%PDF-1.7\n1 0 obj\n<< /Broken\n%%EOF\n");
  const cases: [string, string, Uint8Array, RegExp][] = [
    [
      "with a password",
      "locked.pdf",
      pdfFile({ ...talk, locked: true }),
      /locked\.pdf is protected with a password.*copy/,
    ],
    ["cut off", "cut.pdf", whole.subarray(0, whole.length - 200), /cut\.pdf is damaged.*its end is missing/],
    ["of another kind", "text.pdf", Buffer.from("hello"), /text\.pdf is damaged.*does not begin like a PDF/],
    ["broken inside", "broken.pdf", noPages, /broken\.pdf is damaged or not a whole PDF/],
    ["of no bytes", "empty.pdf", new Uint8Array(), /empty\.pdf has no pages/],
    ["of no pages", "none.pdf", pdfFile({ pages: [] }), /none\.pdf has no pages/],
  ];
  it.each(cases)("[K2] %s is told in one line", async (_name, file, bytes, message) => {
    const result = await runToEnd([put(file, bytes), "--no-open", "--ephemeral"]);
    expect(result.stderr).toMatch(message);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(result).toMatchObject({ code: 65, stdout: "" });
  });
});

it("[K2] a PDF that is too large is told with the limit, and not read", async () => {
  const path = workspace.write("big.pdf", "%PDF-1.7");
  truncateSync(path, 250_000_001);
  const result = await runToEnd([path, "--no-open", "--ephemeral"]);
  expect(result.stderr).toMatch(/big\.pdf has 251 MB; a PDF may have 250 MB/);
  expect(result).toMatchObject({ code: 65, stdout: "" });
});

describe("the file on its way to the screens", () => {
  let lectern: Lectern;
  let address: string;
  const bytes = pdfFile(talk);
  const get = (headers: Record<string, string> = {}, url = address) => fetch(url, { headers });

  beforeAll(async () => {
    const path = put("served.pdf", talk);
    workspace.write("served.notes.md", "## 1\nThe otter");
    lectern = await workspace.start(path, "--ephemeral");
    const document = await (await fetch(`${lectern.origin}/deck/`)).text();
    const { file } = JSON.parse(/id="lectern-deck">(.*?)<\/script>/.exec(document)?.[1] ?? "{}") as { file: string };
    address = new URL(file, `${lectern.origin}/deck/`).href;
  });

  it("[K7] is served whole and in parts, to frames without an origin too", async () => {
    const whole = await get();
    expect(whole.status).toBe(200);
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(bytes);
    expect(whole.headers.get("content-type")).toBe("application/pdf");
    const size = bytes.length;
    const parts: [string, number, number][] = [
      ["bytes=0-9", 0, 10],
      ["bytes=100-", 100, size],
      ["bytes=-20", size - 20, size],
      [`bytes=${size - 5}-${size + 100}`, size - 5, size],
    ];
    for (const [range, start, end] of parts) {
      const part = await get({ Range: range });
      expect(part.status, range).toBe(206);
      expect(part.headers.get("content-range")).toBe(`bytes ${start}-${end - 1}/${size}`);
      expect(part.headers.get("access-control-allow-origin")).toBe("*");
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.subarray(start, end));
    }
    const outside = await get({ Range: `bytes=${size}-` });
    expect([outside.status, outside.headers.get("content-range")]).toEqual([416, `bytes */${size}`]);
    const asked = await fetch(address, { method: "OPTIONS" });
    expect([asked.status, asked.headers.get("access-control-allow-headers")]).toEqual([204, "Range"]);
  });

  it("[K3] [A5] other files of the folder come in parts too, with the deck's headers", async () => {
    workspace.write("film.txt", "0123456789");
    const part = await get({ Range: "bytes=2-4" }, `${lectern.origin}/deck/film.txt`);
    expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([206, "234", "bytes 2-4/10"]);
    for (const answer of [part, await get()])
      expect(answer.headers.get("content-security-policy")).toContain("sandbox");
  });

  it("[F7] a file that is not shown is not served for another", async () => {
    expect((await get({}, address.replace(/v=.*/, "v=0000000000000000"))).status).toBe(404);
  });

  it("[F7] [K7] a screen that is still loading the file goes on when the notes change", async () => {
    const before = (await get()).headers.get("etag");
    const speaker = await Socket.hello(lectern.socketUrl, { key: lectern.speakerKey });
    workspace.write("served.notes.md", "## 1\nThe otter again");
    await speaker.next("deck");
    speaker.close();
    const after = await get();
    expect([after.status, after.headers.get("etag")]).toEqual([200, before]);
  });

  it("[A2] [K4] notes are in nothing but the speaker's answer", async () => {
    const paths = ["/", "/speaker", "/deck/", "/deck/served.pdf", "/deck/served.notes.md", "/deck/served%2Enotes.md"];
    for (const path of paths) expect(await (await fetch(lectern.origin + path)).text(), path).not.toContain("otter");
    expect((await fetch(`${lectern.origin}/deck/served.notes.md`)).status).toBe(404);
    const notes = await fetch(`${lectern.origin}/api/notes`, {
      headers: { Authorization: `Bearer ${lectern.speakerKey}` },
    });
    expect(await notes.text()).toContain("The otter");
  });
});
