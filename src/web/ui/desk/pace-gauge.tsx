/** How the room finds the pace of this slide: a few quiet bars, and nothing where nobody has said anything (rule H2). */
import { t } from "../i18n/text.ts";
import type { Talk } from "../talk.ts";

const keys = { slow: "signal.saySlow", fast: "signal.sayFast", lost: "signal.sayLost" } as const;
/** A bar is full when a quarter of the room says so: one voice among two hundred stays low. */
const fullShare = 4;
const order = ["slow", "fast", "lost"] as const;

export function PaceGauge({ talk }: { talk: Talk }) {
  const counts = talk.tallies.value.signals?.pace;
  if (counts === undefined) return null;
  const said = order.filter((one) => counts[one] > 0);
  if (said.length === 0) return null;
  const most = said.reduce((best, one) => (counts[one] > counts[best] ? one : best));
  const full = Math.max(counts[most], talk.here.value / fullShare);
  const words = said.map((one) => t(keys[one], { n: counts[one] }));
  return (
    <div class="pace-gauge" title={words.join(" · ")} data-testid="pace-gauge">
      <span class="bars" aria-hidden="true">
        {order.map((one) => (
          <i key={one} style={{ height: `${Math.round((counts[one] / full) * 100)}%` }} />
        ))}
      </span>
      <ul aria-label={t("signal.pace")}>
        {said.map((one) => (
          <li key={one} class={one === most ? "tabular" : "visually-hidden"}>
            {t(keys[one], { n: counts[one] })}
          </li>
        ))}
      </ul>
    </div>
  );
}
