import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type ErrorCode, type ErrorDetails, errorMessage, errors } from "../errors.ts";

/** What an answer says no with, for whoever counts answers. */
export function refusedWith(c: Context): ErrorCode | undefined {
  return c.get("refused") as ErrorCode | undefined;
}

/** The JSON answer to a refused request. */
export function refuse(c: Context, code: ErrorCode, details: ErrorDetails = {}): Response {
  c.set("refused", code);
  const status = (errors[code].status ?? 500) as ContentfulStatusCode;
  return c.json({ code, message: errorMessage(code, details) }, { status });
}
