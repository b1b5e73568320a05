/** Everything this server answers over HTTP. A talk lives under `/t/CODE/`; the one given here also at `/`. */
import { basename, relative } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { etag } from "hono/etag";
import { deckDocument } from "../deck/document.ts";
import { resolveDeckFile } from "../deck/static-files.ts";
import { type ErrorCode, type ErrorDetails, errorMessage } from "../errors.ts";
import { roleOf } from "../gateway/participants.ts";
import { projectState } from "../talk/project.ts";
import type { Assets } from "./assets.ts";
import { channelRoutes } from "./channel-routes.ts";
import { pollOf } from "./deck-polls.ts";
import { favicon } from "./favicon.ts";
import { assetHeaders, deckHeaders, pageHeaders } from "./headers.ts";
import { type BootData, type PageName, pageNames, problemPage, talkPage } from "./pages.ts";
import { refuse } from "./refuse.ts";
import type { ServedTalk } from "./served-talk.ts";

export type RouteOptions = {
  readonly assets: Assets;
  /** The talk with this code; without a code, the one this server was started for. */
  readonly findTalk: (code: string | undefined) => ServedTalk | undefined;
  /** The address of a talk's base path on the local network. */
  readonly joinUrl: (base: string) => string;
  readonly onFault: (error: unknown) => string;
};

export function createRoutes(options: RouteOptions): Hono {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.on("GET", ["/favicon.svg", "/favicon.ico"], assetHeaders, (c) =>
    c.body(favicon, 200, { "Content-Type": "image/svg+xml" }),
  );
  app.get("/robots.txt", (c) => c.text("User-agent: *\nDisallow: /\n"));
  app.get("/assets/*", assetHeaders, serveAssets(options.assets.root));
  app.get("/t/:code{[^/]+}", (c) => c.redirect(`/t/${encodeURIComponent(c.req.param("code"))}/`, 308));
  addTalkRoutes(app, "", options);
  addTalkRoutes(app, "/t/:code", options);
  app.notFound((c) => notFound(c, options.assets, "not-found"));
  app.onError((error, c) => refuse(c, "internal", { reference: options.onFault(error) }));
  return app;
}

function addTalkRoutes(app: Hono, prefix: string, { assets, findTalk, joinUrl }: RouteOptions): void {
  const talkOf = (c: Context): ServedTalk | undefined => findTalk(c.req.param("code"));
  const baseOf = (c: Context): string => (c.req.param("code") === undefined ? "/" : `/t/${c.req.param("code")}/`);

  for (const page of pageNames) {
    app.get(`${prefix}/${page === "audience" ? "" : page}`, pageHeaders, compress(), etag(), (c) => {
      const talk = talkOf(c);
      if (talk === undefined) return noTalk(c, assets);
      const boot = bootData(page, talk, baseOf(c), joinUrl(baseOf(c)));
      return c.html(talkPage(boot, assets.page(page)), 200, { "Cache-Control": "no-store" });
    });
  }

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

  app.get(`${prefix}/deck/`, deckHeaders, compress(), etag(), (c) => {
    const talk = talkOf(c);
    if (talk === undefined) return noTalk(c, assets);
    const { deck } = talk.deck;
    const html = deckDocument(deck, {
      script: assets.frame.script,
      lectern: assets.lectern,
      styles: assets.frame.styles,
      // A theme that does not ship with Lectern is a style sheet beside the deck.
      theme: assets.theme(deck.theme) ?? deck.theme,
      katexStyle: assets.katexStyle,
    });
    return c.html(html, 200, { "Cache-Control": "no-cache", ETag: `"${deck.version}-${assets.buildId}"` });
  });

  app.get(`${prefix}/deck/*`, deckHeaders, etag(), async (c, next) => {
    const talk = talkOf(c);
    const path = c.req.path.slice(c.req.path.indexOf("/deck/") + "/deck/".length);
    const file = talk && (await resolveDeckFile(talk.deck.directory, path));
    // The deck's own source holds the notes (rule A2).
    if (!talk || !file || file.path === talk.deck.file) return c.notFound();
    const serve = serveStatic({
      root: talk.deck.directory,
      allowPercentInPath: true,
      rewriteRequestPath: () => relative(talk.deck.directory, file.path),
      onFound: () => {
        c.header("Cache-Control", "no-cache");
        c.header("ETag", `"${file.size.toString(36)}-${Math.round(file.mtimeMs).toString(36)}"`);
      },
    });
    return (await serve(c, next)) ?? c.notFound();
  });
}

function bootData(page: PageName, talk: ServedTalk, base: string, joinUrl: string): BootData {
  const { state, identity } = talk.host;
  return {
    page,
    base,
    talk: { code: identity.code, title: state.deck.title },
    joinUrl,
    snapshot: { epoch: identity.epoch, seq: state.seq, view: projectState(state, "audience"), here: talk.room.here },
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

/** The key in the Authorization header; an empty string, which is nobody's key, when there is none. */
function bearer(c: Context): string {
  return /^Bearer (\S+)$/.exec(c.req.header("Authorization") ?? "")?.[1] ?? "";
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
  c.res = wantsHtml ? await page() : refuse(c, code, details);
  await pageHeaders(c, async () => {});
  return c.res;
}
