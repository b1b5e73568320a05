/** The page somebody sees who has no valid key: what is missing, where it stands, and where to go instead. */
import type { Boot } from "./boot.ts";
import { inMyLanguage, refusalText, t } from "./i18n/text.ts";

export type RefusalProps = {
  readonly boot: Boot;
  readonly page: "speaker" | "remote" | "moderator";
  /** The server's reason; undefined when the link has no key at all. */
  readonly reason?: (Error & { readonly code: string }) | undefined;
};

export function Refusal({ boot, page, reason }: RefusalProps) {
  const { heading, text } = explain(page, reason);
  return (
    <main class="refusal" data-testid="refusal">
      <h1>{heading}</h1>
      <p>{text}</p>
      <p class="quiet">{t("refusal.yourTalk")}</p>
      <a class="button main" href={inMyLanguage(boot.base)}>
        {t("refusal.toAudience")}
      </a>
    </main>
  );
}

function explain(page: RefusalProps["page"], reason: RefusalProps["reason"]): { heading: string; text: string } {
  const what = t(`refusal.${page}`);
  if (reason === undefined) return { heading: t("refusal.noKey"), text: `${what} ${t("refusal.noKeyText")}` };
  if (reason.code === "bad-key") return { heading: t("refusal.badKey"), text: `${what} ${t("refusal.badKeyText")}` };
  return { heading: t("refusal.other"), text: refusalText(reason) };
}
