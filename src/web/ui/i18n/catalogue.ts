/** What a translation must have: every message of the English one, and what the server says in English when it refuses. */
import type { ErrorCode } from "../../../errors.ts";
import type { en } from "./en.ts";

/** The languages there are, each under its own name. */
export const languages = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  nl: "Nederlands",
  ja: "日本語",
  ar: "العربية",
} as const;

export type Language = keyof typeof languages;

/** Forms by `Intl.PluralRules`; `other` is what a number takes for which the language has no form of its own. */
export type Plural = { readonly other: string } & { readonly [Rule in Intl.LDMLPluralRule]?: string };

type English = typeof en;
export type Key = keyof English;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type Names<K extends Key> = English[K] extends { readonly other: infer Text } ? NamesIn<Text> : NamesIn<English[K]>;

/** What a message takes: nothing, or a value for each of its names; `n` and `of` are numbers. */
export type Values<K extends Key> = [Names<K>] extends [never]
  ? []
  : [{ readonly [Name in Names<K>]: Name extends "n" | "of" ? number : string }];

/** What the server refuses that people can meet in their browser. */
export const refusals = [
  "bad-message",
  "wrong-version",
  "not-allowed",
  "too-long",
  "empty",
  "muted",
  "removed",
  "writing-rate",
  "feature-off",
  "slow-mode",
  "post-gone",
  "too-late",
  "edit-approved",
  "too-many-questions",
  "no-such-emoji",
  "reaction-rate",
  "no-poll",
  "poll-closed",
  "bad-answer",
  "too-many-answers",
  "too-many-polls",
  "flood",
  "internal",
  "log-unwritable",
  "server-full",
  "closed",
] as const satisfies readonly (ErrorCode | "closed")[];

type Refusals = { readonly [Code in (typeof refusals)[number] as `refused.${Code}`]: string };

export type Catalogue = { readonly [K in Key]: English[K] extends string ? string : Plural };

/** In English the server's own words are shown, which say more. */
export type Translation = Catalogue & Refusals;
