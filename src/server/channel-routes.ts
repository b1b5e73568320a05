/**
 * Channels over plain HTTP, for slides that show how the web did it before (rule D8). Open to any page: a deck has an
 * opaque origin, and nothing here depends on who asks.
 */
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { LecternError } from "../errors.ts";
import { isTooDeep, maxChannelDepth } from "../talk/channels.ts";
import { guestBookPage } from "./guest-book.ts";
import { guestBookHeaders } from "./headers.ts";
import { defaultMeterLimits, Meters, meterName } from "./meters.ts";
import { refuse } from "./refuse.ts";
import type { ServedTalk } from "./served-talk.ts";

type Env = { Bindings: HttpBindings };

/** The longest body, in bytes; what a channel takes is counted in characters (rule D4). */
const bodyBytes = 16 * 1024;

export function channelRoutes(talkOf: (c: Context) => ServedTalk | undefined): Hono<Env> {
  const app = new Hono<Env>();
  const metersOf = new WeakMap<ServedTalk, Meters>();
  const at = (c: Context): { readonly talk: ServedTalk; readonly meters: Meters } => {
    const talk = talkOf(c);
    if (talk === undefined) throw new LecternError("talk-not-found", { talk: c.req.param("code") ?? "" });
    const meters = metersOf.get(talk) ?? new Meters(defaultMeterLimits, Date.now);
    metersOf.set(talk, meters);
    return { talk, meters };
  };

  app.use(cors({ origin: "*", allowMethods: ["GET", "POST"], maxAge: 600 }));
  app.onError((error, c) => {
    if (!(error instanceof LecternError)) throw error;
    if (error.row.status === 429) {
      c.header("Retry-After", "2");
      c.header("Access-Control-Expose-Headers", "Retry-After");
    }
    return refuse(c, error.code, error.details);
  });

  app.get("/meters/:meter", (c) => {
    const { meters } = at(c);
    const meter = c.req.param("meter");
    if (!meterName.test(meter)) throw new LecternError("not-found");
    if (!meters.passes(undefined)) throw new LecternError("flood");
    c.header("Cache-Control", "no-store");
    return c.json(meters.read(meter));
  });

  app.use("/channels/:channel", async (c, next) => {
    const { meters } = at(c);
    const meter = c.req.query("meter");
    if (meter !== undefined && !meterName.test(meter)) throw new LecternError("not-found");
    if (!meters.passes(meter)) throw new LecternError("flood");
    if (meter !== undefined) measure(c.env, (up, down) => meters.count(meter, up, down));
    c.header("Cache-Control", "no-store");
    await next();
  });

  app.get("/channels/:channel", async (c) => {
    const { talk } = at(c);
    const since = Number(c.req.query("since") ?? 0);
    const said = talk.room.channels.recent(talk.host.state, c.req.param("channel"), Number.isFinite(since) ? since : 0);
    const wantsPage = c.req.header("Accept")?.includes("text/html") ?? false;
    if (!wantsPage) return c.json(said);
    c.res = await c.html(guestBookPage(addressOf(c), said.list));
    await guestBookHeaders(c, async () => {});
    return c.res;
  });

  const limit = bodyLimit({
    maxSize: bodyBytes,
    onError: () => {
      throw new LecternError("message-too-big", { limit: bodyBytes });
    },
  });
  app.post("/channels/:channel", limit, async (c) => {
    const { talk } = at(c);
    const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(
      c.req.header("Content-Type") ?? "",
    );
    const data = isForm ? Object.fromEntries(await textFields(c)) : await json(c);
    const n = talk.room.channels.post(talk.host.state, c.req.param("channel"), data);
    return isForm ? c.redirect(addressOf(c), 303) : c.json({ n }, 201);
  });
  return app;
}

/** The address that was asked for, without the host. */
function addressOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname + search;
}

async function json(c: Context): Promise<unknown> {
  const text = await c.req.text();
  const data = parsed(text);
  if (isTooDeep(data)) {
    throw new LecternError("bad-message", { problem: `the body is nested deeper than ${maxChannelDepth}` });
  }
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LecternError("bad-message", { problem: "the body is not JSON" });
  }
}

async function textFields(c: Context): Promise<[string, string][]> {
  const form = await c.req.formData().catch(() => {
    throw new LecternError("bad-message", { problem: "the body is not a form of its content type" });
  });
  return [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
}

/** Counts one exchange: what was asked from its parts, what was answered at the socket, once it has left. */
function measure({ incoming, outgoing }: HttpBindings, done: (up: number, down: number) => void): void {
  const { socket, rawHeaders, method, url, httpVersion } = incoming;
  const line = `${method} ${url} HTTP/${httpVersion}\r\n`;
  // A header is "name: value" and a line end; each text is of single-byte characters.
  const headers = rawHeaders.reduce((sum, text) => sum + text.length, 0) + (rawHeaders.length / 2) * 4;
  const up = line.length + headers + 2 + Number(incoming.headers["content-length"] ?? 0);
  const before = socket.bytesWritten;
  outgoing.once("finish", () => done(up, socket.bytesWritten - before));
}
