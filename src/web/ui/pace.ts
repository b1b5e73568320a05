/** How a talk stands against its planned length. Pure but for the language of its words. */
import { t } from "./i18n/text.ts";

export type Pace = {
  /** Share of the planned time that is used, 0 to 1. */
  readonly timeUsed: number;
  /** Share of the slides that are behind the speaker, 0 to 1. */
  readonly slidesDone: number;
  /** Whole minutes ahead (positive) or behind (negative); 0 when the talk is on time. */
  readonly minutesAhead: number;
  /** The last tenth of the planned time (at most five minutes) has begun. */
  readonly nearEnd: boolean;
  /** Whole minutes past the planned end, 0 before it and in its first minute. */
  readonly minutesOver: number;
  readonly over: boolean;
  readonly words: string;
};

const minute = 60_000;

/**
 * Every slide is given the same share of the planned time. While the talk's clock is inside the current slide's share
 * it is on time; otherwise it is ahead or behind by the distance to that share.
 * `index` is the current slide of `count`, from 0; `elapsedMs` the talk's time.
 */
export function pace(elapsedMs: number, plannedMinutes: number, index: number, count: number): Pace {
  const planned = plannedMinutes * minute;
  const begin = (planned * index) / count;
  const end = (planned * (index + 1)) / count;
  const distance = elapsedMs < begin ? begin - elapsedMs : elapsedMs > end ? end - elapsedMs : 0;
  // `|| 0` because a rounded small lag would be -0.
  const minutesAhead = Math.round(distance / minute) || 0;
  const minutesOver = Math.max(0, Math.floor((elapsedMs - planned) / minute));
  const over = elapsedMs >= planned;
  return {
    timeUsed: Math.min(1, elapsedMs / planned),
    slidesDone: index / count,
    minutesAhead,
    nearEnd: planned - elapsedMs <= Math.min(5 * minute, planned / 10),
    minutesOver,
    over,
    words: over ? overWords(minutesOver) : paceWords(minutesAhead),
  };
}

function overWords(minutes: number): string {
  return minutes === 0 ? t("drive.timeIsUp") : t("drive.over", { n: minutes });
}

function paceWords(minutes: number): string {
  if (minutes === 0) return t("drive.onTime");
  return minutes > 0 ? t("drive.ahead", { n: minutes }) : t("drive.behind", { n: -minutes });
}
