import { Dialog } from "../ui/dialog.tsx";
import { t } from "../ui/i18n/text.ts";
import type { Desk } from "./desk.ts";

const keys = (): readonly (readonly [keys: readonly string[], what: string])[] => [
  [[t("keys.space"), "N", t("keys.pageDown")], t("keys.next")],
  [[t("keys.shiftSpace"), "P", t("keys.pageUp")], t("keys.back")],
  [["←", "→", "↑", "↓"], t("keys.direction")],
  [[t("keys.home"), t("keys.end")], t("keys.firstLast")],
  [["G"], t("speaker.goTo")],
  [["B", "."], t("keys.blackOut")],
  [["L"], t("speaker.lookAround")],
  [["F"], t("keys.fullScreen")],
  [["?"], t("keys.thisHelp")],
];

export function Help({ desk }: { desk: Desk }) {
  return (
    <Dialog open={desk.help} title={t("keys.title")} testId="help">
      <dl class="keys">
        {keys().map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">{t("keys.text")}</p>
    </Dialog>
  );
}
