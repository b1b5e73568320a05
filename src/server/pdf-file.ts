/** The PDF of a talk, whole or in parts (RFC 9110 §14): as it was read, whatever is being saved over it meanwhile. */
import type { Context } from "hono";
import type { PdfDeck } from "../deck/deck.ts";
import { refuse } from "./refuse.ts";

/** A screen that asks for another file than the present one must not mix the two. */
export function pdfFile(c: Context, { hash, bytes }: PdfDeck): Response {
  const asked = c.req.query("v");
  if (asked !== undefined && asked !== hash) return refuse(c, "not-found");
  const size = bytes.length;
  const headers = {
    "Content-Type": "application/pdf",
    "Cache-Control": "no-cache",
    "Accept-Ranges": "bytes",
    ETag: `"${hash}"`,
  };
  const part = (start: number, end: number): Uint8Array<ArrayBuffer> =>
    bytes.subarray(start, end + 1) as Uint8Array<ArrayBuffer>;
  const range = rangeOf(c.req.header("Range"), size);
  if (range === undefined) return c.body(part(0, size), 200, { ...headers, "Content-Length": String(size) });
  if (range === null) return c.body(null, 416, { ...headers, "Content-Range": `bytes */${size}` });
  const [start, end] = range;
  return c.body(part(start, end), 206, {
    ...headers,
    "Content-Range": `bytes ${start}-${end}/${size}`,
    "Content-Length": String(end - start + 1),
  });
}

/** First and last byte; undefined for the whole file, null for what it does not have. */
function rangeOf(header: string | undefined, size: number): readonly [start: number, end: number] | undefined | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start > end ? null : [start, end];
}
