/** Polls made on the spot, in the language of who asks. Pure but for their random ids. */
import type { Poll } from "../../../talk/polls.ts";
import type { Key } from "../i18n/catalogue.ts";
import { t } from "../i18n/text.ts";

export const adhocKinds = ["yesno", "letters", "scale", "cloud"] as const;
export type AdhocKind = (typeof adhocKinds)[number];

export const adhocNames = {
  yesno: "polls.yesno",
  letters: "polls.letters",
  scale: "polls.oneToFive",
  cloud: "polls.cloud",
} as const satisfies Record<AdhocKind, Key>;

const prefix = "adhoc-";

export function isAdhoc(id: string): boolean {
  return id.startsWith(prefix);
}

/** Without a question it says what kind of poll it is. */
export function adhocPoll(kind: AdhocKind, text: string): Poll {
  const question = text.trim() === "" ? t(adhocNames[kind]) : text.trim();
  const base = { id: `${prefix}${randomName()}`, question, time: null, reveal: "live" } as const;
  const choice = { ...base, kind: "choice", maxChoices: 1, right: [], points: 0 } as const;
  switch (kind) {
    case "yesno":
      return { ...choice, options: [t("polls.yes"), t("polls.no")] };
    case "letters":
      return { ...choice, options: ["A", "B", "C", "D"] };
    case "scale":
      return { ...base, kind: "scale", statements: [""], min: 1, max: 5, labels: [t("polls.low"), t("polls.high")] };
    case "cloud":
      return { ...base, kind: "cloud", words: 3 };
  }
}

function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
