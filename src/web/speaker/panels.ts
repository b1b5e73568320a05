/** How large the panels are, in percent of what they share; 0 until somebody changes them. Kept by the browser. */
import type { Signal } from "@preact/signals";
import { rememberedNumber } from "../ui/remembered.ts";

export type Panels = {
  readonly wide: { readonly main: Signal<number>; readonly side: Signal<number> };
  readonly tall: { readonly main: Signal<number>; readonly side: Signal<number> };
};

export const least = 15;
export const most = 85;

export function createPanels(): Panels {
  const size = (name: string): Signal<number> =>
    rememberedNumber(`panel-${name}`, 0, (value) => value === 0 || clampSize(value) === value);
  return {
    wide: { main: size("wide-main"), side: size("wide-side") },
    tall: { main: size("tall-main"), side: size("tall-side") },
  };
}

export function clampSize(percent: number): number {
  return Math.min(most, Math.max(least, Math.round(percent * 10) / 10));
}
