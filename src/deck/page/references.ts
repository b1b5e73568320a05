/** What a page names outside of itself, and what of it will not be there in the room. */
import type { DeckWarning } from "../deck.ts";
import { attributeOf, elementsFrom, type HtmlElement, lineOf } from "../html.ts";

type Reference = { readonly address: string; readonly line: number; readonly isScript: boolean };

const naming = [
  "src",
  "data-src",
  "poster",
  "data-background-image",
  "data-background-video",
  "data-background-iframe",
  "data-background",
] as const;

const hasScheme = /^([a-z][\w+.-]*:|\/\/)/i;

/** Addresses of files beside the page, relative to it. */
export function localReferences(root: HtmlElement): string[] {
  return referencesIn(root)
    .map(({ address }) => address)
    .filter((address) => !hasScheme.test(address) && !/^(\/|#|\?)/.test(address) && !leavesFolder(address));
}

/** @param source the page's text */
export function referenceWarnings(root: HtmlElement, source: string): DeckWarning[] {
  const references = referencesIn(root);
  const outside = references.find(({ address }) => leavesFolder(address));
  const absolute = references.find(({ address }) => /^\/(?!\/)/.test(address));
  const remote = references.filter(({ address, isScript }) => isScript && /^(https?:)?\/\//i.test(address));
  const warnings: DeckWarning[] = [];
  if (outside !== undefined) {
    const message = `${outside.address} is outside of the page's folder and is not served. Copy it in, or give the page from the folder above.`;
    warnings.push({ line: outside.line, message });
  }
  if (absolute !== undefined) {
    const message = `${absolute.address} begins with /, which is not the deck's folder here. Make it relative.`;
    warnings.push({ line: absolute.line, message });
  }
  const [first] = remote;
  if (first !== undefined) {
    const hosts = [...new Set(remote.map(({ address }) => hostOf(address)))].join(", ");
    warnings.push({
      line: first.line,
      message: `Every screen loads scripts from ${hosts}: the room needs the Internet.`,
    });
  }
  const following = ownFollowing.exec(source);
  if (following !== null) {
    const line = source.slice(0, following.index).split("\n").length;
    const message = `The page's own ${following[0].toLowerCase()} plugin is kept from the network: Lectern does the following.`;
    warnings.push({ line, message });
  }
  return warnings;
}

const ownFollowing = /\b(multiplex|seminar)\b(?=[\w./-]*\.js|["']?\s*:\s*\{|[\w./-]*\/(?:client|master|plugin)\b)/i;

/** The page has a program that makes screens follow: reveal-multiplex, or the seminar plugin. */
export function hasOwnFollowing(source: string): boolean {
  return ownFollowing.test(source);
}

function referencesIn(root: HtmlElement): Reference[] {
  return [...elementsFrom(root)].flatMap((element) => {
    const isScript = element.tagName === "script";
    const names = element.tagName === "link" ? ["href"] : naming;
    return names
      .flatMap((name) => attributeOf(element, name)?.trim() ?? [])
      .filter((address) => /[./]/.test(address) && !/^(data|blob|javascript):|\s\d/i.test(address))
      .map((address) => ({ address, line: lineOf(element), isScript: isScript || element.tagName === "link" }));
  });
}

function leavesFolder(address: string): boolean {
  if (hasScheme.test(address) || address.startsWith("/")) return false;
  let depth = 0;
  for (const part of (address.split(/[?#]/)[0] ?? "").split("/").slice(0, -1)) {
    depth += part === ".." ? -1 : part === "." || part === "" ? 0 : 1;
    if (depth < 0) return true;
  }
  return false;
}

function hostOf(address: string): string {
  return /^(?:https?:)?\/\/([^/?#]+)/i.exec(address)?.[1] ?? address;
}
