/** What this tab keeps over a reload: phones reload a page whenever they like. */
import { type Signal, signal } from "@preact/signals";

/** A text that starts as it was left in this tab, on this talk's page. */
export function keptText(name: string): Signal<string> {
  const key = `lectern:${name}:${typeof location === "undefined" ? "" : location.pathname}`;
  const text = signal(read(key));
  text.subscribe((now) => write(key, now));
  return text;
}

/** Storage may be forbidden; then it lasts until a reload. */
function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function write(key: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // See `read`.
  }
}
