/** Reads a speaker's choice of reactions. Pure. */
import { maxEmoji } from "../../../talk/features.ts";

export type EmojiRead =
  | { readonly emoji: readonly string[] }
  /** `stray` is the first sign that is no emoji; without it there are none, or too many. */
  | { readonly stray: string | undefined };

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const isEmoji = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

/** Each emoji of the text once, in their order, with or without blanks and commas between them. */
export function readEmoji(text: string): EmojiRead {
  const signs = Array.from(segmenter.segment(text), ({ segment }) => segment).filter(
    (sign) => !/^[\s,;]+$/u.test(sign),
  );
  const stray = signs.find((sign) => !isEmoji.test(sign) || sign.length > maxEmoji.length);
  if (stray !== undefined) return { stray: stray.slice(0, maxEmoji.length) };
  const emoji = [...new Set(signs)];
  return emoji.length > 0 && emoji.length <= maxEmoji.count ? { emoji } : { stray: undefined };
}
