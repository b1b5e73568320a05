/** What the speaker's pages know about the talk in front of them, as signals: place, what comes next, time, pace. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { OutlineSlide } from "../../protocol/frame.ts";
import { elapsed } from "../../talk/timer.ts";
import type { Boot } from "./boot.ts";
import { type NextStep, nextStep, placeIn, slideIndex } from "./deck-steps.ts";
import { createDriver, type Driver, type DriverOptions } from "./driver.ts";
import { timeOfDay as clockTime, t } from "./i18n/text.ts";
import { type NotedSlide, type Notes, watchNotes } from "./notes.ts";
import { type Pace, pace } from "./pace.ts";
import { joinTalk, type Talk } from "./talk.ts";
import { formatElapsed } from "./time.ts";

export type Cockpit = {
  readonly boot: Boot;
  readonly talk: Talk;
  readonly driver: Driver;
  readonly notes: Notes;
  readonly slides: ReadonlySignal<readonly OutlineSlide[]>;
  /** Index of the current slide from 0; -1 until the slides are known. */
  readonly index: ReadonlySignal<number>;
  readonly title: ReadonlySignal<string>;
  readonly next: ReadonlySignal<NextStep>;
  /** What to say about the current slide; undefined when there is nothing. */
  readonly notesHtml: ReadonlySignal<string | undefined>;
  readonly running: ReadonlySignal<boolean>;
  readonly elapsedText: ReadonlySignal<string>;
  /** The time of day on this device. */
  readonly timeOfDay: ReadonlySignal<string>;
  /** Undefined without a planned length, or before the talk has begun. */
  readonly pace: ReadonlySignal<Pace | undefined>;
  toggleBlackout(): void;
  toggleTimer(): void;
};

const tickMs = 250;

/** Joins the talk as a speaker; keeps going for the life of the page. */
export function createCockpit(boot: Boot, options: DriverOptions = {}): Cockpit {
  const talk = joinTalk(boot, { withKey: true });
  const driver = createDriver(talk, options);
  const notes = watchNotes(talk);
  const tick = signal(Date.now());
  setInterval(() => {
    tick.value = Date.now();
  }, tickMs);

  // Until the deck is up, the server's list of slides stands in for its own.
  const slides = computed(() =>
    driver.outline.value.length > 0 ? driver.outline.value : notes.slides.value.map(withoutSteps),
  );
  const place = computed(() => placeIn(slides.value, driver.at.value));
  const index = computed(() => slideIndex(slides.value, place.value));
  const timer = computed(() => talk.view.value.timing?.timer ?? ({ phase: "idle" } as const));
  const elapsedMs = computed(() => {
    // Read so that the time goes on; the talk's own clock is the server's.
    tick.value;
    return elapsed(timer.value, talk.client.now());
  });
  const running = computed(() => timer.value.phase === "running");

  return {
    boot,
    talk,
    driver,
    notes,
    slides,
    index,
    title: computed(() => slides.value[index.value]?.title || t("shared.slideNumber", { n: index.value + 1 })),
    next: computed(() => nextStep(slides.value, place.value)),
    notesHtml: computed(() => notesAt(notes.slides.value, place.value) || undefined),
    running,
    elapsedText: computed(() => formatElapsed(elapsedMs.value)),
    timeOfDay: computed(() => clockTime(tick.value)),
    pace: computed(() => {
      const planned = talk.view.value.timing?.plannedMinutes;
      if (!planned || timer.value.phase === "idle" || index.value < 0) return undefined;
      return pace(elapsedMs.value, planned, index.value, slides.value.length);
    }),
    toggleBlackout: () => talk.send({ event: "pause", paused: !talk.view.value.paused }),
    toggleTimer: () => talk.send({ event: "timer", action: running.value ? "pause" : "start" }),
  };
}

function withoutSteps({ h, v, title }: NotedSlide): OutlineSlide {
  return { h, v, title, steps: 0 };
}

function notesAt(slides: readonly NotedSlide[], at: { readonly h: number; readonly v: number }): string {
  return slides.find((slide) => slide.h === at.h && slide.v === at.v)?.notesHtml ?? "";
}
