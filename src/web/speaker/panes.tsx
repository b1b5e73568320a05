/** The slide on show, the step after it, and the notes. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { RoomPanel } from "../ui/desk/panel.tsx";
import { t } from "../ui/i18n/text.ts";
import { NotesText } from "../ui/notes-text.tsx";
import { nextWords } from "../ui/words.ts";
import { type Desk, notesSizes } from "./desk.ts";
import { mountPreview } from "./preview.ts";

export function Stage({ desk }: { desk: Desk }) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (host.current) desk.driver.mount(host.current);
  }, [desk]);
  const { paused } = desk.talk.view.value;
  return (
    <section class="stage" aria-label={t("shared.currentSlide")}>
      <div class={`slide on-air${paused ? " black" : ""}`}>
        <div ref={host} class="deck-host" />
        {paused && (
          <div class="veil">
            <p>
              <b>{t("speaker.dark")}</b> {t("speaker.darkText")}
            </p>
            <button type="button" class="button main" onClick={desk.toggleBlackout}>
              {t("drive.showAgain")}
            </button>
          </div>
        )}
      </div>
    </section>
  );
}

export function NextPane({ desk }: { desk: Desk }) {
  const host = useRef<HTMLDivElement>(null);
  const preview = useRef<ReturnType<typeof mountPreview>>(null);
  useLayoutEffect(() => {
    if (host.current) preview.current ??= mountPreview(host.current, desk);
  }, [desk]);
  return (
    <section class="next" aria-label={t("drive.next")}>
      <h2 class="pane-title" data-testid="next-title">
        {nextWords(desk.next.value)}
      </h2>
      <div class="slide-room">
        <div class="slide">
          <div ref={host} class="deck-host" inert aria-hidden="true" />
          <EndOfDeck desk={desk} />
        </div>
      </div>
    </section>
  );
}

function EndOfDeck({ desk }: { desk: Desk }) {
  return desk.next.value.kind === "end" ? <p class="deck-end">{t("drive.end")}</p> : null;
}

export function NotesPane({ desk }: { desk: Desk }) {
  const { least, most, step } = notesSizes;
  const size = desk.notesSize.value;
  const change = (by: number): void => {
    desk.notesSize.value = Math.min(most, Math.max(least, size + by));
  };
  return (
    <RoomPanel
      room={desk.room}
      notes={
        <>
          <NotesText cockpit={desk} size={size} />
          <div class="notes-size">
            <button
              type="button"
              class="button letter-small"
              aria-label={t("speaker.smallerNotes")}
              disabled={size <= least}
              onClick={() => change(-step)}
            >
              A
            </button>
            <button
              type="button"
              class="button letter-large"
              aria-label={t("speaker.largerNotes")}
              disabled={size >= most}
              onClick={() => change(step)}
            >
              A
            </button>
          </div>
        </>
      }
    />
  );
}
