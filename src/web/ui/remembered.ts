/** Small choices a browser keeps (sizes, type size). Storage may be forbidden; then they last until a reload. */
import { type Signal, signal } from "@preact/signals";

/** A signal that starts as what was stored under `lectern:name`, if `valid`, and stores every change. */
export function rememberedNumber(name: string, fallback: number, valid: (value: number) => boolean): Signal<number> {
  const stored = Number(read(`lectern:${name}`) ?? Number.NaN);
  const value = signal(Number.isFinite(stored) && valid(stored) ? stored : fallback);
  value.subscribe((now) => write(`lectern:${name}`, String(now)));
  return value;
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Forbidden or full: the choice lasts until a reload.
  }
}
