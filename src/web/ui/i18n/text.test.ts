import { afterEach, describe, expect, it } from "vitest";
import { CommandRefused } from "../../../client/client.ts";
import { ar } from "./ar.ts";
import { type Language, languages, type Message, refusals } from "./catalogue.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { ja } from "./ja.ts";
import { nl } from "./nl.ts";
import { chooseLanguage, number, refusalText, t, useLanguage } from "./text.ts";

const translations: Record<Exclude<Language, "en">, Readonly<Record<string, Message>>> = { de, fr, es, nl, ja, ar };
const english: Readonly<Record<string, Message>> = en;

const forms = (message: Message): readonly string[] =>
  typeof message === "string" ? [message] : Object.values(message);
const names = (message: Message): readonly string[] =>
  [...new Set(forms(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

describe.each(Object.keys(translations) as (keyof typeof translations)[])("the texts in %s", (language) => {
  const texts = translations[language];

  it("[I1] are all there, and no others", () => {
    expect(Object.keys(texts).sort()).toEqual(
      [...Object.keys(english), ...refusals.map((code) => `refused.${code}`)].sort(),
    );
    expect(
      Object.values(texts)
        .flatMap(forms)
        .filter((text) => text.trim() === ""),
    ).toEqual([]);
  });

  it("[I1] take the same values as the English ones", () => {
    const differing = Object.entries(texts).filter(
      ([key, text]) => names(text).join() !== names(english[key] ?? "").join(),
    );
    expect(differing).toEqual([]);
  });
});

it.each(Object.keys(languages) as Language[])("[I1] %s has the plural forms its numbers need", (language) => {
  const needed = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort();
  const plurals = Object.entries(language === "en" ? english : translations[language]).filter(
    ([, text]) => typeof text !== "string",
  );
  expect(plurals.length).toBeGreaterThan(0);
  for (const [key, text] of plurals) expect([key, Object.keys(text).sort()]).toEqual([key, needed]);
});

describe("the language", () => {
  const chosen = (asked: string | null, ...preferred: readonly string[]) => chooseLanguage(asked, preferred);

  it("[I1] is the first one the reader has that there is", () => {
    expect(chosen(null, "de-AT", "en")).toEqual({ language: "de", locale: "de-AT" });
    expect(chosen(null, "pl", "fr-CA", "de")).toEqual({ language: "fr", locale: "fr-CA" });
    expect(chosen(null, "zh-Hant-TW", "ja")).toEqual({ language: "ja", locale: "ja" });
  });

  it("[I1] is English where there is none, with the reader's own numbers", () => {
    expect(chosen(null, "pl-PL")).toEqual({ language: "en", locale: "pl-PL" });
    expect(chosen(null)).toEqual({ language: "en", locale: "en" });
    expect(chosen(null, "en-US@posix", "_")).toEqual({ language: "en", locale: "en" });
  });

  it("[I1] is what the address asks for, if there is such a language", () => {
    expect(chosen("ar", "de")).toEqual({ language: "ar", locale: "ar" });
    expect(chosen("DE-ch", "en")).toEqual({ language: "de", locale: "DE-ch" });
    for (const asked of ["", "xx", "toString", "../de", "de de"])
      expect(chosen(asked, "nl")).toEqual({ language: "nl", locale: "nl" });
  });
});

describe("a text", () => {
  const speak = (language: Language, locale: string = language) => useLanguage({ language, locale });
  afterEach(() => speak("en"));

  it("[I1] has the form that its number needs", async () => {
    expect([1, 2].map((n) => t("shared.votes", { n }))).toEqual(["1 vote", "2 votes"]);
    await speak("fr");
    expect([0, 1, 2].map((n) => t("shared.votes", { n }))).toEqual(["0 vote", "1 vote", "2 votes"]);
    await speak("ar");
    expect([0, 1, 2, 3, 11, 100].map((n) => t("shared.votes", { n }))).toEqual([
      "لا أصوات",
      "صوت واحد",
      "صوتان",
      "3 أصوات",
      "11 صوتًا",
      "100 صوت",
    ]);
  });

  it("[I1] has numbers as the reader's region writes them, in the same digits everywhere", async () => {
    expect(t("shared.here", { n: 12_345 })).toBe("12,345 here");
    await speak("de", "de-AT");
    expect(number(0.25)).toBe("0,3");
    await speak("ar", "ar-EG");
    expect(t("shared.slideNumber", { n: 12 })).toBe("الشريحة 12");
  });

  it("[I1] keeps what is filled in apart from a sentence that runs the other way", async () => {
    expect(t("drive.nextTitle", { title: "$& {n}" })).toBe("Next: $& {n}");
    await speak("ar");
    expect(t("drive.nextTitle", { title: "Frames" })).toBe("التالي: \u2068Frames\u2069");
  });

  it("[I1] about a refusal is translated, or else the server's own", async () => {
    const muted = new CommandRefused("muted", "You are muted in this talk. Ask the speaker.");
    expect(refusalText(muted)).toBe(muted.message);
    await speak("de");
    expect(refusalText(muted)).toBe(de["refused.muted"]);
    expect(refusalText(new CommandRefused("something-new", "As the server says."))).toBe("As the server says.");
    expect(refusalText(new CommandRefused("toString", "As the server says."))).toBe("As the server says.");
  });
});
