/** Where the talk is that a deck elsewhere follows, out of what its author wrote. */

/** What a deck's author says: `Reveal.initialize({ lectern: { server: "https://talk.example" } })`. */
export type Followed = {
  /** The server's address, `https://…` or `http://…`. */
  readonly server: string;
  /** The talk's code; without one, the talk the server was started for. */
  readonly talk?: string;
  /** Chat, questions, polls and reactions beside the deck. */
  readonly panel?: boolean;
};

export type TalkAddress = {
  /** The talk's base, ending in a slash. */
  readonly base: string;
  readonly socket: string;
  readonly hasPanel: boolean;
};

/** @returns a text for the deck's author where it cannot be had */
export function talkAddress(given: unknown, page: Pick<Location, "protocol">): TalkAddress | string {
  const { server, talk, panel } = (typeof given === "object" && given !== null ? given : {}) as Record<string, unknown>;
  if (server === undefined) return 'no server is named. Write lectern: { server: "https://…" } into Reveal.initialize.';
  const url = typeof server === "string" && URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return `server must be an address that begins with https:// or http://, not ${JSON.stringify(server)}.`;
  }
  if (talk !== undefined && (typeof talk !== "string" || talk === "")) {
    return `talk must be the code of a talk, not ${JSON.stringify(talk)}.`;
  }
  if (page.protocol === "https:" && url.protocol === "http:" && !isThisMachine(url.hostname)) {
    return `browsers do not let a page on https follow ${url.origin}. Give the server an https address.`;
  }
  const folder = url.pathname.replace(/\/*$/, "/");
  const base = `${url.origin}${folder}${talk === undefined ? "" : `t/${encodeURIComponent(talk)}/`}`;
  return { base, socket: `${base.replace(/^http/, "ws")}ws`, hasPanel: panel === true };
}

/** Browsers trust it without a certificate. */
function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\./.test(host);
}
