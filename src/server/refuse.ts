import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type ErrorCode, type ErrorDetails, errorMessage, errors } from "../errors.ts";

/** The JSON answer to a refused request. */
export function refuse(c: Context, code: ErrorCode, details: ErrorDetails = {}): Response {
  const status = (errors[code].status ?? 500) as ContentfulStatusCode;
  return c.json({ code, message: errorMessage(code, details) }, { status });
}
