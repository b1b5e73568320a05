/** Says that something said without a connection, before this page was loaded, came too late. */
import { t } from "../ui/i18n/text.ts";
import type { Talk } from "../ui/talk.ts";

export function NotTaken({ talk: { notTaken } }: { talk: Talk }) {
  if (notTaken.value === "") return null;
  const close = (): void => {
    notTaken.value = "";
  };
  return (
    <div class="problem aside" role="alert" data-testid="not-taken">
      <p class="card">
        {t("audience.notTaken", { reason: notTaken.value })}
        <button type="button" class="button plain" onClick={close}>
          {t("shared.close")}
        </button>
      </p>
    </div>
  );
}
