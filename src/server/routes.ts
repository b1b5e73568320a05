/** Everything this server answers over HTTP. A talk lives under `/t/CODE/`; the one given here also at `/`. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { basename, relative } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { getMimeType } from "hono/utils/mime";
import { deckDocument } from "../deck/document.ts";
import { publicPage } from "../deck/page/read-page.ts";
import { resolveDeckFile } from "../deck/static-files.ts";
import { type ErrorCode, type ErrorDetails, errorMessage } from "../errors.ts";
import type { HttpGateway } from "../gateway/http-gateway.ts";
import type { Observe } from "../gateway/observer.ts";
import { roleOf } from "../gateway/participants.ts";
import { projectState } from "../talk/project.ts";
import type { Assets } from "./assets.ts";
import { bearer } from "./bearer.ts";
import { channelRoutes } from "./channel-routes.ts";
import { pollOf } from "./deck-polls.ts";
import { favicon } from "./favicon.ts";
import { assetHeaders, deckHeaders, pageHeaders, panelHeaders } from "./headers.ts";
import { linkRoutes } from "./link-routes.ts";
import { Packed } from "./packed.ts";
import { type BootData, frameSandbox, type PageName, pageNames, problemPage, talkPage } from "./pages.ts";
import { pdfFile } from "./pdf-file.ts";
import { refuse, refusedWith } from "./refuse.ts";
import type { ServedTalk } from "./served-talk.ts";

export type RouteOptions = {
  readonly assets: Assets;
  /** The talk with this code; without a code, the one this server was started for. */
  readonly findTalk: (code: string | undefined) => ServedTalk | undefined;
  /** The address of a talk's base path on the local network. */
  readonly joinUrl: (base: string) => string;
  /** Connections over plain HTTP. */
  readonly links: HttpGateway;
  readonly onFault: (error: unknown) => string;
  readonly observe: Observe;
  /** Whether commands can be accepted now, and if not, why. */
  readonly readiness: () => "ready" | "log-unwritable" | "draining";
};

export function createRoutes(options: RouteOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const packed = new Packed();
  app.use(async (c, next) => {
    await next();
    options.observe({ kind: "responded", status: c.res.status, code: refusedWith(c) });
  });
  app.get("/healthz", (c) => c.json({ status: "ok" }, 200, { "Cache-Control": "no-store" }));
  app.get("/readyz", (c) => {
    const status = options.readiness();
    return c.json({ status }, status === "ready" ? 200 : 503, { "Cache-Control": "no-store" });
  });
  app.on("GET", ["/favicon.svg", "/favicon.ico"], assetHeaders, (c) =>
    c.body(favicon, 200, { "Content-Type": "image/svg+xml" }),
  );
  app.get("/robots.txt", (c) => c.text("User-agent: *\nDisallow: /\n"));
  app.get("/assets/*", assetHeaders, serveAssets(options.assets.root));
  app.get(`/${pluginFile}`, assetHeaders, etag(), servePlugin(options.assets.root));
  app.get("/t/:code{[^/]+}", (c) => c.redirect(`/t/${encodeURIComponent(c.req.param("code"))}/`, 308));
  addTalkRoutes(app, "", options, packed);
  addTalkRoutes(app, "/t/:code", options, packed);
  app.notFound((c) => notFound(c, options.assets, "not-found"));
  app.onError((error, c) => {
    if (hasLeft(c.env.incoming)) return refuse(c, "bad-message", { problem: "the connection ended before it did" });
    return refuse(c, "internal", { reference: options.onFault(error) });
  });
  return app;
}

/** A client that goes in the middle of its request is no fault of the server; nobody reads the answer. */
function hasLeft({ complete, destroyed }: IncomingMessage): boolean {
  return destroyed && !complete;
}

