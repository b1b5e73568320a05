/** What the audience may do, as it is set: before the talk, and in the middle of it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { FeatureChange } from "../../../talk/features.ts";
import { AskTwice } from "../ask-twice.tsx";
import type { Talk } from "../talk.ts";
import type { RoomDesk } from "./room-desk.ts";
import { words } from "./words.ts";

const slowSteps = [0, 10, 30, 60] as const;

export function Settings({ room: { talk } }: { room: RoomDesk }) {
  const { chat, questions, polls } = talk.view.value.features;
  return (
    <div class="room-scroll settings" data-testid="settings">
      <Feature talk={talk} feature="questions" now={questions} />
      <Feature talk={talk} feature="chat" now={chat}>
        <SlowMode talk={talk} seconds={chat.slowSeconds} />
        <AskTwice
          small
          name={words.clearChat}
          question={words.reallyClear}
          act={() => talk.send({ event: "clearchat" })}
          testId="clear-chat"
        />
      </Feature>
      <Feature talk={talk} feature="polls" now={polls} />
    </div>
  );
}

type FeatureProps = {
  readonly talk: Talk;
  readonly feature: keyof typeof words.features;
  readonly now: FeatureChange & { readonly on: boolean };
  readonly children?: ComponentChildren;
};

function Feature({ talk, feature, now, children }: FeatureProps) {
  const set = (change: FeatureChange): void => talk.send({ event: "feature", feature, ...change });
  return (
    <section class="feature" data-testid={`feature-${feature}`}>
      <Switch name={words.features[feature]} text={words.featureTexts[feature]} on={now.on} set={(on) => set({ on })} />
      {now.approve !== undefined && (
        <Switch
          name={words.approveFirst}
          text={words.approveFirstText}
          on={now.approve}
          set={(approve) => set({ approve })}
        />
      )}
      {now.anonymous !== undefined && (
        <Switch name={words.anonymously} on={now.anonymous} set={(anonymous) => set({ anonymous })} />
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
        <b>{words.slowMode}</b> <span class="quiet">{words.slowModeText}</span>
      </legend>
      {steps.map((step) => (
        <label key={step} class="choice">
          <input
            type="radio"
            name="slow-mode"
            checked={step === seconds}
            onChange={() => talk.send({ event: "feature", feature: "chat", slowSeconds: step })}
          />
          <span class="tabular">{step === 0 ? words.slowOff : words.seconds(step)}</span>
        </label>
      ))}
    </fieldset>
  );
}
