/** A button for what cannot be taken back: it asks by a second press. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export type AskTwiceProps = {
  readonly name: string;
  /** What it says after the first press. */
  readonly question: string;
  readonly act: () => void;
  readonly disabled?: boolean;
  /** Smaller than the ordinary button. */
  readonly small?: boolean;
  readonly testId?: string;
};

const askedMs = 4000;

export function AskTwice({ name, question, act, disabled = false, small = false, testId }: AskTwiceProps) {
  const asked = useSignal(false);
  useEffect(() => {
    if (!asked.value) return undefined;
    const forget = setTimeout(() => {
      asked.value = false;
    }, askedMs);
    return () => clearTimeout(forget);
  }, [asked, asked.value]);
  const press = (): void => {
    if (asked.value) act();
    asked.value = !asked.value;
  };
  return (
    <button
      type="button"
      class={`button${small ? " small" : ""}${asked.value ? " asked" : ""}`}
      disabled={disabled}
      data-testid={testId}
      onClick={press}
    >
      <span aria-live="polite">{asked.value ? question : name}</span>
    </button>
  );
}
