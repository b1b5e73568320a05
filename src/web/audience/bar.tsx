/** The thin bar under the slide: the link, where we are, who is here, and the way back. */
import { effect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Connection } from "../ui/connection.tsx";
import { slideIndex } from "../ui/deck-steps.ts";
import { canFullScreen, toggleFullScreen } from "../ui/full-screen.ts";
import { number, t } from "../ui/i18n/text.ts";
import { FullScreenIcon, PeopleIcon } from "../ui/icons.tsx";
import type { Talk } from "../ui/talk.ts";
import type { Audience } from "./audience.ts";

const hintMs = 3500;
const idleMs = 2000;

type BarProps = {
  readonly talk: Talk;
  readonly audience: Audience;
  /** What stands beside the facts: the ways to take part. */
  readonly children: ComponentChildren;
};

export function Bar({ talk, audience, children }: BarProps) {
  const { view, status, here } = talk;
  const slides = audience.outline.value;
  const isBrowsing = audience.follow.value.kind === "browsing";
  const current = slideIndex(slides, audience.at.value) + 1;
  const live = slideIndex(slides, view.value.position) + 1;
  const talkTitle = view.value.deck.title;
  const title = slides[current - 1]?.title ?? "";
  // A touch on slides of another site is not heard here, so nothing could bring the bar back.
  const isIdle = useIdle(audience) && !isBrowsing && status.value === "live" && talk.boot.slidesFrom === null;
  return (
    <footer class="bar" data-testid="bar" data-idle={isIdle}>
      <div class="title">
        <h1 class="line" dir="auto">
          {talkTitle}
        </h1>
        <span class="quiet line" dir="auto">
          {title === talkTitle ? "" : title}
        </span>
      </div>
      <Hint audience={audience} />
      {children}
      <div class="facts">
        {isBrowsing ? (
          <button type="button" class="pill live back" data-testid="back-to-live" onClick={audience.backToLive}>
            {t("audience.backToLive")}
          </button>
        ) : (
          <Connection status={status}>{t(view.value.paused ? "audience.dark" : "shared.live")}</Connection>
        )}
        {isBrowsing && status.value !== "live" && <Connection status={status} />}
        <span
          class="tabular"
          data-testid="slide-number"
          title={isBrowsing ? t("audience.speakerAt", { n: live }) : undefined}
        >
          <span class="visually-hidden">{t("audience.slide")} </span>
          <span dir="ltr">{slides.length > 0 ? `${current}/${slides.length}` : ""}</span>
          {isBrowsing && <span class="quiet"> · {t("audience.liveAt", { n: live })}</span>}
        </span>
        <span class="here tabular quiet" data-testid="here">
          <PeopleIcon />
          <span aria-hidden="true">{number(here.value)}</span>
          <span class="visually-hidden">{t("shared.here", { n: here.value })}</span>
        </span>
        {canFullScreen() && (
          <button
            type="button"
            class="button plain full"
            aria-label={t("shared.fullScreen")}
            title={`${t("shared.fullScreen")} (F)`}
            onClick={toggleFullScreen}
          >
            <FullScreenIcon />
          </button>
        )}
      </div>
    </footer>
  );
}

/** True two seconds after the last touch on the slide, or the last step that was answered with a hint. */
function useIdle({ touched, undone }: Audience): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = effect(() => {
      touched.value;
      undone.value;
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), idleMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [touched, undone]);
  return isIdle;
}

/** Says one thing for a moment: that the screen follows, or why a step was undone. */
function Hint({ audience }: { audience: Audience }) {
  const [hint, setHint] = useState(t("audience.following"));
  useEffect(() => {
    let answered = audience.undone.value;
    return effect(() => {
      const undone = audience.undone.value;
      const isBrowsing = audience.follow.value.kind === "browsing";
      if (undone > answered) setHint(t("audience.notYet"));
      else if (isBrowsing) setHint("");
      answered = undone;
    });
  }, [audience]);
  useEffect(() => {
    if (hint === "") return;
    const timer = setTimeout(() => setHint(""), hintMs);
    return () => clearTimeout(timer);
  }, [hint]);
  return (
    <p class="hint quiet" role="status" data-shown={hint !== ""}>
      {hint}
    </p>
  );
}
