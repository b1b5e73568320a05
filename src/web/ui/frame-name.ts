/** What a deck's frame is called, for those who cannot see it. */
import type { Boot } from "./boot.ts";
import { t } from "./i18n/text.ts";

export function slidesName({ talk }: Boot): string {
  return t("shared.slidesOf", { talk: talk.title });
}

/** The frame in the server's HTML does not wait for a language, so that it is named here again. */
export function nameFrames(host: HTMLElement, boot: Boot): void {
  for (const frame of host.querySelectorAll("iframe")) frame.title = slidesName(boot);
}
