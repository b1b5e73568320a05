/** What one says without words: reactions for all, and for the speaker alone a raised hand and the pace. */
import { useSignal } from "@preact/signals";
import type { Pace } from "../../../talk/commands.ts";
import { t } from "../../ui/i18n/text.ts";
import type { Talk } from "../../ui/talk.ts";
import { Popover } from "./popover.tsx";
import type { Signals } from "./signals.ts";

type SignalsProps = {
  readonly talk: Talk;
  readonly signals: Signals;
};

export function SignalButtons({ talk, signals }: SignalsProps) {
  const { reactions, hands, pace } = talk.view.value.features;
  const hasReactions = reactions.on && reactions.emoji.length > 0;
  if (!hasReactions && !hands.on && !pace.on) return null;
  return (
    <div class="signals">
      {(hands.on || pace.on) && <ToSpeaker talk={talk} signals={signals} />}
      {hasReactions && <Reactions talk={talk} signals={signals} />}
    </div>
  );
}

function Reactions({ talk, signals }: SignalsProps) {
  const { emoji } = talk.view.value.features.reactions;
  const buttons = emoji.map((one) => <Reaction key={one} emoji={one} signals={signals} />);
  return (
    <>
      <section class="reactions-row" aria-label={t("react.title")} data-testid="reactions-row">
        {buttons}
      </section>
      <div class="reactions-one">
        <Popover name={t("react.title")} face={emoji[0]} testId="open-reactions">
          <div class="reactions-open">{buttons}</div>
        </Popover>
      </div>
    </>
  );
}

/** Answers the finger by itself; what rises is what the room has sent. */
function Reaction({ emoji, signals }: { emoji: string; signals: Signals }) {
  const sent = useSignal(0);
  return (
    <button
      type="button"
      class="button plain emoji"
      aria-label={t("react.send", { emoji })}
      aria-disabled={!signals.connected.value}
      data-testid="reaction"
      // The keyboard stays with the slide: the next space is a step, and not one more of these.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (signals.react(emoji)) sent.value += 1;
      }}
    >
      <span key={sent.value} class={sent.value > 0 ? "sent" : undefined} aria-hidden="true">
        {emoji}
      </span>
    </button>
  );
}

const paces = ["slow", "fast", "lost"] as const satisfies readonly Pace[];

function ToSpeaker({ talk, signals }: SignalsProps) {
  const { hands, pace } = talk.view.value.features;
  const isUp = hands.on && signals.handUp.value;
  const said = pace.on ? signals.pace.value : null;
  const isOffline = !signals.connected.value;
  return (
    <Popover
      name={nameOf(isUp)}
      face={<span aria-hidden="true">✋</span>}
      isSet={isUp || said !== null}
      testId="open-signals"
    >
      {hands.on && (
        <button
          type="button"
          class={`button${isUp ? " set" : ""}`}
          aria-pressed={isUp}
          aria-disabled={isOffline}
          data-testid="hand"
          onClick={() => signals.raise(!isUp)}
        >
          <span aria-hidden="true">✋</span> {t("signal.raise")}
        </button>
      )}
      {pace.on && (
        <section class="paces" aria-label={t("signal.pace")}>
          {paces.map((one) => (
            <button
              key={one}
              type="button"
              class={`button${said === one ? " set" : ""}`}
              aria-pressed={said === one}
              aria-disabled={isOffline}
              data-testid={`pace-${one}`}
              onClick={() => signals.setPace(said === one ? null : one)}
            >
              {t(`signal.${one}`)}
            </button>
          ))}
        </section>
      )}
      <p class="quiet" role="status">
        {isUp && `${t("signal.handUp")} · `}
        {t(isOffline ? "signal.offline" : "signal.onlySpeaker")}
      </p>
      <p class="problem" role="alert">
        {signals.problem}
      </p>
    </Popover>
  );
}

const nameOf = (isUp: boolean): string => (isUp ? `${t("signal.tell")}: ${t("signal.handUp")}` : t("signal.tell"));
