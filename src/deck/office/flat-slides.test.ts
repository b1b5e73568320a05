import { createReadStream } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readFlatSlides } from "./flat-slides.ts";

const rivers = join(import.meta.dirname, "../../../test/decks/office/rivers.fodp");

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

const names = ["office", "style", "draw", "text", "presentation", "xlink", "loext"];
const page = (inside: string, styles = ""): string =>
  `<office:document ${names.map((name) => `xmlns:${name}="urn:${name}"`).join(" ")}>${styles}<draw:page draw:style-name="p">${inside}</draw:page></office:document>`;
const read = (xml: string, size = 7) => readFlatSlides(pieces(xml, size));

describe("slides in one XML file", () => {
  it("[K9] have titles and notes; hidden ones are left out", async () => {
    expect(await readFlatSlides(createReadStream(rivers, "utf8"))).toEqual([
      {
        title: "How rivers begin",
        notesHtml:
          "<p>Say hello &amp; wait for the otter.</p><p>Two  spaces,<br>a new line.</p><ul><li>a spring</li><li>a &lt;glacier&gt;</li></ul>",
      },
      {
        title: "How they end",
        notesHtml: '<p>The otter reaches <a href="https://example.org/sea">the sea</a>.</p>',
      },
      { title: "", notesHtml: "" },
    ]);
  });

  it("[K9] a style says that its slides are hidden also by the one it stands on", async () => {
    const styles =
      '<style:style style:name="p" style:parent-style-name="q"/><style:style style:name="q" style:parent-style-name="r"/><style:style style:name="r" style:parent-style-name="p"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>';
    expect(await read(page("", styles))).toEqual([]);
    expect(await read(page("", styles.replace("hidden", "visible")))).toHaveLength(1);
  });

  it("[K9] what stands on every page of notes is not a note; a shape of any kind may hold one", async () => {
    const box = (kind: string, text: string) =>
      `<draw:frame presentation:class="${kind}"><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
    const notes = `<presentation:notes>${["header", "footer", "date-time", "page-number"].map((kind) => box(kind, kind)).join("")}<draw:custom-shape><text:p>kept</text:p></draw:custom-shape>${box("notes", "too")}</presentation:notes>`;
    expect(await read(page(box("title", "T<text:line-break/>U") + notes + box("outline", "not notes")))).toEqual([
      { title: "T U", notesHtml: "<p>kept</p><p>too</p>" },
    ]);
  });

  it("[K9] empty notes are none, and what is hostile stays text", async () => {
    const notes = (inside: string) =>
      page(`<presentation:notes><draw:frame presentation:class="notes">${inside}</draw:frame></presentation:notes>`);
    expect(await read(notes("<text:p/><text:p>\n  <text:span/></text:p>"))).toEqual([{ title: "", notesHtml: "" }]);
    const [hostile] = await read(
      notes(
        '<text:p>&lt;script&gt;<text:a xlink:href="x&quot; onclick=&quot;y">a</text:a><text:s text:c="9999999"/></text:p>',
      ),
    );
    expect(hostile?.notesHtml).toBe(`<p>&lt;script&gt;<a href="x&quot; onclick=&quot;y">a</a>${" ".repeat(80)}</p>`);
  });

  it("[K9] a file cut off is an error", async () => {
    await expect(read("<office:document xmlns:office='urn:office'><office:body>")).rejects.toThrow(/unclosed/);
  });
});
