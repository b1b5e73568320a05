import { computed, type ReadonlySignal, signal } from "@preact/signals";

export type Toggled<Value> = {
  readonly now: ReadonlySignal<Value>;
  /** Shown from now on, until the server tells how it is; call the result with whether it was accepted. */
  wants(value: Value): (accepted: boolean) => void;
  told(value: Value): void;
};

/** A value that answers the finger at once, and is the server's again as soon as that has spoken. */
export function toggled<Value>(start: Value): Toggled<Value> {
  const told = signal(start);
  const wanted = signal<{ readonly value: Value } | undefined>(undefined);
  let open = 0;
  return {
    now: computed(() => (wanted.value === undefined ? told.value : wanted.value.value)),
    wants(value) {
      open += 1;
      wanted.value = { value };
      return (accepted) => {
        open -= 1;
        if (!accepted) wanted.value = undefined;
      };
    },
    told(value) {
      told.value = value;
      // What is told while a command is under way is from before it.
      if (open === 0) wanted.value = undefined;
    },
  };
}