function addTalkRoutes(
  app: Hono<{ Bindings: HttpBindings }>,
  prefix: string,
  { assets, findTalk, joinUrl, links }: RouteOptions,
  packed: Packed,
): void {
  const talkOf = (c: Context): ServedTalk | undefined => findTalk(c.req.param("code"));
  const ofDeck = deckHeaders(talkOf);
  const baseOf = (c: Context): string => (c.req.param("code") === undefined ? "/" : `/t/${c.req.param("code")}/`);

  for (const page of pageNames) {
    const headers = page === "panel" ? panelHeaders : pageHeaders;
    app.get(`${prefix}/${page === "audience" ? "" : page}`, headers, compress(), etag(), (c) => {
      const talk = talkOf(c);
      if (talk === undefined) return noTalk(c, assets);
      const boot = bootData(page, talk, baseOf(c), joinUrl(baseOf(c)));
      return c.html(talkPage(boot, assets.page(page)), 200, { "Cache-Control": "no-store" });
    });
  }

  // What a deck on another host asks before it follows (rule K12).
  app.get(`${prefix}/api/talk`, assetHeaders, (c) => {
    const identity = talkOf(c)?.host.identity;
    if (identity === undefined) return refuse(c, "talk-not-found", { talk: c.req.param("code") ?? "" });
    return c.json({ code: identity.code, title: talkOf(c)?.host.state.deck.title }, 200, {
      "Cache-Control": "no-store",
    });
  });

  app.get(`${prefix}/api/notes`, pageHeaders, compress(), (c) => {
    const talk = talkOf(c);
    if (talk === undefined) return noTalk(c, assets);
    const role = roleOf(talk.host.identity, bearer(c));
    if (role === undefined) return refuse(c, "bad-key");
    if (role !== "speaker") return refuse(c, "not-allowed", { who: "the speaker" });
    const { version, slides } = talk.deck.deck;
    return c.json({ version, slides }, 200, { "Cache-Control": "no-store" });
  });

  app.get(`${prefix}/api/polls`, pageHeaders, compress(), (c) => {
    const talk = talkOf(c);
    if (talk === undefined) return noTalk(c, assets);
    const role = roleOf(talk.host.identity, bearer(c));
    if (role === undefined) return refuse(c, "bad-key");
    if (role === "audience") return refuse(c, "not-allowed", { who: "a moderator" });
    const polls = talk.deck.deck.polls.map((source) => ({ h: source.h, v: source.v, poll: pollOf(source) }));
    return c.json({ version: talk.deck.deck.version, polls }, 200, { "Cache-Control": "no-store" });
  });

  app.route(`${prefix}/api`, channelRoutes(talkOf));
  app.route(`${prefix}/link`, linkRoutes(links, talkOf));

  app.get(`${prefix}/deck/`, ofDeck, etag(), (c) => {
    const talk = talkOf(c);
    return talk === undefined ? noTalk(c, assets) : deckPage(c, talk, assets, packed);
  });

  // Some browsers ask before a deck, whose origin is opaque, may name the part of a file it wants.
  app.options(`${prefix}/deck/*`, ofDeck, (c) => c.body(null, 204, { "Access-Control-Allow-Headers": "Range" }));

  app.get(`${prefix}/deck/*`, ofDeck, etag(), async (c, next) => {
    const talk = talkOf(c);
    const path = c.req.path.slice(c.req.path.indexOf("/deck/") + "/deck/".length);
    const deck = talk?.deck.deck;
    // Also one that was made of another file, which is served to nobody.
    if (deck?.kind === "pdf" && isNamed(path, deck.fileName)) return pdfFile(c, deck);
    const root = talk?.deck.directory;
    const file = root === undefined ? null : await resolveDeckFile(root, path);
    if (talk === undefined || root === undefined || file === null) return c.notFound();
    if (file.path === talk.deck.file) return deckFile(c, talk, assets, packed);
    // A page beside the deck may be a deck too, and hold notes (rule A2).
    if (isPage(file.path)) return c.html(publicPage(await readFile(file.path, "utf8")), 200, deckCaching);
    const version = `"${file.size.toString(36)}-${Math.round(file.mtimeMs).toString(36)}"`;
    const type = getMimeType(file.path) ?? "";
    if (packed.suits(c, type, file.size)) {
      return packed.answer(c, { type, name: file.path, etag: version, content: () => readFile(file.path) });
    }
    const serve = serveStatic({
      root,
      allowPercentInPath: true,
      rewriteRequestPath: () => relative(root, file.path),
      onFound: () => {
        c.header("Cache-Control", deckCaching["Cache-Control"]);
        c.header("ETag", version);
      },
    });
    return (await serve(c, next)) ?? c.notFound();
  });
}

