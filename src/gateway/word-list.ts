/**
 * A word list holds messages for approval (rule M1): one word or phrase a line, in any language; `*` at the end takes
 * every ending; lines that begin with `#` are comments. Whole words only, except in scripts that write without spaces.
 */

/** Whether a text holds a word of the list. Letters are compared without case, width or accents. */
export type WordList = (text: string) => boolean;

/** Scripts whose words stand side by side. */
const withoutSpaces = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

export function readWordList(source: string): WordList {
  const words = source
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => plain(line).trim())
    .filter((line) => /[^*]/.test(line) && !line.startsWith("#"));
  if (words.length === 0) return () => false;
  const pattern = new RegExp(words.map(patternOf).join("|"), "u");
  return (text) => pattern.test(plain(text));
}

function patternOf(word: string): string {
  const isOpen = word.endsWith("*");
  const letters = (isOpen ? word.slice(0, -1) : word).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\s+/g, "\\s+");
  if (withoutSpaces.test(word)) return letters;
  return `(?<![\\p{L}\\p{N}])${letters}${isOpen ? "" : "(?![\\p{L}\\p{N}])"}`;
}

/** As people read it: `Ｄärn` and `darn` are one. Invisible characters between letters hide nothing. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{Mn}\p{Cf}]/gu, "")
    .toLowerCase();
}
