/** `lectern/reveal`: a deck on any web host follows a talk on a Lectern server (rule K12). */
import type { RevealCall } from "../reveal-driver.ts";
import type { Shim } from "../shim.ts";
import { siteData } from "../site-data.ts";
import { sayOnce } from "./find-talk.ts";
import { followTalk } from "./follow-talk.ts";
import { ownDeck } from "./own-deck.ts";

type Reveal = Readonly<Record<string, unknown>>;

export default function Lectern(): { readonly id: string; init(deck?: unknown): void } {
  return {
    id: "lectern",
    init(given) {
      try {
        start((given ?? (window as { Reveal?: unknown }).Reveal) as Reveal | undefined);
      } catch (error) {
        sayOnce(`this deck cannot follow: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

function start(deck: Reveal | undefined): void {
  const call: RevealCall = (method, ...args) => {
    const found = deck?.[method];
    return typeof found === "function" ? (found.call(deck, ...args) as unknown) : undefined;
  };
  if (isGivenByLectern()) return;
  if (deck === undefined || typeof deck.slide !== "function") return sayOnce("there is no reveal.js to follow with.");
  // Neither paper nor the author's own speaker view follows.
  if (call("isPrintView") === true || call("isPrintingPDF") === true || /[?&]receiver\b/.test(location.search)) return;
  const wrapperOf = () => (call("getRevealElement") ?? document.querySelector(".reveal")) as HTMLElement | null;
  const follow = (): void => {
    const stage = wrapperOf();
    if (stage === null) return sayOnce("there is no element with the class reveal.");
    const { lectern } = call("getConfig") as { readonly lectern?: unknown };
    followTalk({ deck: ownDeck(call, stage), given: lectern, stage });
  };
  if (call("isReady") === true) follow();
  else document.addEventListener("ready", ({ target }) => target === wrapperOf() && follow());
}

/** In a page of Lectern, or in a site that follows by itself, the same deck is followed already. */
function isGivenByLectern(): boolean {
  const shim = (window as unknown as Record<symbol, Shim | undefined>)[Symbol.for("lectern.shim")];
  return shim !== undefined && (shim.host !== window || siteData()?.follow !== undefined);
}
