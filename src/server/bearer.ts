import type { Context } from "hono";

/** The key in the Authorization header; an empty string, which is nobody's key, when there is none. */
export function bearer(c: Context): string {
  return /^Bearer (\S+)$/.exec(c.req.header("Authorization") ?? "")?.[1] ?? "";
}
