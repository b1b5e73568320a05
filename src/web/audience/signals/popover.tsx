/** A button and what it opens over the bar; Escape, a second press and a touch elsewhere close it. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

type PopoverProps = {
  readonly name: string;
  /** What stands on the button. */
  readonly face: ComponentChildren;
  /** Whether something is set in it. */
  readonly isSet?: boolean;
  readonly testId: string;
  readonly children: ComponentChildren;
};

export function Popover({ name, face, isSet = false, testId, children }: PopoverProps) {
  const isOpen = useSignal(false);
  const host = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen.value) return undefined;
    const outside = ({ target }: Event): void => {
      if (!(target instanceof Node && host.current?.contains(target))) isOpen.value = false;
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      isOpen.value = false;
      button.current?.focus();
    };
    addEventListener("pointerdown", outside);
    // A press inside the deck's frame is seen here only as lost focus.
    addEventListener("blur", outside);
    // Before the page, for which Escape means something else.
    addEventListener("keydown", onKey, { capture: true });
    return () => {
      removeEventListener("pointerdown", outside);
      removeEventListener("blur", outside);
      removeEventListener("keydown", onKey, { capture: true });
    };
  }, [isOpen, isOpen.value]);
  return (
    <div ref={host} class="popover-host">
      <button
        ref={button}
        type="button"
        class={`button thumb face${isSet ? " set" : ""}`}
        aria-label={name}
        title={name}
        aria-expanded={isOpen.value}
        aria-controls={isOpen.value ? id : undefined}
        data-testid={testId}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {face}
      </button>
      {isOpen.value && (
        <section class="popover card" id={id} aria-label={name}>
          {children}
        </section>
      )}
    </div>
  );
}
