/** The page somebody sees who has no valid key: what is missing, where it stands, and where to go instead. */
import type { Boot } from "./boot.ts";

export type RefusalProps = {
  readonly boot: Boot;
  /** What this page is, as in "the speaker's page". */
  readonly page: string;
  /** The server's reason; undefined when the link has no key at all. */
  readonly reason?: { readonly code: string; readonly message: string } | undefined;
};

export function Refusal({ boot, page, reason }: RefusalProps) {
  const { heading, text } = explain(page, reason);
  return (
    <main class="refusal" data-testid="refusal">
      <h1>{heading}</h1>
      <p>{text}</p>
      <p class="quiet">
        If this is your talk: the complete link, with its key, stands in the terminal where Lectern runs. Open it again
        from there.
      </p>
      <a class="button main" href={boot.base}>
        Go to the audience page
      </a>
    </main>
  );
}

function explain(page: string, reason: RefusalProps["reason"]): { heading: string; text: string } {
  if (reason === undefined) {
    return {
      heading: "This link has no key",
      text: `This is ${page}. It opens only with the speaker's private link, which ends in #key=…; this one has lost that part.`,
    };
  }
  if (reason.code === "bad-key") {
    return {
      heading: "This key does not fit",
      text: `This is ${page}. The key in its link belongs to another talk, or the talk was started anew with a new key.`,
    };
  }
  return { heading: "This page cannot join the talk", text: reason.message };
}
