/** Gets a page from the web, as every screen will, within limits of time and size. */
import { LecternError } from "../../errors.ts";
import { publicAddress } from "./address.ts";

export type FetchLimits = {
  /** Milliseconds for a whole answer. */
  readonly patience: number;
  /** Bytes. */
  readonly size: number;
};

/** Pages that hold all their pictures themselves are large. */
export const defaultFetchLimits: FetchLimits = { patience: 15_000, size: 32_000_000 };

export type FetchedPage = {
  /** Where it was found: redirects are followed. */
  readonly address: URL;
  readonly html: string;
  readonly headers: Headers;
};

/**
 * @throws LecternError `deck-url-unreachable`, `deck-url-status`, `deck-url-kind`, `deck-url-big`, `deck-url-credentials`
 */
export async function fetchPage(from: URL, limits: FetchLimits = defaultFetchLimits): Promise<FetchedPage> {
  const address = from.href;
  try {
    const answer = await ask(from, limits);
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new LecternError("deck-url-status", { address, status: `${answer.status} ${answer.statusText}`.trim() });
    }
    const type = answer.headers.get("content-type") ?? "";
    if (!/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
      await answer.body?.cancel();
      throw new LecternError("deck-url-kind", { address, kind: kindOf(type, from) });
    }
    const found = publicAddress(new URL(answer.url));
    const bytes = await readUpTo(answer, limits.size);
    if (bytes === undefined) throw new LecternError("deck-url-big", { address, limit: limits.size / 1e6 });
    return { address: found, html: decode(bytes, type), headers: answer.headers };
  } catch (error) {
    throw asUnreachable(error, from, limits);
  }
}

/** The text of another file at the page's own site; undefined where it cannot be had. */
export async function fetchText(from: URL, limits: FetchLimits = defaultFetchLimits): Promise<string | undefined> {
  try {
    const answer = await ask(from, limits);
    const bytes = answer.ok ? await readUpTo(answer, limits.size) : undefined;
    return bytes && decode(bytes, answer.headers.get("content-type") ?? "");
  } catch {
    return undefined;
  }
}

function ask(from: URL, { patience }: FetchLimits): Promise<Response> {
  const headers = { Accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.1", "User-Agent": "Lectern" };
  return fetch(from, { headers, signal: AbortSignal.timeout(patience), credentials: "omit" });
}

/** Undefined when there is more. */
async function readUpTo(answer: Response, limit: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early ends the connection.
  for await (const part of answer.body ?? []) {
    size += part.length;
    if (size > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** As a browser does: what the header says, else the page itself, else UTF-8. */
function decode(bytes: Uint8Array, type: string): string {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const named = /charset=["']?([\w-]+)/i.exec(type)?.[1] ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(start)?.[1];
  try {
    return new TextDecoder(named ?? "utf-8").decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/pdf/i, "a PDF"],
  [/markdown|\.(md|markdown)$/i, "Markdown"],
  [/presentation|powerpoint|\.(pptx?|odp|key)$/i, "a slide file of another program"],
  [/^text\/plain/i, "plain text"],
];

function kindOf(type: string, { pathname }: URL): string {
  const bare = type.split(";")[0]?.trim() ?? "";
  const known = kinds.find(([pattern]) => pattern.test(bare) || pattern.test(pathname))?.[1];
  return known ?? (bare === "" ? "of no known kind" : bare);
}

function asUnreachable(error: unknown, { href: address, hostname }: URL, limits: FetchLimits): LecternError {
  if (error instanceof LecternError) return error;
  const cause = inWords(error, hostname, limits);
  return new LecternError("deck-url-unreachable", { address, cause }, { cause: error });
}

/** Of the errors fetch has: what a person can do something about, by the operating system's or OpenSSL's code. */
function inWords(error: unknown, host: string, { patience }: FetchLimits): string {
  if (error instanceof Error && error.name === "TimeoutError") return `no whole answer within ${patience / 1000} s`;
  const cause = (error instanceof Error ? (error.cause ?? error) : error) as { code?: string; message?: string };
  const code = cause.code ?? "";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `${host} is not known here, or this machine is offline`;
  if (/^E(NETUNREACH|HOSTUNREACH|NETDOWN)$/.test(code)) return "there is no way to it from this network";
  if (code === "ECONNREFUSED") return "nothing listens there";
  if (/TIMEOUT|TIMEDOUT/.test(code)) return "it does not answer";
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "its certificate is for another host";
  if (/CERT|SIGNATURE|ISSUER/.test(code)) return `its certificate is not trusted (${code})`;
  if (/^ERR_SSL|EPROTO/.test(code)) return "it does not speak https there; try http";
  return cause.message || code || String(error);
}
