/**
 * The interface in the reader's language. English is part of every page; another language is loaded before anything is
 * drawn, so that nobody sees the one change into the other. It stays the same while the page lives.
 */
import { signal } from "@preact/signals";
import { type Catalogue, type Key, type Language, languages, type Translation, type Values } from "./catalogue.ts";
import { en } from "./en.ts";

const translations = {
  de: () => import("./de.ts").then(({ de }) => de),
  fr: () => import("./fr.ts").then(({ fr }) => fr),
  es: () => import("./es.ts").then(({ es }) => es),
  nl: () => import("./nl.ts").then(({ nl }) => nl),
  ja: () => import("./ja.ts").then(({ ja }) => ja),
  ar: () => import("./ar.ts").then(({ ar }) => ar),
} satisfies Record<Exclude<Language, "en">, () => Promise<Translation>>;

/** `locale` is the reader's own region, for numbers and times. */
export type Choice = { readonly language: Language; readonly locale: string };

/** What was asked for if there is such a language, else the first of the reader's languages that there is, else English. */
export function chooseLanguage(asked: string | null, preferred: readonly string[]): Choice {
  const tags = (asked === null ? preferred : [asked, ...preferred]).filter(isTag);
  const found = tags.find((tag) => languageOf(tag) !== undefined);
  const language = found === undefined ? undefined : languageOf(found);
  return { language: language ?? "en", locale: found ?? preferred.find(isTag) ?? "en" };
}

function languageOf(tag: string): Language | undefined {
  const { language } = new Intl.Locale(tag);
  return Object.hasOwn(languages, language) ? (language as Language) : undefined;
}

/** An address may ask for anything, and some systems give browsers names that are none. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

type Words = {
  readonly language: Language;
  readonly catalogue: Catalogue & Partial<Translation>;
  readonly plurals: Intl.PluralRules;
  readonly numbers: Intl.NumberFormat;
  readonly clock: Intl.DateTimeFormat;
  readonly isRightToLeft: boolean;
};

/** The same digits in every language: they stand beside slides, addresses and timers that have only these. */
const numberingSystem = "latn";

function wordsIn({ language, locale }: Choice, catalogue: Words["catalogue"]): Words {
  return {
    language,
    catalogue,
    plurals: new Intl.PluralRules(language),
    numbers: new Intl.NumberFormat(locale, { numberingSystem, maximumFractionDigits: 1 }),
    clock: new Intl.DateTimeFormat(locale, { numberingSystem, hour: "numeric", minute: "2-digit" }),
    isRightToLeft: language === "ar",
  };
}

/** A signal, so that what was said to a deck before a language came can be said again. */
const words = signal(wordsIn({ language: "en", locale: "en" }, en));

/** Takes the language this address (`?lang=de`) or this browser asks for, and says so on the page; English if it cannot be had. */
export async function loadLanguage(): Promise<void> {
  const choice = chooseLanguage(askedLanguage(), navigator.languages);
  await useLanguage(choice).catch(() => useLanguage({ ...choice, language: "en" }));
  const page = document.documentElement;
  page.lang = words.value.language;
  page.dir = words.value.isRightToLeft ? "rtl" : "ltr";
}

/** Exported for tests, which have no page. */
export async function useLanguage(choice: Choice): Promise<void> {
  const { language } = choice;
  words.value = wordsIn(choice, language === "en" ? en : await translations[language]());
}

type Given = Readonly<Record<string, string | number>>;

/** The message in the reader's language with its values filled in; `n` chooses among plural forms. */
export function t<K extends Key>(key: K, ...[values]: Values<K>): string {
  const given: Given = values ?? {};
  const message = words.value.catalogue[key];
  const text =
    typeof message === "string" ? message : (message[words.value.plurals.select(Number(given.n))] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => shown(given[name] ?? name));
}

/** A title or a name may run the other way than the sentence around it, and must not take any of it along. */
function shown(value: string | number): string {
  if (typeof value === "number") return number(value);
  return words.value.isRightToLeft ? `\u2068${value}\u2069` : value;
}

/** As the reader's region writes it, with at most one decimal. */
export function number(value: number): string {
  return words.value.numbers.format(value);
}

/** The reader's time of day; `at` in Unix milliseconds. */
export function timeOfDay(at: number): string {
  return words.value.clock.format(at);
}

/** Why something was refused: in the reader's language, or in the server's words where there is no translation. */
export function refusalText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const texts: Readonly<Record<string, unknown>> = words.value.catalogue;
  const text = "code" in error ? texts[`refused.${error.code}`] : undefined;
  return typeof text === "string" ? text : error.message;
}

export function isRightToLeft(): boolean {
  return words.value.isRightToLeft;
}

/** The address of another page for the same reader: in the language that this page was asked for. */
export function inMyLanguage(href: string): string {
  const asked = askedLanguage();
  if (asked === null) return href;
  const url = new URL(href, location.href);
  url.searchParams.set("lang", asked);
  return url.href;
}

function askedLanguage(): string | null {
  return new URLSearchParams(location.search).get("lang");
}
