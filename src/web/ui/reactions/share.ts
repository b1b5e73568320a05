/** How many of the room's reactions are drawn: few enough to be seen one by one, in proportion. Pure. */

/** The emoji to draw, at most `room` of them; each that was sent at least once while there is room. */
export function shareOf(counts: Readonly<Record<string, number>>, room: number): readonly string[] {
  const sent = Object.entries(counts).filter(([, count]) => count > 0);
  const total = sent.reduce((sum, [, count]) => sum + count, 0);
  if (total <= room) return sent.flatMap(([emoji, count]) => Array<string>(count).fill(emoji));
  return sent
    .sort(([, a], [, b]) => b - a)
    .flatMap(([emoji, count]) => Array<string>(Math.max(1, Math.floor((count / total) * room))).fill(emoji))
    .slice(0, Math.max(0, room));
}
