/** What the audience may do, as it is set: before the talk, and in the middle of it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { FeatureChange, FeatureName } from "../../../talk/features.ts";
import { AskTwice } from "../ask-twice.tsx";
import type { Key } from "../i18n/catalogue.ts";
import { t } from "../i18n/text.ts";
import type { Talk } from "../talk.ts";
import { EmojiField } from "./emoji-field.tsx";
import type { RoomDesk } from "./room-desk.ts";

const featureNames = {
  chat: "shared.chat",
  questions: "shared.questions",
  polls: "shared.polls",
  reactions: "settings.reactions",
  hands: "settings.hands",
  pace: "settings.pace",
} as const satisfies Record<FeatureName, Key>;
const featureTexts = {
  chat: "settings.chatText",
  questions: "settings.questionsText",
  polls: "settings.pollsText",
  reactions: "settings.reactionsText",
  hands: "settings.handsText",
  pace: "settings.paceText",
} as const satisfies Record<FeatureName, Key>;

const slowSteps = [0, 10, 30, 60] as const;

export function Settings({ room: { talk } }: { room: RoomDesk }) {
  const { chat, questions, polls, reactions, hands, pace } = talk.view.value.features;
  return (
    <div class="room-scroll settings" data-testid="settings">
      <Feature talk={talk} feature="questions" now={questions} />
      <Feature talk={talk} feature="chat" now={chat}>
        <SlowMode talk={talk} seconds={chat.slowSeconds} />
        <AskTwice
          small
          name={t("settings.clearChat")}
          question={t("settings.reallyClear")}
          act={() => talk.send({ event: "clearchat" })}
          testId="clear-chat"
        />
      </Feature>
      <Feature talk={talk} feature="polls" now={polls} />
      <Feature talk={talk} feature="reactions" now={{ on: reactions.on }}>
        <EmojiField talk={talk} emoji={reactions.emoji} />
      </Feature>
      <Feature talk={talk} feature="hands" now={hands} />
      <Feature talk={talk} feature="pace" now={pace} />
      <Screens talk={talk} />
    </div>
  );
}

/** What lies over the slides on the big screen, besides the join card and a post (rule S1). */
function Screens({ talk }: { talk: Talk }) {
  const { poll, reactions } = talk.view.value.screen;
  return (
    <section class="feature" data-testid="screens">
      <h2 class="pane-title">{t("settings.screens")}</h2>
      <Switch
        name={t("shared.polls")}
        on={poll}
        set={(shown) => talk.send({ event: "screen", show: { poll: shown } })}
      />
      <Switch
        name={t("settings.reactions")}
        on={reactions}
        set={(shown) => talk.send({ event: "screen", show: { reactions: shown } })}
      />
    </section>
  );
}

type FeatureProps = {
  readonly talk: Talk;
  readonly feature: FeatureName;
  readonly now: FeatureChange & { readonly on: boolean };
  readonly children?: ComponentChildren;
};

function Feature({ talk, feature, now, children }: FeatureProps) {
  const set = (change: FeatureChange): void => talk.send({ event: "feature", feature, ...change });
  return (
    <section class="feature" data-testid={`feature-${feature}`}>
      <Switch name={t(featureNames[feature])} text={t(featureTexts[feature])} on={now.on} set={(on) => set({ on })} />
      {now.approve !== undefined && (
        <Switch
          name={t("settings.approveFirst")}
          text={t("settings.approveFirstText")}
          on={now.approve}
          set={(approve) => set({ approve })}
        />
      )}
      {now.anonymous !== undefined && (
        <Switch name={t("settings.anonymous")} on={now.anonymous} set={(anonymous) => set({ anonymous })} />
      )}
      {children}
    </section>
  );
}

type SwitchProps = {
  readonly name: string;
  readonly text?: string;
  readonly on: boolean;
  readonly set: (on: boolean) => void;
};

function Switch({ name, text, on, set }: SwitchProps) {
  const id = useId();
  return (
    <label class="room-switch">
      <input
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        aria-labelledby={id}
        aria-describedby={text && `${id}-text`}
        onChange={() => set(!on)}
      />
      <span>
        <b id={id}>{name}</b>
        {text && (
          <span id={`${id}-text`} class="quiet">
            {text}
          </span>
        )}
      </span>
    </label>
  );
}

function SlowMode({ talk, seconds }: { talk: Talk; seconds: number }) {
  const steps = [...new Set([...slowSteps, seconds])].sort((a, b) => a - b);
  return (
    <fieldset class="choices slow">
      <legend>
        <b>{t("settings.slowMode")}</b> <span class="quiet">{t("settings.slowModeText")}</span>
      </legend>
      {steps.map((step) => (
        <label key={step} class="choice">
          <input
            type="radio"
            name="slow-mode"
            checked={step === seconds}
            onChange={() => talk.send({ event: "feature", feature: "chat", slowSeconds: step })}
          />
          <span class="tabular">{step === 0 ? t("settings.off") : t("settings.seconds", { n: step })}</span>
        </label>
      ))}
    </fieldset>
  );
}
