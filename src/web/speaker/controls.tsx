/** Under the slide: time and pace, back and next, where one is, black-out. */
import { maxPlannedMinutes } from "../../talk/commands.ts";
import { AskTwice } from "../ui/ask-twice.tsx";
import { PaceGauge } from "../ui/desk/pace-gauge.tsx";
import { t } from "../ui/i18n/text.ts";
import { BlackoutIcon, LeftIcon, ListIcon, PauseIcon, PlayIcon, RightIcon } from "../ui/icons.tsx";
import { formatPlanned } from "../ui/time.ts";
import type { Desk } from "./desk.ts";

export function Controls({ desk }: { desk: Desk }) {
  return (
    <section class="controls card" aria-label={t("speaker.controls")}>
      <Time desk={desk} />
      <PaceBar desk={desk} />
      <Steps desk={desk} />
    </section>
  );
}

function Time({ desk }: { desk: Desk }) {
  const planned = desk.talk.view.value.timing?.plannedMinutes ?? null;
  const running = desk.running.value;
  return (
    <div class="time">
      <p class={`elapsed tabular${desk.pace.value?.nearEnd ? " near-end" : ""}`}>
        <span dir="ltr">
          <span data-testid="timer">{desk.elapsedText}</span>
          {planned !== null && <span class="of quiet"> / {formatPlanned(planned)}</span>}
        </span>
      </p>
      <PaceGauge talk={desk.talk} />
      <button
        type="button"
        class="button"
        aria-label={t(running ? "drive.pauseTimer" : "drive.startTimer")}
        onClick={desk.toggleTimer}
      >
        {running ? <PauseIcon /> : <PlayIcon />}
        <span class="wide-only">{t(running ? "speaker.pause" : "speaker.start")}</span>
      </button>
      <ResetButton desk={desk} />
      <PlannedLength desk={desk} planned={planned} />
      <p class="clock tabular quiet">
        <span class="visually-hidden">{t("speaker.timeOfDay")} </span>
        {desk.timeOfDay}
      </p>
    </div>
  );
}

function ResetButton({ desk }: { desk: Desk }) {
  const idle = desk.talk.view.value.timing?.timer.phase !== "running" && desk.elapsedText.value === "0:00";
  return (
    <AskTwice
      name={t("speaker.reset")}
      question={t("speaker.reallyReset")}
      disabled={idle}
      testId="reset"
      act={() => desk.talk.send({ event: "timer", action: "reset" })}
    />
  );
}

function PlannedLength({ desk, planned }: { desk: Desk; planned: number | null }) {
  const set = (text: string): void => {
    const minutes = text.trim() === "" ? null : Math.round(Number(text));
    if (minutes === planned || Number.isNaN(minutes)) return;
    desk.talk.send({
      event: "plan",
      minutes: minutes === null ? null : Math.min(maxPlannedMinutes, Math.max(1, minutes)),
    });
  };
  return (
    <label class="planned">
      <span class="quiet">{t("speaker.planned")}</span>
      <input
        type="number"
        inputMode="numeric"
        min="1"
        max={maxPlannedMinutes}
        placeholder="–"
        value={planned ?? ""}
        data-testid="planned"
        onChange={(event) => set(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <span class="quiet">{t("speaker.minutes")}</span>
    </label>
  );
}

/** One line: the time used fills it, the mark on it is where the slides are. */
function PaceBar({ desk }: { desk: Desk }) {
  const pace = desk.pace.value;
  if (pace === undefined) return null;
  const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
  return (
    <div class={`pace${pace.nearEnd ? " near-end" : ""}`}>
      <div class="pace-line" aria-hidden="true">
        <span class="pace-time" style={{ width: percent(pace.timeUsed) }} />
        <span class="pace-slides" style={{ insetInlineStart: percent(pace.slidesDone) }} />
      </div>
      <p data-testid="pace">{pace.words}</p>
    </div>
  );
}

function Steps({ desk }: { desk: Desk }) {
  const { paused } = desk.talk.view.value;
  return (
    <div class="steps">
      <button
        type="button"
        class="button step"
        aria-label={t("drive.back")}
        data-testid="prev"
        onClick={() => desk.driver.step("prev")}
      >
        <LeftIcon />
      </button>
      <button
        type="button"
        class="button step"
        aria-label={t("drive.next")}
        data-testid="next"
        onClick={() => desk.driver.step("next")}
      >
        <RightIcon />
      </button>
      <WhereButton desk={desk} />
      <button
        type="button"
        class="button"
        aria-pressed={paused}
        aria-label={t("drive.blackOut")}
        title={`${t("drive.blackOut")} (b)`}
        data-testid="blackout"
        onClick={desk.toggleBlackout}
      >
        <BlackoutIcon />
        <span class="wide-only">{t(paused ? "drive.blackedOut" : "drive.blackOut")}</span>
      </button>
    </div>
  );
}

function WhereButton({ desk }: { desk: Desk }) {
  const open = (): void => {
    desk.list.value = true;
  };
  return (
    <button type="button" class="button where" title={`${t("speaker.goTo")} (g)`} data-testid="goto" onClick={open}>
      <ListIcon />
      <span class="tabular" dir="ltr" data-testid="slide-number">
        {Math.max(0, desk.index.value) + 1} / {Math.max(1, desk.slides.value.length)}
      </span>
      <span class="where-title line" dir="auto">
        {desk.index.value < 0 ? "" : desk.title}
      </span>
    </button>
  );
}
