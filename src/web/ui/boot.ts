/** What the server writes into a page's HTML so that the first paint is already right. */
import type { Snapshot } from "../../client/client.ts";

export type PageName = "audience" | "speaker" | "remote" | "screen" | "moderate" | "panel";

export type Boot = {
  readonly page: PageName;
  /** The talk's base path, `/` or `/t/CODE/`. */
  readonly base: string;
  readonly talk: { readonly code: string; readonly title: string };
  /** The audience's address on the local network, for pages opened on the speaker's own machine. */
  readonly joinUrl: string;
  /** What the deck's frame may do: the value of its `sandbox` attribute. */
  readonly sandbox: string;
  /** The site each screen loads the slides from; null when it is this server. */
  readonly slidesFrom: string | null;
  /** As the audience may see it. */
  readonly snapshot: Snapshot;
};

export function readBoot(): Boot {
  const element = document.getElementById("lectern-boot");
  return JSON.parse(element?.textContent ?? "null") as Boot;
}

/** The WebSocket address of this page's talk. */
export function socketUrl(boot: Boot): string {
  const url = new URL(`${boot.base}ws`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  return url.href;
}

/** The key in this page's fragment (`#key=…`); it never leaves the browser but in `hello` (rule A1). */
export function readKey(): string | undefined {
  return new URLSearchParams(location.hash.slice(1)).get("key") ?? undefined;
}

/** The link people join with: this page's own address unless it is one that only this machine can reach. */
export function audienceUrl(boot: Boot): string {
  const local = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  return local ? boot.joinUrl : new URL(boot.base, location.origin).href;
}
