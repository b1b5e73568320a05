/** Full-jitter back-off: a crowd that lost one server comes back spread over time. */

const firstMs = 400;
const capMs = 8000;

/**
 * Milliseconds to wait before the `attempt`-th retry (0 is the first). `random` in [0, 1).
 * Source of the formula: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(capMs, firstMs * 2 ** Math.min(attempt, 10)));
}

const hint = /^retry-after-ms=(\d{1,6})$/;

/** The wait a draining server asks for in the reason of its close frame; undefined where it asks for none. */
export function retryHintMs(closeReason: string): number | undefined {
  const match = hint.exec(closeReason);
  return match === null ? undefined : Number(match[1]);
}
