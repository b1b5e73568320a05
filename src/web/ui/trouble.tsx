/** The talk cannot be saved: why, and what becomes of it. Stands as long as it lasts, and goes by itself. */
import { t } from "./i18n/text.ts";
import type { Talk } from "./talk.ts";

export function Trouble({ talk }: { talk: Talk }) {
  const trouble = talk.trouble.value;
  return (
    <div class="trouble" role="status" data-testid="trouble">
      {trouble !== null && (
        <p>
          <b>{t(`trouble.${trouble.fault}`)}</b> {t("trouble.stays")}
        </p>
      )}
    </div>
  );
}
