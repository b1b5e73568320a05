/**
 * A talk over plain HTTP, where a network blocks WebSocket (rule T1). Open to any page, as the WebSocket is: what a
 * client may do depends on the key it says in hello, and its link's token travels in a header.
 */
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { LecternError } from "../errors.ts";
import type { HttpRequest } from "../gateway/handshake.ts";
import type { HttpGateway } from "../gateway/http-gateway.ts";
import type { HttpResponse } from "../gateway/http-link.ts";
import { bearer } from "./bearer.ts";
import { refuse } from "./refuse.ts";
import type { ServedTalk } from "./served-talk.ts";

/** The longest body, in bytes: several of the longest messages. */
const bodyBytes = 256 * 1024;

type LinkEnv = { Bindings: { readonly incoming: HttpRequest; readonly outgoing: HttpResponse } };

export function linkRoutes(links: HttpGateway, talkOf: (c: Context) => ServedTalk | undefined): Hono<LinkEnv> {
  const app = new Hono<LinkEnv>();
  const talkAt = (c: Context): ServedTalk => {
    const talk = talkOf(c);
    if (talk === undefined) throw new LecternError("talk-not-found", { talk: c.req.param("code") ?? "" });
    return talk;
  };
  app.onError((error, c) => {
    if (!(error instanceof LecternError)) throw error;
    return refuse(c, error.code, error.details);
  });

  // A link without its messages would be nobody's, and stay.
  app.use(async (c, next) => {
    if (c.req.method === "HEAD") throw new LecternError("not-found");
    await next();
  });

  // These two are written to the socket as things happen, so what comes after them may not touch their headers.
  app.get("/stream", (c) => {
    const { incoming, outgoing } = c.env;
    outgoing.setHeader("Access-Control-Allow-Origin", "*");
    links.stream(incoming, outgoing, talkAt(c).room);
    return RESPONSE_ALREADY_SENT;
  });

  app.get("/", (c) => {
    const after = Number(c.req.query("after") ?? 0);
    const { outgoing } = c.env;
    outgoing.setHeader("Access-Control-Allow-Origin", "*");
    outgoing.setHeader("Cache-Control", "no-store");
    if (!links.poll(bearer(c), Number.isSafeInteger(after) ? after : 0, outgoing)) throw new LecternError("not-found");
    return RESPONSE_ALREADY_SENT;
  });

  app.use(cors({ origin: "*", allowMethods: ["GET", "POST", "DELETE"], maxAge: 600 }));
  app.use(async (c, next) => {
    c.header("Cache-Control", "no-store");
    await next();
  });
  app.post("/", (c) => c.json({ link: links.open(c.env.incoming, talkAt(c).room) }, 201));

  const limit = bodyLimit({
    maxSize: bodyBytes,
    onError: () => {
      throw new LecternError("message-too-big", { limit: bodyBytes });
    },
  });
  app.post("/messages", limit, async (c) => {
    if (!links.receive(bearer(c), await c.req.text())) throw new LecternError("not-found");
    return c.body(null, 204);
  });

  app.delete("/", (c) => {
    links.end(bearer(c));
    return c.body(null, 204);
  });
  return app;
}
