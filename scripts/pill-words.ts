/** The few texts a deck on another host needs, out of all the interface's: see `src/frame/alone/words.ts`. */
import { ar } from "../src/web/ui/i18n/ar.ts";
import { de } from "../src/web/ui/i18n/de.ts";
import { en } from "../src/web/ui/i18n/en.ts";
import { es } from "../src/web/ui/i18n/es.ts";
import { fr } from "../src/web/ui/i18n/fr.ts";
import { ja } from "../src/web/ui/i18n/ja.ts";
import { nl } from "../src/web/ui/i18n/nl.ts";

const keys = {
  live: "shared.live",
  dark: "audience.dark",
  reconnecting: "shared.reconnecting",
  refused: "shared.refused",
  backToLive: "audience.backToLive",
  notYet: "audience.notYet",
  takePart: "voice.takePart",
  vote: "voice.vote",
  close: "shared.close",
} as const;

const wordsOf = (catalogue: Partial<typeof en>) =>
  Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, catalogue[key] ?? en[key]]));

/** For Vite's `define`. */
export const pillWords = {
  __LECTERN_WORDS__: JSON.stringify(
    Object.fromEntries(Object.entries({ en, de, fr, es, nl, ja, ar }).map(([name, texts]) => [name, wordsOf(texts)])),
  ),
};
