/** What a page of a PDF is called. */

/** One run of text, in the order of the page's content; `size` in points. */
export type TextRun = { readonly text: string; readonly size: number; readonly endsLine: boolean };

const titleLength = 60;

/**
 * The outline's name for the page, else what it says in its largest type, else its first words, else its label. A label
 * that is more than a number (`iv`, `A-3`) stands before it.
 *
 * @param index from 0
 */
export function pageTitle(
  index: number,
  { outline, label, runs }: { readonly outline: string; readonly label: string; readonly runs: readonly TextRun[] },
): string {
  const own = label.trim();
  const shownLabel = /^\d*$/.test(own) ? "" : own;
  const name = tidy(outline) || heading(runs) || tidy(runs.map(({ text }) => text).join(" "));
  if (name === "") return shortened(shownLabel || (own === String(index + 1) ? "" : own));
  return shortened(shownLabel === "" ? name : `${shownLabel} · ${name}`);
}

/** The first text in the page's largest type; a lone number or sign is no heading. */
function heading(runs: readonly TextRun[]): string {
  const readable = runs.filter(({ text }) => /\p{L}{2}/u.test(text));
  const largest = Math.max(0, ...readable.map(({ size }) => size));
  const first = readable.findIndex(({ size }) => size === largest);
  if (first < 0) return "";
  const start = runs.indexOf(readable[first] as TextRun);
  const end = runs.findIndex(({ size, text }, place) => place > start && text.trim() !== "" && differs(size, largest));
  const parts = runs.slice(start, end < 0 ? undefined : end);
  return tidy(parts.map(({ text, endsLine }) => (endsLine ? `${text} ` : text)).join(""));
}

function differs(size: number, largest: number): boolean {
  return Math.abs(size - largest) > 0.05 * largest;
}

export function tidy(text: string): string {
  return text
    .replaceAll("\u00ad", "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

function shortened(title: string): string {
  const characters = [...title];
  return characters.length > titleLength
    ? `${characters
        .slice(0, titleLength - 1)
        .join("")
        .trimEnd()}…`
    : title;
}

/** What programs write when nobody gave a document a title. */
const unnamed =
  /^(untitled|unbenannt|(microsoft )?powerpoint[ -].*|presentation\d*|slide 1)$|\.(pptx?|key|odp|docx?|indd|tex|dvi|md)$/i;

/** A document's title as its author gave it, else an empty string. */
export function documentTitle(written: string): string {
  const title = tidy(written);
  return unnamed.test(title) ? "" : title;
}
