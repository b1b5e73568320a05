/** The deck's page as it stands alone, with addresses relative to itself only. */
import type { Deck } from "../../deck/deck.ts";
import { deckDocument, type ProgramUrls } from "../../deck/document.ts";
import type { Assets } from "../assets.ts";
import type { SiteFollow } from "./build-site.ts";

/** Where what is ours lies in a site. */
export const ownFolder = "lectern-assets";

/** `used`: addresses, on a server, of the built files the page itself asks for. */
export type SiteDocument = { readonly html: string; readonly used: readonly string[] };

export function siteDocument(deck: Deck, assets: Assets, follow: SiteFollow | undefined): SiteDocument {
  const addresses = new Map<string, string>();
  const own = (address: string): string => {
    const here = `${ownFolder}/${address.slice(address.lastIndexOf("/") + 1)}`;
    addresses.set(here, address);
    return here;
  };
  const files = <T extends ProgramUrls>(entry: T): T => ({
    ...entry,
    script: own(entry.script),
    styles: entry.styles.map(own),
    preload: entry.preload.map(own),
  });
  const html = deckDocument(deck, {
    lectern: own(assets.lectern),
    frame: files(assets.frame),
    marp: { ...files(assets.marp), fonts: own(assets.marp.fonts) },
    page: { ...files(assets.deckPage), shim: own(assets.deckPage.shim) },
    pdf: files(assets.pdf),
    hosted: files(assets.hosted),
    theme: (name) => {
      const address = assets.theme(name);
      return address === undefined ? undefined : own(address);
    },
    katexStyle: own(assets.katexStyle),
    site: follow === undefined ? {} : { follow },
  });
  const used = [...addresses].filter(([here]) => html.includes(`"${here}"`)).map(([, address]) => address);
  return { html, used };
}
