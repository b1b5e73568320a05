/** What the pill says, in the reader's language: the interface's own texts, put in here when this is built. */
declare const __LECTERN_WORDS__: Readonly<Record<string, PillWords>>;

export type PillWords = {
  readonly live: string;
  readonly dark: string;
  readonly reconnecting: string;
  readonly refused: string;
  readonly backToLive: string;
  readonly notYet: string;
  readonly takePart: string;
  readonly vote: string;
  readonly close: string;
};

export type Reader = { readonly language: string; readonly words: PillWords; readonly isRightToLeft: boolean };

/** `?lang=` of the page, else the first of the browser's languages there is, else English (rule I1). */
export function readerOf(search: string, preferred: readonly string[]): Reader {
  const asked = new URLSearchParams(search).get("lang");
  const tags = [...(asked === null ? [] : [asked]), ...preferred].map((tag) => tag.toLowerCase().split("-")[0] ?? "");
  const language = tags.find((tag) => Object.hasOwn(__LECTERN_WORDS__, tag)) ?? "en";
  const words = __LECTERN_WORDS__[language] as PillWords;
  return { language, words, isRightToLeft: language === "ar" };
}
