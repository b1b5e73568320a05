/** The field in which something is written: what is too long is told before it is sent, and nothing typed is lost. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { maxNameLength } from "../../../talk/commands.ts";
import { t } from "../../ui/i18n/text.ts";
import type { Voice } from "./voice.ts";

export type ComposerProps = {
  readonly label: string;
  readonly button: string;
  readonly limit: number;
  /** Kept by whoever owns it, so that it survives closing the sheet. */
  readonly text: Signal<string>;
  /** Undefined when it was accepted, else why not. */
  readonly send: (text: string) => Promise<string | undefined>;
  readonly children?: ComponentChildren;
};

/** Below this many characters left, they are counted. */
const countFrom = 50;

export function Composer({ label, button, limit, text, send, children }: ComposerProps) {
  const problem = useSignal("");
  const left = limit - characters(text.value);
  const isReady = text.value.trim() !== "" && left >= 0;
  const submit = async (): Promise<void> => {
    if (!isReady) return;
    const written = text.value;
    text.value = "";
    problem.value = "";
    const refusal = await send(written.trim());
    if (refusal === undefined) return;
    problem.value = refusal;
    // What was refused is not lost, unless something else is being written already.
    if (text.peek() === "") text.value = written;
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children}
      <div class="line">
        <textarea
          rows={1}
          dir="auto"
          aria-label={label}
          placeholder={label}
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
          }}
          onKeyDown={(event) => {
            // Safari ends the composition before it tells of the key that ended it; 229 is a key an input method took.
            if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            void submit();
          }}
        />
        <button type="submit" class="button main" disabled={!isReady}>
          {button}
        </button>
      </div>
      {left < countFrom && (
        <p class={left < 0 ? "problem" : "quiet"}>
          {left < 0 ? t("voice.tooMany", { n: -left }) : t("voice.left", { n: left })}
        </p>
      )}
      <p class="problem" role="alert">
        {problem.value}
      </p>
    </form>
  );
}

/** Name, or none of it. The name counts for what is written from then on. */
export function WhoIWrite({
  voice,
  anonymous,
  mayHide,
}: {
  voice: Voice;
  anonymous: Signal<boolean>;
  mayHide: boolean;
}) {
  const given = voice.own.value?.name ?? "";
  return (
    <div class="who">
      <input
        type="text"
        dir="auto"
        aria-label={t("voice.name")}
        placeholder={t("voice.name")}
        title={t("voice.nameHint")}
        maxLength={maxNameLength}
        autocomplete="nickname"
        disabled={anonymous.value && mayHide}
        defaultValue={given}
        key={given}
        onChange={({ currentTarget }) => {
          const name = currentTarget.value.trim();
          if (name !== given) voice.act({ event: "rename", name });
        }}
      />
      {mayHide && (
        <label>
          <input
            type="checkbox"
            checked={anonymous.value}
            onChange={({ currentTarget }) => {
              anonymous.value = currentTarget.checked;
            }}
          />
          <span>{t("voice.anonymous")}</span>
        </label>
      )}
    </div>
  );
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Characters as people see them. */
export function characters(text: string): number {
  return [...segmenter.segment(text)].length;
}