const deckCaching = { "Cache-Control": "no-cache" } as const;

/** The deck as its frame loads it. */
function deckPage(
  c: Context,
  { code, deck: { deck } }: ServedTalk,
  assets: Assets,
  packed: Packed,
): Response | Promise<Response> {
  const { lectern, frame, marp, pdf, hosted, theme, katexStyle } = assets;
  const html = () =>
    deckDocument(deck, { lectern, frame, marp, page: assets.deckPage, pdf, hosted, theme, katexStyle });
  const version = `"${deck.version}-${assets.buildId}"`;
  const type = "text/html; charset=UTF-8";
  return packed.suits(c, type)
    ? packed.answer(c, { type, name: code, etag: version, content: html })
    : c.html(html(), 200, { ...deckCaching, ETag: version });
}

/** Whether a path, percent-encoded or not, is that of a file in the deck's folder itself. */
function isNamed(path: string, name: string): boolean {
  try {
    return decodeURIComponent(path) === name;
  } catch {
    return false;
  }
}

/** The deck by its own name: of a PDF, the file. */
function deckFile(c: Context, talk: ServedTalk, assets: Assets, packed: Packed): Response | Promise<Response> {
  const { deck } = talk.deck;
  return deck.kind === "pdf" ? pdfFile(c, deck) : deckPage(c, talk, assets, packed);
}

function isPage(path: string): boolean {
  return /\.x?html?$/i.test(path);
}

function bootData(page: PageName, talk: ServedTalk, base: string, joinUrl: string): BootData {
  const { state, identity } = talk.host;
  return {
    page,
    base,
    talk: { code: identity.code, title: state.deck.title },
    joinUrl,
    sandbox: frameSandbox(talk.isDeckTrusted),
    slidesFrom: talk.slidesFrom?.host ?? null,
    snapshot: {
      epoch: identity.epoch,
      seq: state.seq,
      view: projectState(state, "audience"),
      here: talk.room.presence.here,
    },
  };
}

/** Built files have their hash in their name: they never change, and were compressed when they were built. */
function serveAssets(root: string): ReturnType<typeof serveStatic> {
  return serveStatic({
    root,
    precompressed: true,
    onFound: (file, c) => {
      if (basename(file) !== "") c.header("Cache-Control", "public, max-age=31536000, immutable");
    },
  });
}

/** The reveal.js plugin, under a name that stays: see `lectern/reveal`. */
const pluginFile = "lectern-reveal.js";

function servePlugin(root: string): ReturnType<typeof serveStatic> {
  return serveStatic({
    root,
    precompressed: true,
    onFound: (_file, c) => c.header("Cache-Control", "no-cache"),
  });
}

function noTalk(c: Context, assets: Assets): Promise<Response> {
  return notFound(c, assets, "talk-not-found", { talk: c.req.param("code") ?? "" });
}

/** A page for browsers, JSON for everything else. */
async function notFound(
  c: Context,
  { problemStyle }: Assets,
  code: ErrorCode,
  details: ErrorDetails = {},
): Promise<Response> {
  const wantsHtml = c.req.header("Accept")?.includes("text/html") ?? false;
  const page = () => c.html(problemPage(errorMessage(code, details), problemStyle), 404);
  const answer = refuse(c, code, details);
  c.res = wantsHtml ? await page() : answer;
  await pageHeaders(c, async () => {});
  return c.res;
}
