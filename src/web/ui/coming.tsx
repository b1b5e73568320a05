import { t } from "./i18n/text.ts";
import type { Later } from "./later.ts";

/**
 * In the place of what is still on its way: nothing at first, since mostly it is there before an eye is. Where it does
 * not come, the server may be a newer one by now; then a new page helps.
 */
export function Coming({ part: { isLate } }: { readonly part: Later<unknown> }) {
  return (
    <div class="coming" role="status" data-testid="coming">
      {isLate.value && <p class="quiet">{t("shared.late")}</p>}
      {isLate.value && (
        <button type="button" class="button" onClick={() => location.reload()}>
          {t("shared.reload")}
        </button>
      )}
    </div>
  );
}
