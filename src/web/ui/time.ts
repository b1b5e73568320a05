/** Times as people read them. Pure. */

/** Milliseconds as `7:05`, from one hour on `1:07:05`; negative times as `0:00`. */
export function formatElapsed(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${seconds}`;
}

/** A length in minutes as `30:00` or `1:30:00`. */
export function formatPlanned(minutes: number): string {
  return formatElapsed(minutes * 60_000);
}
