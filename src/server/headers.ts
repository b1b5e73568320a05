/** Security headers, one set for each kind of answer. */
import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { frameSandbox } from "./pages.ts";

const common = {
  referrerPolicy: "no-referrer",
  // Talks are given over plain HTTP in a local network; a proxy that adds TLS adds this too.
  strictTransportSecurity: false,
  crossOriginEmbedderPolicy: false,
  // Browsers ignore it on plain HTTP in a local network, and write an error into every phone's console.
  crossOriginOpenerPolicy: false,
  // The health check and other plain answers have none, and browsers want one rule for a whole origin.
  originAgentCluster: false,
} as const;

const pagePolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", "data:"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  frameSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
};

/** Our own pages: only our own scripts and styles, nobody may frame them. */
export const pageHeaders: MiddlewareHandler = secureHeaders({
  ...common,
  xFrameOptions: "DENY",
  contentSecurityPolicy: { ...pagePolicy, frameAncestors: ["'none'"] },
});

/** The audience's panel, which decks on other hosts frame; it has no more rights than a connection of their own (A5). */
export const panelHeaders: MiddlewareHandler = secureHeaders({
  ...common,
  xFrameOptions: false,
  contentSecurityPolicy: { ...pagePolicy, frameSrc: ["'none'"], frameAncestors: ["*"] },
});

/** What the headers of a deck depend on. */
type FramedDeck = {
  /** Whether its programs have an origin. */
  readonly isDeckTrusted: boolean;
  /** Where its page is, when that is somewhere else on the web. */
  readonly slidesFrom: URL | undefined;
};

/**
 * A deck is somebody's program: it may load what it likes, but always runs with an opaque origin, also when it is
 * opened outside its frame (rule A3). Its own files need CORS for that reason. Of a page that stays on the web only a
 * frame round it is served, which holds nothing but that page.
 */
export function deckHeaders(deckOf: (c: Context) => FramedDeck | undefined): MiddlewareHandler {
  const known = new Map<string, MiddlewareHandler>();
  return async (c, next) => {
    const { isDeckTrusted = false, slidesFrom } = deckOf(c) ?? {};
    const key = `${isDeckTrusted} ${slidesFrom?.origin}`;
    const headers = known.get(key) ?? ofDeck(isDeckTrusted, slidesFrom);
    known.set(key, headers);
    c.header("Access-Control-Allow-Origin", "*");
    return headers(c, next);
  };
}

function ofDeck(isTrusted: boolean, site: URL | undefined): MiddlewareHandler {
  return secureHeaders({
    ...common,
    xFrameOptions: false,
    crossOriginResourcePolicy: "cross-origin",
    // Slides may frame pages of the deck's own; an opaque origin round them is nobody's "self".
    contentSecurityPolicy: {
      sandbox: frameSandbox(isTrusted).split(" "),
      ...(isTrusted ? { frameAncestors: ["'self'"] } : {}),
      ...(site === undefined ? {} : frameOnly(site)),
    },
  });
}

function frameOnly({ protocol, origin, hostname }: URL) {
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    // A policy has no way to write an IPv6 address.
    frameSrc: [hostname.startsWith("[") ? protocol : origin],
    baseUri: ["'none'"],
    formAction: ["'none'"],
  };
}

/** A channel as a web page: a form and text, shown inside slides, whose origin is opaque. */
export const guestBookHeaders: MiddlewareHandler = secureHeaders({
  ...common,
  xFrameOptions: false,
  crossOriginResourcePolicy: "cross-origin",
  contentSecurityPolicy: {
    sandbox: ["allow-forms"],
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
  },
});

export const assetHeaders: MiddlewareHandler = async (c, next) => {
  c.header("Access-Control-Allow-Origin", "*");
  return assetSecurity(c, next);
};

const assetSecurity = secureHeaders({ ...common, xFrameOptions: false, crossOriginResourcePolicy: "cross-origin" });
