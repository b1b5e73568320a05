/** Whose hands are up, in the order they were raised; whatever tab is open (rule H1). */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { guestName } from "../../../talk/commands.ts";
import { t } from "../i18n/text.ts";
import type { Talk } from "../talk.ts";

/** How many stand in the list at once; the first ones are those who are asked. */
const most = 20;

export function Hands({ talk }: { talk: Talk }) {
  const hands = talk.tallies.value.signals?.hands ?? [];
  return (
    <>
      {hands.length > 0 && <HandList talk={talk} hands={hands} />}
      <NewHand hands={hands} />
    </>
  );
}

type HandListProps = {
  readonly talk: Talk;
  readonly hands: readonly Hand[];
};

type Hand = { readonly participant: string; readonly name: string; readonly at: number };

/** Says the newest hand to those who listen, without taking the focus; what was up when the page came is not new. */
function NewHand({ hands }: { hands: readonly Hand[] }) {
  const newest = hands.at(-1);
  const known = useRef(newest?.at ?? 0);
  const said = useSignal("");
  useEffect(() => {
    if (newest === undefined) said.value = "";
    if (newest === undefined || newest.at <= known.current) return;
    known.current = newest.at;
    const words = [t("signal.newHand", { name: nameOf(newest.name) }), t("signal.hands", { n: hands.length })];
    said.value = words.join(" ");
  }, [newest, hands.length, said]);
  return (
    <p class="visually-hidden" role="status" data-testid="new-hand">
      {said}
    </p>
  );
}

function HandList({ talk, hands }: HandListProps) {
  const lower = (participant: string | null): void => talk.send({ event: "lowerhand", participant });
  return (
    <details class="hands" data-testid="hands">
      <summary>
        <span aria-hidden="true">✋</span> <b class="tabular">{t("signal.hands", { n: hands.length })}</b>{" "}
        <bdi class="quiet">{nameOf(hands[0]?.name)}</bdi>
      </summary>
      <ol>
        {hands.slice(0, most).map(({ participant, name }, index) => (
          <li key={participant}>
            <span class="place tabular">{index + 1}</span>
            <bdi>{nameOf(name)}</bdi>
            <button
              type="button"
              class="button small"
              aria-label={t("signal.lowerOf", { name: nameOf(name) })}
              onClick={() => lower(participant)}
            >
              {t("signal.lower")}
            </button>
          </li>
        ))}
      </ol>
      <button type="button" class="button small" data-testid="lower-all" onClick={() => lower(null)}>
        {t("signal.lowerAll")}
      </button>
    </details>
  );
}

function nameOf(name: string | undefined): string {
  return name === undefined || name === "" || name === guestName ? t("voice.somebody") : name;
}
