/** Runs a deck inside its sandboxed frame: starts reveal.js at the right slide and opens the bridge to the page. */
import "./main.css";
import Reveal from "reveal.js";
import { ownDeck } from "./alone/own-deck.ts";
import { startBridge } from "./bridge.ts";
import { drawDiagrams } from "./mermaid.ts";
import { type RevealCall, revealDriver } from "./reveal-driver.ts";
import { siteData } from "./site-data.ts";

/** What the server wrote into the deck's document. */
type DeckData = {
  readonly version: string;
  readonly theme: string;
  readonly revealOptions: Record<string, unknown>;
  readonly needs: { readonly math: boolean; readonly mermaid: boolean };
};

const data = JSON.parse(document.getElementById("lectern-deck")?.textContent ?? "{}") as DeckData;

/** Options that following depends on; a deck cannot change them. */
const fixed = {
  hash: false,
  history: false,
  respondToHashChanges: false,
  // The address says where to start, fragments included, so that the first paint is already right.
  fragmentInURL: true,
  embedded: false,
  jumpToSlide: false,
  help: false,
  pause: true,
  postMessage: false,
  postMessageEvents: false,
  scrollActivationWidth: 0,
  // Previews and phones are smaller than reveal.js expects a slide to be.
  minScale: 0.05,
  plugins: [],
};

/** What a deck gets unless it says otherwise: the page around it has its own controls and slide number. */
const taste = { controls: false, controlsTutorial: false, slideNumber: false, progress: true };
/** Our own theme is drawn for 16:9, from the left; reveal.js's themes for reveal.js's own size and centre. */
const own = {
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  transition: "fade",
  backgroundTransition: "fade",
} as const;
const isOurs = data.theme.startsWith("lectern");

/** A deck that stands alone has nothing around it that could do this. */
const alone = { hash: true, respondToHashChanges: true, help: true, jumpToSlide: true };
const isAlone = siteData() !== undefined;

const deck = new Reveal({
  ...taste,
  ...(isOurs ? own : {}),
  ...data.revealOptions,
  ...fixed,
  ...(isAlone ? { ...alone, controls: data.revealOptions.controls !== false } : {}),
});
Object.assign(window, { Reveal: deck });
await deck.initialize();
// The deck's address asks for it, for pages whose reveal.js can be reached in no other way.
deck.configure({ postMessage: false, postMessageEvents: false });
const api = deck as unknown as Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;
const call: RevealCall = (method, ...args) => api[method]?.(...args);
const wrapper = deck.getRevealElement() ?? document.body;
const driver = isAlone ? ownDeck(call, wrapper) : revealDriver(call, wrapper, data.revealOptions);
startBridge(driver, { version: data.version, isReveal: true });
if (data.needs.mermaid) await drawDiagrams(deck, data.theme === "lectern-light" ? "default" : "dark");
