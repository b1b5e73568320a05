/** Web addresses on the command line: what counts as one, and which of them Lectern opens. */
import { LecternError } from "../../errors.ts";

/** Whether the user means an address and not a file, also where it is misspelt. */
export function isAddress(named: string): boolean {
  return /^\s*([a-z][a-z\d+.-]*:\/\/|https?:)/i.test(named);
}

/**
 * The address of a page as every screen may load it, without a fragment: that is where the page is opened at.
 *
 * @throws LecternError `deck-url-invalid`, `deck-url-scheme`, `deck-url-credentials`
 */
export function readAddress(named: string): URL {
  const text = named.trim();
  const scheme = /^[a-z][a-z\d+.-]*:/i.exec(text)?.[0] ?? "";
  if (!/^https?:$/i.test(scheme)) throw new LecternError("deck-url-scheme", { scheme });
  // Without its slashes an address is read all the same, but a host alone is not what was meant.
  const url = /^https?:\/\/[^/]/i.test(text) ? URL.parse(text) : null;
  if (url === null) throw new LecternError("deck-url-invalid", { address: withoutCredentials(text) });
  return publicAddress(url);
}

/** @throws LecternError `deck-url-credentials` */
export function publicAddress(url: URL): URL {
  if (url.username !== "" || url.password !== "") throw new LecternError("deck-url-credentials");
  const address = new URL(url);
  address.hash = "";
  return address;
}

/** What cannot be read as an address may hold a password all the same. */
function withoutCredentials(text: string): string {
  return text.replace(/[^/]*@/g, "");
}
