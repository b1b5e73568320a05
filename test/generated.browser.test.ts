/** Decks as other programs write them, each made from the same few slides. */
import { afterEach, describe, expect, it } from "vitest";
import { deckOf, phone } from "./support/browser.ts";
import { placeDeck } from "./support/decks.ts";
import { equip, Pair } from "./support/pair.ts";
import { reaches } from "./support/room.ts";

const kit = equip();
let pair: Pair;
afterEach(() => pair.close());

type Slide = { readonly title: string; readonly notesHtml: string };

async function speakersSlides(): Promise<readonly Slide[]> {
  const { origin, speakerKey } = pair.lectern;
  const answer = await fetch(`${origin}/api/notes`, { headers: { Authorization: `Bearer ${speakerKey}` } });
  return ((await answer.json()) as { slides: readonly Slide[] }).slides;
}

// What each page says to the console by itself stands last: this `reveal-md` leaves out a program its pages name.
// `pandoc -t revealjs -s --slide-level=2 -V revealjs-url=reveal` (2.17), `asciidoctor-revealjs` (5.2), and
// `reveal-md --static` (6.1), whose reveal.js stands beside the page.
describe.each([
  ["pandoc", "reveal", []],
  ["asciidoctor", "reveal", []],
  ["reveal-md", ".", ["mermaid is not defined"]],
])("a deck that %s wrote", (generator, at, ownProblems) => {
  it("[K1] [A2] is followed step by step; its notes are the speaker's; its links leave in a tab of their own", async () => {
    const { workspace, browser } = kit;
    const folder = placeDeck(workspace, `generated/${generator}`, "5.2.1", undefined, at);
    pair = await Pair.open(browser, await workspace.start(folder, "--ephemeral"), phone);
    const { speaker, person, lectern } = pair;
    const follow = async (h: number, v: number, f: number): Promise<void> => {
      await Promise.all(pair.both.map(({ page }) => reaches(page, { h, v, f })));
    };
    await follow(0, 0, -1);
    for (const [h, v, f] of [
      [1, 0, -1],
      [1, 1, -1],
      [1, 1, 0],
      [1, 1, 1],
      [2, 0, -1],
      [3, 0, -1],
    ] as const) {
      await speaker.page.keyboard.press("Space");
      await follow(h, v, f);
    }
    const image = deckOf(person.page).locator("section.present img");
    await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1);
    await person.context.route("https://example.org/**", (route) => route.fulfill({ body: "Elsewhere" }));
    const [opened] = await Promise.all([
      person.context.waitForEvent("page"),
      deckOf(person.page).getByRole("link", { name: "elsewhere" }).click(),
    ]);
    await opened.getByText("Elsewhere").waitFor();
    const slides = await speakersSlides();
    expect(slides.map(({ title }) => title)).toEqual([
      "A generated deck",
      "Column",
      "Below, in steps",
      "Code",
      "A picture",
    ]);
    const texts = slides.map(({ notesHtml }) => notesHtml.replace(/<[^>]+>/g, "").trim());
    expect(texts).toEqual(["", "", "The otter below", "The otter in code", ""]);
    for (const path of ["/deck/", "/deck/index.html"]) {
      expect(await (await fetch(lectern.origin + path)).text(), path).not.toContain("otter");
    }
    expect(person.problems).toEqual(ownProblems);
  });
});
