/**
 * Opens a reveal.js page that stays where it is on the web (rule K14). The server reads it once, for its title, its
 * slides and the speaker's notes; each screen loads it from its own site and drives it by reveal.js's messages.
 */
import { LecternError } from "../../errors.ts";
import type { DeckWarning, HostedDeck } from "../deck.ts";
import type { DeckSource } from "../files.ts";
import { attributeOf, elementsFrom, type HtmlElement } from "../html.ts";
import { readPageFacts } from "../page/read-page.ts";
import { hasOwnFollowing } from "../page/references.ts";
import { withVersion } from "../version.ts";
import { readAddress } from "./address.ts";
import { defaultFetchLimits, type FetchedPage, type FetchLimits, fetchPage, fetchText } from "./fetch-page.ts";
import { type Framing, framingOf } from "./framing.ts";

export type HostedOptions = {
  /** Beats every title in the page. */
  readonly title?: string;
  /** The page keeps its own site's origin in the room. */
  readonly isTrusted?: boolean;
  readonly limits?: FetchLimits;
};

/** @throws LecternError `deck-url-…`, `deck-not-reveal` */
export async function openHosted(named: string, options: HostedOptions = {}): Promise<DeckSource> {
  const given = readAddress(named);
  const deck = await readHosted(given, options);
  // What changes on the web shows when a screen loads it again: there is nothing to watch.
  return { file: given.href, directory: undefined, deck, watch: () => () => {} };
}

async function readHosted(given: URL, options: HostedOptions): Promise<HostedDeck> {
  const { limits = defaultFetchLimits, isTrusted = false, title } = options;
  const page = await fetchPage(given, limits);
  const { address, html, headers } = page;
  const framing = framingOf(headers);
  checkFraming(framing, address.host, isTrusted);
  const file = nameOf(address);
  const { lang, slides, steps, root, ...facts } = await readPageFacts(html, {
    file,
    ...(title === undefined ? {} : { title }),
    readText: (path) => readBeside(address, path, limits),
  });
  return withVersion<HostedDeck>({
    kind: "hosted",
    title: facts.title,
    lang,
    slides,
    steps,
    address: address.href,
    channels: {},
    features: {},
    polls: [],
    warnings: [...siteWarnings(page, framing), ...(isTrusted ? [] : originWarnings(page, root)), ...facts.warnings],
  });
}

/** A deck that is not trusted stands in a frame without an origin, which is no site's. */
function checkFraming(framing: Framing, host: string, isTrusted: boolean): void {
  if (framing.kind === "anywhere" || (framing.kind === "inside" && isTrusted)) return;
  const code = framing.kind === "refused" ? "deck-url-framing" : "deck-url-origin";
  throw new LecternError(code, { host, header: framing.header });
}

/** A name for errors and, at last, a title: without the query, which may hold what is not for everybody. */
function nameOf({ origin, pathname }: URL): string {
  return origin + pathname.replace(/\/$/, "");
}

/** A file the page names, such as its slides in Markdown; only from its own site. */
async function readBeside(address: URL, path: string, limits: FetchLimits): Promise<string | undefined> {
  const found = URL.parse(path, address.href);
  return found?.origin === address.origin ? fetchText(found, limits) : undefined;
}

function siteWarnings({ address, html }: FetchedPage, framing: Framing): readonly DeckWarning[] {
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(address.hostname);
  const isNarrow = framing.kind === "inside" && framing.sites !== "*";
  return [
    ...(isLocal ? [`Only this machine can open ${address.host}: on every other screen the slides stay empty.`] : []),
    ...(isNarrow ? [`Its site shows it only inside ${framing.sites}: elsewhere the slides stay empty.`] : []),
    ...(hasOwnFollowing(html) ? ["The page has a following plugin of its own, which may move screens too."] : []),
  ].map(ofDeck);
}

/** What of the page may be missing without its site's origin. */
function originWarnings({ html, headers }: FetchedPage, root: HtmlElement): readonly DeckWarning[] {
  const isOpen = headers.get("access-control-allow-origin") === "*";
  const elements = [...elementsFrom(root)];
  const loads = (tagName: string, name: string): boolean =>
    elements.some((element) => element.tagName === tagName && isBeside(attributeOf(element, name)));
  const needs = [
    ...(!isOpen && (loads("link", "href") || loads("script", "src")) ? ["fonts and modules"] : []),
    ...(!isOpen && markdownFile.test(html) ? ["slides in files"] : []),
    ...(/\b(localStorage|sessionStorage|document\.cookie)\b/.test(html) ? ["storage"] : []),
  ];
  if (needs.length === 0) return [];
  const list = needs.join(", ");
  return [ofDeck(`Without an origin the page may miss ${list}. If it does, start again with --trust-deck.`)];
}

const ofDeck = (message: string): DeckWarning => ({ line: 0, message });

function isBeside(address: string | undefined): boolean {
  return address !== undefined && !/^([a-z][\w+.-]*:|\/\/)/i.test(address);
}

const markdownFile = /<section\b[^>]*\bdata-markdown=["']?[^"'\s>]/i;
