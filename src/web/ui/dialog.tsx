/** A modal in the page's look; open and closed by a signal. Escape and a press beside it close it. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "./i18n/text.ts";
import { CloseIcon } from "./icons.tsx";

export type DialogProps = {
  readonly open: Signal<boolean>;
  readonly title: string;
  readonly testId: string;
  readonly children: ComponentChildren;
};

/** Its children exist only while it is open. */
export function Dialog(props: DialogProps) {
  return props.open.value ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ open, title, testId, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const close = (): void => element.current?.close();
  useEffect(() => element.current?.showModal(), []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={heading}
      data-testid={testId}
      onClose={() => {
        open.value = false;
      }}
      onClick={(event) => event.target === element.current && close()}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="button plain" aria-label={t("shared.close")} onClick={close}>
            <CloseIcon />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
