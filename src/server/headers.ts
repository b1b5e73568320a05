/** Security headers, one set for each kind of answer. */
import type { MiddlewareHandler } from "hono";
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

/** Our own pages: only our own scripts and styles, nobody may frame them. */
export const pageHeaders: MiddlewareHandler = secureHeaders({
  ...common,
  xFrameOptions: "DENY",
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

/**
 * A deck is somebody's program: it may load what it likes, but always runs with an opaque origin, also when it is
 * opened outside its frame (rule A3). Its own files need CORS for that reason.
 */
export const deckHeaders: MiddlewareHandler = async (c, next) => {
  c.header("Access-Control-Allow-Origin", "*");
  return deckSecurity(c, next);
};

const deckSecurity = secureHeaders({
  ...common,
  xFrameOptions: false,
  crossOriginResourcePolicy: "cross-origin",
  contentSecurityPolicy: { sandbox: frameSandbox.split(" "), frameAncestors: ["'self'"] },
});

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
