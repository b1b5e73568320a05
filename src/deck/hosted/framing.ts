/** Whether a page may stand inside another one, by the headers it came with (RFC 7034, CSP Level 3 §6.4.2). */

export type Framing =
  | { readonly kind: "anywhere" }
  /** Only inside pages of these sites; `*` is every site, but no page without an origin. */
  | { readonly kind: "inside"; readonly sites: string; readonly header: string }
  /** Nowhere else. `header` is what says so, as the user could look it up. */
  | { readonly kind: "refused"; readonly header: string };

export function framingOf(headers: Headers): Framing {
  const policies = ancestorPolicies(headers);
  const headerOf = (sources: readonly string[]): string =>
    `Content-Security-Policy: ${["frame-ancestors", ...sources].join(" ")}`;
  const closed = policies.find((sources) => sources.every((source) => /^'(none|self)'$/i.test(source)));
  if (closed !== undefined) return { kind: "refused", header: headerOf(closed) };
  const strictest = policies.find((sources) => !sources.includes("*")) ?? policies[0];
  if (strictest !== undefined) return { kind: "inside", sites: strictest.join(" "), header: headerOf(strictest) };
  // Browsers look at the older header only where no policy says it, and take what they do not know for nothing.
  const older = headers.get("x-frame-options") ?? "";
  const isClosed = older.split(",").some((value) => /^\s*(deny|sameorigin)\s*$/i.test(value));
  return isClosed ? { kind: "refused", header: `X-Frame-Options: ${older}` } : { kind: "anywhere" };
}

/** The sources of every `frame-ancestors`; of a policy that says it twice, the first counts. */
function ancestorPolicies(headers: Headers): readonly (readonly string[])[] {
  const policies = (headers.get("content-security-policy") ?? "").split(",");
  return policies.flatMap((policy) => {
    const directives = policy.split(";").map((directive) => directive.trim().split(/\s+/));
    const found = directives.find(([name]) => name?.toLowerCase() === "frame-ancestors");
    return found === undefined ? [] : [found.slice(1)];
  });
}
