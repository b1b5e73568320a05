/** Runs a PDF as a deck inside its sandboxed frame: each page a slide. */
import "./pdf.css";
import { comingName } from "../protocol/frame.ts";
import { startBridge } from "./bridge.ts";
import { pagesDriver } from "./pages-driver.ts";
import { Book } from "./pdf/book.ts";
import type { Progress } from "./pdf/load.ts";
import type { PageSize } from "./pdf/sheet.ts";
import { Stage } from "./pdf/stage.ts";

/** What the server wrote into the deck's document. */
type DeckData = {
  readonly version: string;
  /** The file's address, relative to the document's, and its size in bytes. */
  readonly file: string;
  readonly bytes: number;
  readonly pages: readonly { readonly title: string; readonly size: PageSize }[];
};

/** Milliseconds after which a new version joins the talk although its first page is not painted. */
const patience = 4000;

const { version, file, bytes, pages } = JSON.parse(
  document.getElementById("lectern-deck")?.textContent ?? "",
) as DeckData;
const host = document.getElementById("stage") as HTMLElement;
const bar = document.getElementById("loading") as HTMLProgressElement;
const spoken = document.getElementById("spoken") as HTMLElement;

const progress: Progress = (loaded, wanted) => {
  bar.hidden = loaded === wanted;
  bar.max = wanted;
  bar.value = loaded;
};
const book = new Book(new URL(file, location.href).href, bytes, progress);
const stage = new Stage({
  host,
  book,
  sizes: pages.map(({ size }) => size),
  turning: {
    turnTo: (index) => driver.turnTo(index),
    step: (step) => driver.turn(step),
    titleOf: (index) => pages[index]?.title ?? "",
  },
  announce: (text) => {
    spoken.textContent = text;
  },
});
const driver = pagesDriver({
  pages: pages.map(({ title }) => ({ title, steps: 0 })),
  show: (index) => stage.show(index),
  black: (isBlack) => document.documentElement.toggleAttribute("data-black", isBlack),
  layout: () => stage.layout(),
  zoom: (view) => stage.zoom(view),
});

// A new version takes the old one's place when there is something to see; the first one is to be steered at once.
if (window.name === comingName) {
  await Promise.race([stage.ready, new Promise((resolve) => setTimeout(resolve, patience))]);
}
startBridge(
  {
    ...driver,
    configure(behaviour) {
      driver.configure(behaviour);
      stage.watch(!behaviour.muted);
    },
  },
  { version },
);
