// What the polling slide says about its numbers.
import { bytes, number } from "./slide.js";

/** @typedef {{ at: number, total: number }} Reading when, in ms, and the room's bytes so far */

/**
 * The readings of the last ten seconds; where the count began anew, those since then.
 * @param {readonly Reading[]} readings
 * @param {Reading} newest
 * @returns {Reading[]}
 */
export function withReading(readings, newest) {
  return [...readings.filter(({ at, total }) => newest.at - at <= 10_500 && total <= newest.total), newest];
}

/**
 * Bytes a minute; undefined until there are two readings.
 * @param {readonly Reading[]} readings
 */
function perMinute(readings) {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined || last.at === first.at) return undefined;
  return ((last.total - first.total) / (last.at - first.at)) * 60_000;
}

/**
 * @param {number} people who poll now
 * @param {readonly Reading[]} readings
 * @param {number} messages said in this time
 */
export function roomWords(people, readings, messages) {
  const total = readings.at(-1)?.total ?? 0;
  if (total === 0) return "Nobody is polling yet.";
  const sum = `${bytes(total)} so far, for ${messages === 1 ? "1 message" : `${number(messages)} messages`}.`;
  if (people === 0) return `Nobody is polling now. ${sum}`;
  const rate = perMinute(readings);
  const who = people === 1 ? "1 screen polling" : `${number(people)} screens polling`;
  return rate === undefined ? `${who}: ${sum}` : `${who}: ${bytes(rate)} a minute, ${sum}`;
}

/**
 * @param {number} polled bytes
 * @param {number} pushed bytes, for the same messages
 */
export function ratioWords(polled, pushed) {
  if (polled === 0) return "Start, and see what asking costs.";
  if (pushed === 0) return "The WebSocket is open too, and has said nothing yet.";
  const ratio = polled / pushed;
  if (ratio < 1) return "Just now, polling costs fewer bytes. Wait.";
  return `Polling costs ${ratio < 10 ? ratio.toFixed(1) : number(ratio)} times the bytes.`;
}
