/**
 * What a whole room asks for, compressed once and not once a phone (rule B1). With gzip, since browsers take nothing
 * better where there is no https, as in most rooms.
 */
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { COMPRESSIBLE_CONTENT_TYPE_REGEX } from "hono/utils/compress";

type Content = string | Buffer;
type Packable = {
  readonly type: string;
  /** Names the content among all there are: the same one is compressed once. */
  readonly name: string;
  readonly etag: string;
  readonly content: () => Content | Promise<Content>;
};

/** In bytes: below, nothing is won; above, it is not text and would fill the memory. */
const sizes = { least: 1024, most: 2 * 1024 * 1024 };
/** How many are kept, those asked for last. */
const keptLimit = 100;

const compress = promisify(gzip);

export class Packed {
  readonly #kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  /** Whether this request can be answered with something of this type and size (bytes) that is compressed. */
  suits(c: Context, type: string, size = sizes.least): boolean {
    return (
      COMPRESSIBLE_CONTENT_TYPE_REGEX.test(type) &&
      size >= sizes.least &&
      size <= sizes.most &&
      c.req.header("Range") === undefined &&
      accepts(c, { header: "Accept-Encoding", supports: ["gzip"], default: "identity" }) === "gzip"
    );
  }

  async answer(c: Context, { type, name, etag, content }: Packable): Promise<Response> {
    const body = await this.#pack(`${name} ${etag}`, content);
    const headers = { "Content-Type": type, "Content-Encoding": "gzip", Vary: "Accept-Encoding" };
    return c.body(body, 200, { ...headers, ETag: etag.replace(/"$/, '-gzip"'), "Cache-Control": "no-cache" });
  }

  #pack(key: string, content: Packable["content"]): Promise<Uint8Array<ArrayBuffer>> {
    const packed = this.#kept.get(key) ?? pack(content);
    // The one asked for last goes to the end.
    this.#kept.delete(key);
    this.#kept.set(key, packed);
    packed.catch(() => this.#kept.delete(key));
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptLimit) break;
      this.#kept.delete(oldest);
    }
    return packed;
  }
}

async function pack(content: Packable["content"]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await compress(await content(), { level: constants.Z_BEST_COMPRESSION }));
}
