/** What the thumb feels: one short pulse for a step, two where the deck ends. Silent where phones cannot vibrate. */
const pulses = { step: [15], edge: [15, 70, 15] } as const;

export function feel(what: keyof typeof pulses): void {
  if ("vibrate" in navigator) navigator.vibrate([...pulses[what]]);
}
