/** A deck as one PDF, or as one picture a page (rule K11). */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deck } from "../deck/deck.ts";
import type { OutlineSlide } from "../protocol/frame.ts";
import { checkOutput, writeOutput } from "../server/output-folder.ts";
import { startServer } from "../server/server.ts";
import type { Position } from "../talk/commands.ts";
import { merge } from "./merge.ts";
import { notesPage } from "./notes-page.ts";
import { checkFile, writePdf } from "./place.ts";
import { type Size, SlideShow } from "./slide-show.ts";
import { untilStopped } from "./until-stopped.ts";

export type ExportOptions = {
  /** A path or a web address. */
  readonly deck: string;
  readonly format: "pdf" | "png";
  /** A file for a PDF, a folder for pictures. */
  readonly out: string;
  /** One page for each step of a slide, not one with all of them. */
  readonly steps: boolean;
  /** After each slide that has notes, a page with them. */
  readonly notes: boolean;
  /** Of a picture, in pixels; of a PDF's pages the shape alone. */
  readonly size: Size;
  /** The folder with the built web pages. */
  readonly webRoot: string;
  /** Hears how far it is. */
  readonly onPage: (done: number, of: number) => void;
};

export type Exported = { readonly title: string; readonly pages: number };

/** By this a folder of pictures is known as an earlier export. */
const markFile = ".lectern-export";

type Stop = { readonly at: Position; readonly isLast: boolean };

/** @throws LecternError where the deck, the browser or the place to write to cannot be had. */
export async function exportDeck(options: ExportOptions): Promise<Exported> {
  const { deck: source, webRoot } = options;
  if (options.format === "png") await checkOutput(options.out, markFile);
  else checkFile(options.out, source);
  const server = await startServer({
    talk: { deck: source, storage: { kind: "memory" } },
    host: "127.0.0.1",
    port: 0,
    mayMovePort: false,
    webRoot,
    onDeck: () => {},
    onFault: (error, reference) => console.error(`lectern: fault ${reference}:`, error),
  });
  try {
    const { deck } = server.talk.deck;
    if (deck.kind === "pdf" && options.format === "pdf" && !options.notes) return await copyPdf(deck, options.out);
    return await untilStopped(async (stopped) => {
      const show = await SlideShow.open(`${server.localOrigin}/screen`, options.size);
      try {
        stopped.throwIfAborted();
        stopped.addEventListener("abort", () => void show.close());
        const stops = stopsOf(await show.outline(), options.steps);
        const pages =
          options.format === "pdf"
            ? await drawPdf(show, stops, deck, `${server.localOrigin}/deck/`, options)
            : await drawPictures(show, stops, options);
        return { title: deck.title, pages };
      } finally {
        await show.close();
      }
    });
  } finally {
    await server.drain();
  }
}

/** What is a PDF already stays as it is, but for our mark after its end: nothing drawn anew is as good. */
async function copyPdf(deck: Deck & { kind: "pdf" }, out: string): Promise<Exported> {
  await writePdf(out, deck.bytes);
  return { title: deck.title, pages: deck.sizes.length };
}

function stopsOf(outline: readonly OutlineSlide[], everyStep: boolean): Stop[] {
  return outline.flatMap(({ h, v, steps }) => {
    const all = everyStep ? Array.from({ length: steps + 1 }, (_, index) => index - 1) : [steps - 1];
    return all.map((f) => ({ at: { h, v, f }, isLast: f === steps - 1 }));
  });
}

async function drawPdf(
  show: SlideShow,
  stops: readonly Stop[],
  deck: Deck,
  base: string,
  { out, notes, onPage }: ExportOptions,
): Promise<number> {
  const parts: Uint8Array[] = [];
  for (const [index, { at, isLast }] of stops.entries()) {
    await show.show(at);
    parts.push(await show.paper());
    const number = deck.slides.findIndex(({ h, v }) => h === at.h && v === at.v);
    const info = deck.slides[number];
    if (notes && isLast && info !== undefined && info.notesHtml !== "") {
      parts.push(await notesPage(show.browser, info, number + 1, base, show.layout));
    }
    onPage(index + 1, stops.length);
  }
  await writePdf(out, await merge(parts));
  return parts.length;
}

function drawPictures(show: SlideShow, stops: readonly Stop[], { out, onPage }: ExportOptions): Promise<number> {
  const digits = Math.max(3, String(stops.length).length);
  return writeOutput(out, async (folder) => {
    for (const [index, { at }] of stops.entries()) {
      await show.show(at);
      await show.picture(join(folder, `${String(index + 1).padStart(digits, "0")}.png`));
      onPage(index + 1, stops.length);
    }
    await writeFile(join(folder, markFile), "");
    return stops.length;
  });
}
