// The arithmetic of a message's journey. All times are the server's, in milliseconds.

const edges = [5, 10, 20, 50, 100, 200, 500];

/** What the bars of the room's histogram are called, the shortest journeys first. */
export const binNames = ["< 5", "5–10", "10–20", "20–50", "50–100", "100–200", "200–500", "> 500"];

/**
 * The legs of one journey in whole milliseconds, and their sum. Two clocks never agree exactly, so a leg may come out
 * below nothing; it counts as 0.
 * @param {number} pressed by the speaker's clock
 * @param {number} stamped by the server's
 * @param {number} arrived by this screen's
 */
export function journeyOf(pressed, stamped, arrived) {
  const up = Math.max(0, Math.round(stamped - pressed));
  const down = Math.max(0, Math.round(arrived - stamped));
  return { up, down, total: up + down };
}

/** @param {number} total */
export function binOf(total) {
  const bin = edges.findIndex((edge) => total < edge);
  return bin < 0 ? edges.length : bin;
}

/**
 * @param {readonly number[]} totals
 * @returns {{ bins: number[], median: number }} screens in each bin; the median is 0 when there are none
 */
export function distribution(totals) {
  const bins = binNames.map((_, bin) => totals.filter((total) => binOf(total) === bin).length);
  const sorted = [...totals].sort((a, b) => a - b);
  return { bins, median: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0 };
}
