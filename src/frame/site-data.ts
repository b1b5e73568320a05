/** What `lectern build` wrote into a deck that stands alone (rule K13). */
export type SiteData = {
  /** Whom it follows; absent: nobody. */
  readonly follow?: { readonly server: string; readonly talk?: string; readonly panel?: boolean };
};

/** Undefined where the deck is served by Lectern. */
export function siteData(): SiteData | undefined {
  const text = document.getElementById("lectern-site")?.textContent;
  return text ? (JSON.parse(text) as SiteData) : undefined;
}
