/** Lists that change by themselves must not move under somebody's finger. */
import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";

export type Hold = {
  readonly held: ReadonlySignal<boolean>;
  readonly handlers: {
    onPointerEnter(): void;
    onPointerLeave(): void;
    onFocusCapture(): void;
    onBlurCapture(event: FocusEvent & { readonly currentTarget: HTMLElement }): void;
  };
};

/** Whether somebody points into, or has the keyboard in, the element that gets `handlers`. */
export function useHold(): Hold {
  const pointed = useSignal(false);
  const focused = useSignal(false);
  return {
    held: useComputed(() => pointed.value || focused.value),
    handlers: {
      onPointerEnter: () => {
        pointed.value = true;
      },
      onPointerLeave: () => {
        pointed.value = false;
      },
      onFocusCapture: () => {
        focused.value = true;
      },
      onBlurCapture: ({ currentTarget, relatedTarget }) => {
        focused.value = relatedTarget instanceof Node && currentTarget.contains(relatedTarget);
      },
    },
  };
}

/** `value`, or while held the one that the hold began with. */
export function useHeld<T>(value: T, held: boolean): T {
  const last = useRef(value);
  if (!held) last.current = value;
  return last.current;
}
