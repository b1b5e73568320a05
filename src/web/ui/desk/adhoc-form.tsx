/** A poll on the spot: what kind, and open. A question may be typed, and need not. */
import { useSignal } from "@preact/signals";
import { pollLimits } from "../../../talk/polls.ts";
import { t } from "../i18n/text.ts";
import type { Talk } from "../talk.ts";
import { type AdhocKind, adhocKinds, adhocNames, adhocPoll } from "./adhoc.ts";

export function AdhocForm({ talk }: { talk: Talk }) {
  const kind = useSignal<AdhocKind | undefined>(undefined);
  const question = useSignal("");
  const open = (): void => {
    if (kind.value === undefined) return;
    talk.send({ event: "openpoll", poll: adhocPoll(kind.value, question.value) });
    kind.value = undefined;
    question.value = "";
  };
  return (
    <section class="poll-section adhoc" data-testid="adhoc">
      <h2 class="pane-title">{t("polls.askNow")}</h2>
      <div class="post-actions">
        {adhocKinds.map((name) => (
          <button
            key={name}
            type="button"
            class="button small"
            aria-pressed={kind.value === name}
            onClick={() => {
              kind.value = kind.value === name ? undefined : name;
            }}
          >
            {t(adhocNames[name])}
          </button>
        ))}
      </div>
      {kind.value !== undefined && (
        <div class="adhoc-question">
          <input
            type="text"
            dir="auto"
            autocomplete="off"
            maxLength={pollLimits.question}
            aria-label={t("polls.question")}
            placeholder={t("polls.question")}
            value={question.value}
            onInput={(event) => {
              question.value = event.currentTarget.value;
            }}
            onKeyDown={(event) => event.key === "Enter" && open()}
          />
          <button type="button" class="button small" data-testid="open-adhoc" onClick={open}>
            {t("polls.open")}
          </button>
        </div>
      )}
    </section>
  );
}
