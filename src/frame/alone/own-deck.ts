/** A reveal.js that belongs to the deck's author: driven like every other, and given back as they have set it. */
import type { DeckDriver } from "../driver.ts";
import { type RevealCall, revealDriver } from "../reveal-driver.ts";

const inputs = ["keyboard", "touch", "overview", "mouseWheel", "controls"] as const;

export function ownDeck(call: RevealCall, wrapper: HTMLElement): DeckDriver {
  const wishes = { ...(call("getConfig") as Readonly<Record<string, unknown>>) };
  return {
    ...revealDriver(call, wrapper, wishes),
    configure({ moves, drives }) {
      call("configure", {
        ...Object.fromEntries(inputs.map((name) => [name, moves && wishes[name]])),
        // One slide at a time is what everybody can follow; and a black-out must be one.
        ...(drives ? {} : { autoSlide: 0, view: null, scrollActivationWidth: 0, pause: true }),
      });
      if (!drives && call("isScrollView") === true) call("toggleScrollView", false);
    },
  };
}
